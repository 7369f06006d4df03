// Command soak shows that nothing is lost, doubled or early when everything
// around the server fails. It builds the program with its crash points, hurts
// instances of it, their PostgreSQL and their Redis in random order, and prints
// one table: fault, what must hold, what was seen.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// longForm is the length in seconds from which the totals are judged.
const longForm = 900

type settings struct {
	seconds int
	only    []string
	seed    uint64
	brief   bool // the form of the tests: fewer levels, and only as many crash points as there is time for
}

// long reports whether enough was asked for that the totals mean something.
func (c settings) long() bool { return c.seconds >= longForm && len(c.only) == 0 }

func main() {
	var c settings
	var only string
	flag.IntVar(&c.seconds, "seconds", longForm, "time for all rows together; starts and checks come on top")
	flag.StringVar(&only, "only", "", "rows to run, separated by commas: "+strings.Join(names(), " "))
	flag.Uint64Var(&c.seed, "seed", uint64(time.Now().UnixNano()), "repeats the order of an earlier run")
	flag.Parse()
	if only != "" {
		c.only = strings.Split(only, ",")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	results, err := run(ctx, c)
	stop()
	if len(results) > 0 {
		printTable(os.Stdout, results)
	}
	if err != nil {
		say("%v", err)
	}
	if err != nil || slices.ContainsFunc(results, broken) {
		os.Exit(1)
	}
}

func broken(r result) bool { return r.skipped == "" && !r.holds() }

func names() []string {
	var list []string
	for _, r := range rows() {
		list = append(list, r.name)
	}
	return list
}

// run tries the chosen rows in random order and returns them in the table's.
func run(ctx context.Context, c settings) (results []result, err error) {
	for _, name := range c.only {
		if !slices.Contains(names(), name) {
			return nil, fmt.Errorf("there is no row %q: choose from %s", name, strings.Join(names(), ", "))
		}
	}
	say("seed %d (-seed %d repeats this order)", c.seed, c.seed)
	s, err := newStage(ctx, c)
	defer func() { err = errors.Join(err, s.close()) }()
	if err != nil {
		return nil, err
	}
	chosen := rows()
	if len(c.only) > 0 {
		chosen = slices.DeleteFunc(chosen, func(r row) bool { return !slices.Contains(c.only, r.name) })
	}
	results = make([]result, len(chosen))
	for _, n := range s.rng.Perm(len(chosen)) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		results[n] = s.try(ctx, chosen[n], time.Duration(c.seconds)*time.Second)
	}
	return append(results, s.totals(c)), nil
}

// totals sums up what was done; in the long form it must be enough to mean
// something.
func (s *stage) totals(c settings) result {
	r := result{row: row{name: "totals", fault: fmt.Sprintf("all rows, seed %d, %d s", c.seed, c.seconds), must: "whatever was asked for was done"}}
	for _, f := range []struct {
		name     string
		n, least int64
	}{
		{"escalations", s.escalations.Load(), 15_000}, {"kills", s.kills.Load(), 400}, {"flushes", s.flushes.Load(), 80},
		{"database restarts", s.restarts.Load(), 20},
	} {
		if s.long {
			r.figures = append(r.figures, atLeast(f.name, int(f.n), int(f.least)))
		} else {
			r.figures = append(r.figures, info(f.name, f.n))
		}
	}
	return r
}
