package main

import (
	"context"
	"runtime/debug"
	"time"
)

// collector lets garbage wait while a storm of duties is raised or a crowd
// files. Of a case's time in the program up to a third is collecting what the
// case before it left; neither lasts, and its memory is given back behind it.
type collector struct {
	usual  int // the percentage of calm weather, Go's own or the operator's
	growth int // what is in force instead, 0 in calm weather
}

// The percentages by which the heap may grow between two collections in a storm
// and in a crowd; more for the crowd cost memory and brought it little.
// GOMEMLIMIT, where it is set, holds all the same.
const (
	stormGrowth = 400
	crowdGrowth = 300
)

// follow is for one caller, who tells again and again how much the heap may
// grow now, 0 for as usual.
func (c *collector) follow(growth int) {
	if growth == c.growth {
		return
	}
	if c.growth == 0 {
		c.usual = debug.SetGCPercent(growth)
	}
	c.growth = growth
	switch {
	case growth == 0:
		debug.SetGCPercent(c.usual)
		debug.FreeOSMemory()
	case c.usual < 0 || c.usual > growth:
		debug.SetGCPercent(c.usual) // the operator has chosen more, or none
	default:
		debug.SetGCPercent(growth)
	}
}

// collecting follows the weather of this instance.
func (a *app) collecting() func(context.Context) (bool, error) {
	var c collector
	return func(context.Context) (bool, error) {
		now := time.Now()
		switch {
		case a.storm.blows(now):
			c.follow(stormGrowth)
		case a.pressure.recent(now) >= crowdFrom:
			c.follow(crowdGrowth)
		default:
			c.follow(0)
		}
		return false, nil
	}
}
