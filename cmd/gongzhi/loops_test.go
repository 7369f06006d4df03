package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestARunOfTheSequencerHasALimit: one that hangs is given up, with its lead.
func TestARunOfTheSequencerHasALimit(t *testing.T) {
	require.Equal(t, 10*time.Second, sequenceTimeout)
	_, err := limited(time.Millisecond, func(ctx context.Context) (bool, error) {
		<-ctx.Done() // as a connection that does not answer
		return false, ctx.Err()
	})(t.Context())
	require.ErrorIs(t, err, context.DeadlineExceeded)
}
