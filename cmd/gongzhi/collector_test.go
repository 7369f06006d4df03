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

func TestGarbageWaitsInAStormAndInACrowdOnly(t *testing.T) {
	usual := growth()
	defer debug.SetGCPercent(usual)
	for _, chosen := range []struct{ calm, crowd, storm int }{{100, crowdGrowth, stormGrowth}, {50, crowdGrowth, stormGrowth}, {800, 800, 800}, {-1, -1, -1}} {
		debug.SetGCPercent(chosen.calm)
		var c collector
		for _, step := range []struct{ told, want int }{
			{0, chosen.calm}, {crowdGrowth, chosen.crowd}, {crowdGrowth, chosen.crowd}, {stormGrowth, chosen.storm}, {crowdGrowth, chosen.crowd},
			{0, chosen.calm}, {0, chosen.calm}, {stormGrowth, chosen.storm}, {0, chosen.calm}, // what the operator chose comes back
		} {
			c.follow(step.told)
			require.Equal(t, step.want, growth())
		}
	}
}
