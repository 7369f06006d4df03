package main

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
)

// growth reads the percentage that the collector has.
func growth() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

func TestGarbageWaitsInAStormOnly(t *testing.T) {
	usual := growth()
	defer debug.SetGCPercent(usual)
	for _, chosen := range []struct{ calm, storm int }{{100, stormGrowth}, {50, stormGrowth}, {800, 800}, {-1, -1}} {
		debug.SetGCPercent(chosen.calm)
		var c collector
		c.follow(false)
		require.Equal(t, chosen.calm, growth())
		for range 2 {
			c.follow(true)
			require.Equal(t, chosen.storm, growth())
		}
		for range 2 {
			c.follow(false)
			require.Equal(t, chosen.calm, growth(), "what the operator chose comes back")
		}
	}
}
