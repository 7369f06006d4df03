package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// line is one result: what the product did, what the limit did, and how the
// two compare. Goal and stretch are bounds of ratio, upper ones where less is
// better.
type line struct {
	number  string // of the list of ratios in docs/performance.md
	what    string
	product string
	limit   string
	ratios  []float64 // one for each round
	goal    float64
	stretch float64
	less    bool // less is better
	exact   bool // correctness: no spread, no tolerance
	unit    string
}

// tolerated is how far the rounds of a passing line may lie apart, as a part
// of their median.
const tolerated = 0.25

// gate is what of each goal the short form asks for.
const gate = 0.8

func (l line) median() float64 { return median(l.ratios) }

func (l line) spread() float64 {
	m := l.median()
	if m == 0 || len(l.ratios) < 2 {
		return 0
	}
	return (slices.Max(l.ratios) - slices.Min(l.ratios)) / m
}

func (l line) meets(bound, ease float64) bool {
	if l.less {
		return l.median() <= bound/ease
	}
	return l.median() >= bound*ease
}

// verdict: "pass" reaches the stretch figure, "floor" the first goal only. A
// line whose every round clears a bound needs no repetition, however far its
// rounds lie apart.
func (l line) verdict(fast bool) string {
	ease := 1.0
	if fast && !l.exact {
		ease = gate
	}
	switch {
	case !l.meets(l.goal, ease):
		return l.doubt("missed", l.goal*ease)
	case l.meets(l.stretch, 1):
		return l.doubt("pass", l.stretch)
	default:
		return l.doubt("floor", l.goal*ease)
	}
}

func (l line) doubt(verdict string, bound float64) string {
	if l.exact || l.spread() <= tolerated {
		return verdict
	}
	low, high := slices.Min(l.ratios), slices.Max(l.ratios)
	if bound <= low || bound >= high {
		return verdict
	}
	return verdict + ", repeat"
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(list))
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}

// percentile of a list; p from 0 to 1.
func percentile(list []float64, p float64) float64 {
	if len(list) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(list))
	return s[min(len(s)-1, int(p*float64(len(s))))]
}

// table gathers the lines of a run.
type table struct {
	fast  bool
	lines []line
}

func (t *table) add(l line) {
	t.lines = append(t.lines, l)
	fmt.Printf("  = %-4s %s: %s (%s)\n", l.number, l.what, number(l.median())+l.unit, l.verdict(t.fast))
}

// failed reports a line that missed its goal beyond doubt.
func (t *table) failed() bool {
	return slices.ContainsFunc(t.lines, func(l line) bool { return l.verdict(t.fast) == "missed" })
}

func (t *table) print(out io.Writer) {
	fmt.Fprintln(out)
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "#\twhat\tproduct\tlimit\tratio\tmin–max\tgoal\tstretch\tverdict")
	for _, l := range t.lines {
		sign := "≥"
		if l.less {
			sign = "≤"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s–%s\t%s %s\t%s\t%s\n", l.number, l.what, l.product, l.limit, number(l.median())+l.unit,
			number(slices.Min(l.ratios)), number(slices.Max(l.ratios)), sign, number(l.goal), number(l.stretch), l.verdict(t.fast))
	}
	_ = w.Flush() // a terminal that went away has no use for a table
}

// number keeps three digits that matter.
func number(f float64) string {
	switch {
	case f == 0:
		return "0"
	case f < 1 && f > -1:
		return strings.TrimRight(fmt.Sprintf("%.3f", f), "0")
	case f < 100 && f != float64(int64(f)):
		return fmt.Sprintf("%.2f", f)
	default:
		return fmt.Sprintf("%.0f", f)
	}
}

// span writes a median with the least and the greatest of its rounds.
func span(list []float64, unit string) string {
	if len(list) == 0 {
		return "–"
	}
	return fmt.Sprintf("%s%s (%s–%s)", number(median(list)), unit, number(slices.Min(list)), number(slices.Max(list)))
}
