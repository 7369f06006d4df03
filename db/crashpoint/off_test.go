//go:build !crashpoints

package crashpoint_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/crashpoint"
)

// TestWithoutTheTagNothingHappens: whoever sets the environment of a released
// binary neither ends it nor moves its clocks.
func TestWithoutTheTagNothingHappens(t *testing.T) {
	t.Setenv("GONGZHI_CRASHPOINT", "here")
	t.Setenv("GONGZHI_TEST_CLOCK_OFFSET", "10m")
	crashpoint.At("here")
	require.WithinDuration(t, time.Now(), crashpoint.Local(), time.Minute)
	given := time.Unix(1, 0)
	require.Equal(t, given, crashpoint.Server(given))
}
