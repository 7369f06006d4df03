// Command bench shows how close the main job of Gongzhi runs to what the
// machine allows. Limit and product run in alternation on the same servers;
// what was timed is checked; one table is printed.
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

// options of one run.
type options struct {
	fast    bool
	rounds  int
	dir     string
	binary  string
	profile string
	rows    int
	texts   int
	due     int
	keep    bool
	data    string
	only    string
	make    bool
	within  time.Duration
	slim    bool
	spare   float64
	brief   bool // a test of the harness itself
}

// period is how long one round of a load lasts.
func (o options) period(full time.Duration) time.Duration {
	switch {
	case o.brief:
		return time.Second
	case o.fast:
		return 2 * time.Second
	}
	return full
}

// suite is one sub-command: it stands on a stage of its own and adds lines to
// the table.
type suite struct {
	name, what string
	run        func(context.Context, options, *table) error
}

var suites = []suite{
	{"filing", "real POST of a report against one SQL statement (1)", filing},
	{"escalate", "duties due at once, also with a kill -9 and two instances (4, 5)", escalate},
	{"lateness", "200 due a second, also after Redis was emptied (6, 7)", lateness},
	{"ledger", "events integrated against raw inserts, proofs at size, filing with the public log and without (3)", publicLog},
	{"feed", "public feed against nginx, freshness under load (8, 9)", feed},
	{"scale", "lists, overview, counters and filing against table size (10, 11, 12, 16, 19)", scale},
	{"search", "text search at size, against pg_trgm, and what its index costs (13, 14, 15)", searching},
	{"assess", "rule packs against the same rule in Go, and the command with its memory (20, 21, 22, 23)", assessing},
	{"footprint", "memory and start-up (17, 18)", footprint},
}

func main() {
	o, names, err := parse(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ok, err := runAll(ctx, o, names)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	if err != nil || !ok {
		stop()
		os.Exit(1)
	}
}

func parse(args []string) (options, []string, error) {
	var o options
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.BoolVar(&o.fast, "fast", false, "small sizes and short rounds; judged at 0.8 of each goal")
	f.IntVar(&o.rounds, "rounds", 0, "rounds of each measurement (default 5, fast 3)")
	f.StringVar(&o.dir, "dir", "/var/tmp", "where the run's own folder is made, on a real disk")
	f.StringVar(&o.binary, "binary", "", "the program to measure (default: built from this checkout)")
	f.StringVar(&o.profile, "profile", "", "keep CPU profiles of the program in this folder")
	f.IntVar(&o.rows, "rows", 0, "scale and search: incidents of the large database")
	f.IntVar(&o.texts, "texts", 0, "search: texts in the large database (default as many as incidents)")
	f.IntVar(&o.due, "due", 0, "escalate: duties due at once (default 100,000, fast 20,000)")
	f.BoolVar(&o.keep, "keep", false, "leave the run's folder")
	f.StringVar(&o.data, "data", "", "scale and search: a folder whose databases are kept for later runs")
	f.StringVar(&o.only, "only", "", "scale and search: measure the lines of these numbers, as 10,13")
	f.BoolVar(&o.make, "make", false, "scale and search: make the databases in -data and measure nothing")
	f.DurationVar(&o.within, "within", 0, "with -make: stop after so long; the next run goes on")
	f.BoolVar(&o.slim, "slim", false, "scale and search: copied cases have short wordings and empty events, to fit more of them")
	f.Float64Var(&o.spare, "spare", 5, "scale and search: GB that stay free on the disk")
	names := map[string]bool{}
	for len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		names[args[0]] = true
		args = args[1:]
	}
	if err := f.Parse(args); err != nil {
		return o, nil, err
	}
	for _, name := range f.Args() {
		names[name] = true
	}
	if o.make && o.data == "" {
		return o, nil, errors.New("-make needs -data, the folder that keeps what it makes")
	}
	if o.rounds == 0 {
		o.rounds = pick(o.fast, 3, 5)
	}
	return o, order(names), unknown(names)
}

func pick[T any](fast bool, small, full T) T {
	if fast {
		return small
	}
	return full
}

// order are the wanted suites in the order of the table; none or "all" means
// every one.
func order(names map[string]bool) []string {
	var list []string
	for _, s := range suites {
		if names[s.name] || names["all"] || len(names) == 0 {
			list = append(list, s.name)
		}
	}
	return list
}

func unknown(names map[string]bool) error {
	for name := range names {
		if name != "all" && !slices.ContainsFunc(suites, func(s suite) bool { return s.name == name }) {
			return fmt.Errorf("no such benchmark: %s", name)
		}
	}
	return nil
}

// runAll runs the suites one after the other; one that fails does not stop the
// others.
func runAll(ctx context.Context, o options, names []string) (bool, error) {
	t := &table{fast: o.fast}
	printMachine(o)
	var errs []error
	for _, s := range suites {
		if !slices.Contains(names, s.name) || ctx.Err() != nil {
			continue
		}
		fmt.Printf("\n%s: %s\n", s.name, s.what)
		if err := s.run(ctx, o, t); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.name, err))
			fmt.Fprintf(os.Stderr, "bench: %s: %v\n", s.name, err)
		}
	}
	t.print(os.Stdout)
	return !t.failed(), errors.Join(errs...)
}
