package frontend

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheNumberOfOpenCasesIsToldInSteps: one case more does not show.
func TestTheNumberOfOpenCasesIsToldInSteps(t *testing.T) {
	for n, want := range map[int64]int64{0: 0, 9: 0, 10: 10, 19: 10, 20: 20, 49: 20, 50: 50, 99: 50, 100: 100, 4_999: 2_000, 1_000_000: 1_000_000} {
		require.Equal(t, want, stepBelow(n), "%d", n)
	}
}
