package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestGatheredAlarmsAreSetTogether(t *testing.T) {
	q := open(t)
	l := Gather(q)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for n := range 3 {
		require.NoError(t, l.Arm(t.Context(), [16]byte{byte(n + 1)}, at))
	}
	_, armed, err := q.Next(t.Context())
	require.NoError(t, err)
	require.False(t, armed, "nothing before the flush")
	require.NoError(t, l.Flush(t.Context()))
	ids, err := q.Claim(t.Context(), at, 10, time.Second)
	require.NoError(t, err)
	require.Len(t, ids, 3)
	require.NoError(t, l.Flush(t.Context()), "nothing is set twice")
	_, armed, err = q.Next(t.Context())
	require.NoError(t, err)
	require.False(t, armed)
}

func TestTooManyGatheredAlarmsAreLeftToTheSweep(t *testing.T) {
	l := Gather(nil)
	var err error
	for n := 0; err == nil && n < 100_000; n++ {
		err = l.Arm(t.Context(), [16]byte{}, time.Time{})
	}
	require.ErrorIs(t, err, ErrUnavailable)
}
