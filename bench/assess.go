package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"

	"gongzhi/assess"
)

// factsOfCases are facts of the kind that offices assess, around the figures of the law.
func factsOfCases(n int) iter.Seq[assess.SeriousnessFacts] {
	r := rand.New(rand.NewPCG(5, 10)) //nolint:gosec // the same facts each time
	categories, acts := assess.Categories(), assess.Acts()[:3]
	return func(yield func(assess.SeriousnessFacts) bool) {
		for range n {
			if !yield(assess.SeriousnessFacts{
				Acts:          []assess.Act{acts[r.IntN(len(acts))]},
				Pieces:        map[string]int64{categories[r.IntN(4)]: r.Int64N(60), categories[4+r.IntN(5)]: r.Int64N(600), "other": r.Int64N(6000)},
				IllegalIncome: assess.Yuan(r.Int64N(6000)), InDuty: r.IntN(5) == 0, PriorCriminal: r.IntN(40) == 0,
			}) {
				return
			}
		}
	}
}

// byHand is articles 5(1) items 3 to 9 and 5(2) item 3 written in Go for the facts
// of cases: what a program without rule packs would do. Every category is in its
// place by hand, so a change of the law is a change of the program.
func byHand(f *assess.SeriousnessFacts) assess.Grade {
	p := f.Pieces
	a := p["track"] + p["communication_content"] + p["credit"] + p["property"]
	b := p["accommodation"] + p["communication_record"] + p["health"] + p["transaction"] + p["other_safety"]
	weighed, passes := 100*a+10*b+p["other"], f.Acts[0] == assess.Sell || f.Acts[0] == assess.Provide
	income := func(yuan int64) bool { return f.IllegalIncome.Cmp(assess.Yuan(yuan)) >= 0 }
	halved := passes && f.InDuty
	switch {
	case weighed >= 50_000 || income(50_000) || halved && (weighed >= 25_000 || income(25_000)):
		return assess.GradeEspeciallySerious
	case a >= 50 || b >= 500 || p["other"] >= 5000 || weighed >= 5000 || income(5000) || f.PriorCriminal:
		return assess.GradeSerious
	case halved && (weighed >= 2500 || income(2500)):
		return assess.GradeSerious
	}
	return assess.GradeNone
}

// assessing times the grade of a rule pack against the same rule written by hand,
// whole findings, and the command with its memory.
func assessing(ctx context.Context, o options, t *table) error {
	pack, err := assess.FindAs[*assess.SeriousnessPack](assess.Default(), assess.KindSeriousness, "CN", "")
	if err != nil {
		return err
	}
	list := slices.Collect(factsOfCases(1000))
	for i := range list { // what is timed is right
		if grade, err := assess.GradeOf(pack, list[i]); err != nil || grade != byHand(&list[i]) {
			return fmt.Errorf("the pack and the rule by hand differ on case %d: %w", i, err)
		}
	}
	call := line{number: "20", what: "grade of one case, rule pack ÷ the same rule written in Go", goal: 20, stretch: 10, less: true, unit: " ×"}
	whole := line{number: "21", what: "whole findings with every step and what would change them, one core", limit: "–", goal: 5_000, stretch: 20_000, unit: "/s"}
	period := o.period(3 * time.Second)
	var packed, hand time.Duration
	for range o.rounds {
		hand = each(list, period, func(f *assess.SeriousnessFacts) { _ = byHand(f) })
		packed = each(list, period, func(f *assess.SeriousnessFacts) { _, _ = assess.GradeOf(pack, *f) })
		call.ratios = append(call.ratios, float64(packed)/float64(hand))
		one := each(list, period, func(f *assess.SeriousnessFacts) { _, _ = assess.Seriousness(pack, *f) })
		whole.ratios = append(whole.ratios, float64(time.Second)/float64(one))
	}
	call.product, call.limit, whole.product = packed.String(), hand.String(), span(whole.ratios, "/s")
	t.add(call)
	t.add(whole)
	return commandLines(ctx, o, t)
}

// each gives the time of one call, run over the list for at least a period.
func each(list []assess.SeriousnessFacts, period time.Duration, do func(*assess.SeriousnessFacts)) time.Duration {
	begun, n := time.Now(), 0
	for time.Since(begun) < period {
		for i := range list {
			do(&list[i])
		}
		n += len(list)
	}
	return time.Since(begun) / time.Duration(n)
}

// commandLines runs `gongzhi assess seriousness` on 1,000 and on 100,000 lines:
// ten thousand times the facts must not take more memory.
func commandLines(ctx context.Context, o options, t *table) error {
	binary := o.binary
	if binary == "" {
		dir, err := os.MkdirTemp(o.dir, "gongzhi-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir) //nolint:errcheck // the run's folder only
		if binary, err = build(ctx, dir, false); err != nil {
			return err
		}
	}
	small, large := 1000, pick(o.brief, 5000, 100_000)
	rate := line{number: "22", what: fmt.Sprintf("command, lines of facts, %d", large), limit: "–", goal: 2_000, stretch: 5_000, unit: "/s"}
	memory := line{number: "23", what: fmt.Sprintf("command, memory at %d ÷ at %d lines", large, small), goal: 1.3, stretch: 1.1, less: true, unit: " ×"}
	for range o.rounds {
		_, before, err := runLines(ctx, binary, small)
		if err != nil {
			return err
		}
		took, after, err := runLines(ctx, binary, large)
		if err != nil {
			return err
		}
		rate.ratios = append(rate.ratios, float64(large)/took.Seconds())
		memory.ratios = append(memory.ratios, float64(after)/float64(before))
		memory.product, memory.limit = fmt.Sprintf("%d MB", after>>10), fmt.Sprintf("%d MB", before>>10)
	}
	rate.product = span(rate.ratios, "/s")
	t.add(rate)
	t.add(memory)
	return nil
}

// runLines gives the time and the greatest resident memory, in KiB.
func runLines(ctx context.Context, binary string, n int) (time.Duration, int64, error) {
	file, err := os.CreateTemp("", "facts-*.jsonl")
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(file.Name()) //nolint:errcheck // the run's own file
	defer file.Close()           //nolint:errcheck // read only from here on
	// Line by line: a child inherits the greatest memory of whoever starts it.
	w := bufio.NewWriter(file)
	for f := range factsOfCases(n) {
		l, err := f.LineOf()
		if err != nil {
			return 0, 0, err
		}
		if _, err := w.Write(append(l, '\n')); err != nil {
			return 0, 0, err
		}
	}
	if err := w.Flush(); err != nil {
		return 0, 0, err
	}
	if _, err := file.Seek(0, 0); err != nil {
		return 0, 0, err
	}
	c := exec.CommandContext(ctx, binary, "assess", "seriousness") //nolint:gosec // the program under measure
	var lines counter
	c.Stdin, c.Stdout, c.Stderr = file, &lines, os.Stderr
	begun := time.Now()
	if err := c.Run(); err != nil {
		return 0, 0, err
	}
	took := time.Since(begun)
	if lines.n != n {
		return 0, 0, fmt.Errorf("%d findings for %d lines", lines.n, n)
	}
	usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return took, 0, nil
	}
	return took, usage.Maxrss, nil
}

// counter counts lines.
type counter struct{ n int }

func (c *counter) Write(b []byte) (int, error) {
	c.n += bytes.Count(b, []byte{'\n'})
	return len(b), nil
}
