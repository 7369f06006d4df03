package db

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// source is a database that answers when it is told to.
type source struct {
	n, asked atomic.Int64
	down     atomic.Bool
	takes    time.Duration
}

func (s *source) read(ctx context.Context) (int64, error) {
	s.asked.Add(1)
	select {
	case <-time.After(s.takes):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	if s.down.Load() {
		return 0, errors.New("down")
	}
	return s.n.Load(), nil
}

const good = 100 * time.Millisecond

func TestReadersShareOneQuestionAndDoNotWaitForTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{takes: 10 * time.Millisecond}
		var v revision
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { _, _ = v.get(t.Context(), good, s.read) })
		}
		all.Wait()
		require.EqualValues(t, 1, s.asked.Load())
		s.n.Store(7)
		for range 100 { // a second of demand
			began := time.Now()
			_, err := v.get(t.Context(), good, s.read)
			require.NoError(t, err)
			require.Zero(t, time.Since(began), "somebody waited")
			time.Sleep(10 * time.Millisecond) //nolint:forbidigo // synthetic time
		}
		n, err := v.get(t.Context(), good, s.read)
		require.NoError(t, err)
		require.EqualValues(t, 7, n)
		require.LessOrEqual(t, s.asked.Load(), int64(1+1000/25))
	})
}

func TestNothingOldPassesAsFresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{}
		var v revision
		_, err := v.get(t.Context(), good, s.read)
		require.NoError(t, err)
		s.n.Store(1)
		time.Sleep(time.Hour) //nolint:forbidigo // synthetic time, in which nobody asks and nobody reads
		n, err := v.get(t.Context(), good, s.read)
		require.NoError(t, err)
		require.EqualValues(t, 1, n)

		s.down.Store(true)
		time.Sleep(good / 2) //nolint:forbidigo // synthetic time
		n, err = v.get(t.Context(), good, s.read)
		require.NoError(t, err)
		require.EqualValues(t, 1, n, "good for a while yet")
		time.Sleep(good / 2) //nolint:forbidigo // synthetic time
		_, err = v.get(t.Context(), good, s.read)
		require.Error(t, err, "what cannot be read again is not fresh")
	})
}

func TestAQuestionThatHangsIsNotAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{takes: time.Hour}
		var v revision
		left, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := v.get(left, good, s.read)
		require.ErrorIs(t, err, context.DeadlineExceeded, "who leaves does not wait")
		_, err = v.get(t.Context(), good, s.read)
		require.Error(t, err, "the question is bounded")
	})
}

func TestAnAnswerToAnOldQuestionIsAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{takes: time.Second}
		var v revision
		go func() { _, _ = v.get(t.Context(), good, s.read) }()
		time.Sleep(good + time.Millisecond) //nolint:forbidigo // synthetic time
		_, err := v.get(t.Context(), good, s.read)
		require.NoError(t, err)
		require.EqualValues(t, 2, s.asked.Load())
	})
}
