package main

import (
	"context"
	"fmt"
	"time"
)

// footprint measures resident memory, idle and after filing over 32
// connections, and the time from the start of the process to its first answer
// on a migrated database.
func footprint(ctx context.Context, o options, t *table) error {
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer s.close() //nolint:errcheck // the run's folder only
	f, err := s.filer(ctx, "footprint")
	if err != nil {
		return err
	}
	f.stop()
	idle := line{number: "17", what: "resident memory, idle", limit: "24 MB bare stack", goal: 60, stretch: 40, less: true, unit: " MB"}
	busy := line{number: "17", what: "resident memory after filing, 32 connections", limit: "37 MB bare stack", goal: 120, stretch: 80, less: true, unit: " MB"}
	start := line{number: "18", what: "start to first answer, database migrated", limit: "22 ms bare stack", goal: 300, stretch: 100, less: true, unit: " ms"}
	for range o.rounds {
		i, err := s.serve(ctx, f.database)
		if err != nil {
			return err
		}
		start.ratios = append(start.ratios, float64(i.took.Microseconds())/1000)
		time.Sleep(3 * time.Second) // a garbage collection or two
		mb, err := i.resident()
		if err != nil {
			return err
		}
		idle.ratios = append(idle.ratios, mb)
		f.instance = i
		if _, err := f.file(ctx, 32, pick(o.fast, 2*time.Second, 8*time.Second)); err != nil {
			return err
		}
		if mb, err = i.resident(); err != nil {
			return err
		}
		busy.ratios = append(busy.ratios, mb)
		if err := f.settle(ctx); err != nil {
			return err
		}
		i.stop()
	}
	for _, l := range []line{idle, busy, start} {
		l.product = span(l.ratios, l.unit)
		t.add(l)
	}
	fmt.Println("  signing in costs one Argon2id hash (19 MiB while it runs), which is part of the busy figure")
	return f.check(ctx)
}
