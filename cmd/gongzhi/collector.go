package main

import (
	"context"
	"runtime/debug"
	"time"
)

// collector lets garbage wait while a storm of duties is raised. Of a case's
// time in the program a third is collecting what the case before it left; a
// storm lasts for seconds, and its memory is given back behind it.
type collector struct {
	usual   int // the percentage of calm weather, Go's own or the operator's
	waiting bool
}

// stormGrowth is the percentage by which the heap may grow between two
// collections in a storm. GOMEMLIMIT, where it is set, holds all the same.
const stormGrowth = 400

// follow is for one caller, who tells again and again whether there is a storm.
func (c *collector) follow(storm bool) {
	switch {
	case storm && !c.waiting:
		c.waiting = true
		if c.usual = debug.SetGCPercent(stormGrowth); c.usual < 0 || c.usual > stormGrowth {
			debug.SetGCPercent(c.usual) // the operator has chosen more, or none
		}
	case !storm && c.waiting:
		c.waiting = false
		debug.SetGCPercent(c.usual)
		debug.FreeOSMemory()
	}
}

// collecting follows the weather of this instance.
func (a *app) collecting() func(context.Context) (bool, error) {
	var c collector
	return func(context.Context) (bool, error) {
		c.follow(a.storm.blows(time.Now()))
		return false, nil
	}
}
