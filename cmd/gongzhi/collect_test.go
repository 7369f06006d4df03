package main

import (
	"math"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTheEnvironmentSetsTheCollector: what an operator says counts, and what he does not say is ours.
func TestTheEnvironmentSetsTheCollector(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
	t.Setenv("GOGC", "100")
	t.Setenv("GOMEMLIMIT", "1GiB")
	collectSeldom()
	assert.Equal(t, 100, debug.SetGCPercent(100))
	assert.EqualValues(t, math.MaxInt64, debug.SetMemoryLimit(-1))
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	collectSeldom()
	assert.Equal(t, garbagePercent, debug.SetGCPercent(100))
	assert.EqualValues(t, softMemory, debug.SetMemoryLimit(-1))
}
