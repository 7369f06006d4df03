package publication

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSuppress(t *testing.T) {
	for n, want := range map[int]string{-1: "<5", 0: "<5", 1: "<5", 4: "<5", 5: "5", 6: "6", 1000: "1000"} {
		shown, suppressed := Suppress(n)
		require.Equal(t, want, shown)
		require.Equal(t, n < 5, suppressed)
	}
}
