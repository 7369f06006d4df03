package escalation_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/escalation"
)

// run lets a loop live for a while of synthetic time and returns when its
// portions began.
func run(t *testing.T, life time.Duration, portion func(n int) (bool, error), wake ...time.Duration) []time.Duration {
	t.Helper()
	var began []time.Duration
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), life)
		defer cancel()
		loop := escalation.NewLoop("test", time.Second, func(context.Context) (bool, error) {
			began = append(began, time.Since(start))
			return portion(len(began))
		})
		for _, after := range wake {
			time.AfterFunc(after, loop.Wake)
		}
		var group escalation.Group
		group.Start(ctx, loop)
		group.Wait()
	})
	return began
}

func TestALoopRunsEachPeriodAndWhenWoken(t *testing.T) {
	idle := func(int) (bool, error) { return false, nil }
	require.Equal(t, []time.Duration{0, time.Second, 2 * time.Second}, run(t, 2500*time.Millisecond, idle))
	require.Equal(t, []time.Duration{0, 300 * time.Millisecond, 1300 * time.Millisecond}, run(t, 2*time.Second, idle, 300*time.Millisecond))
}

func TestALoopGoesOnWhileThereIsMore(t *testing.T) {
	began := run(t, 1500*time.Millisecond, func(n int) (bool, error) { return n < 5, nil })
	require.Equal(t, []time.Duration{0, 0, 0, 0, 0, time.Second}, began)
}

func TestALoopBacksOffAndRecovers(t *testing.T) {
	began := run(t, 11500*time.Millisecond, func(n int) (bool, error) {
		if n <= 3 {
			return false, errors.New("down")
		}
		return false, nil
	})
	require.Equal(t, []time.Duration{0, 2 * time.Second, 6 * time.Second, 11 * time.Second}, began)
}
