package main

import (
	"bufio"
	"context"
	"strings"
	"testing"
	"time"
)

func TestVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		line line
		fast bool
		want string
	}{
		"reaches the stretch":            {line: line{ratios: []float64{0.5, 0.55, 0.6}, goal: 0.4, stretch: 0.5}, want: "pass"},
		"reaches the goal only":          {line: line{ratios: []float64{0.42, 0.45, 0.46}, goal: 0.4, stretch: 0.5}, want: "floor"},
		"misses the goal":                {line: line{ratios: []float64{0.3, 0.31}, goal: 0.4, stretch: 0.5}, want: "missed"},
		"less is better":                 {line: line{ratios: []float64{1.5}, goal: 2.5, stretch: 1.6, less: true}, want: "pass"},
		"rounds that disagree say less":  {line: line{ratios: []float64{0.3, 0.45, 0.6}, goal: 0.4, stretch: 0.5}, want: "floor, repeat"},
		"all rounds beyond the bound":    {line: line{ratios: []float64{0.6, 0.9, 1.2}, goal: 0.4, stretch: 0.5}, want: "pass"},
		"the short form asks for less":   {line: line{ratios: []float64{0.33}, goal: 0.4, stretch: 0.5}, fast: true, want: "floor"},
		"correctness has no tolerance":   {line: line{ratios: []float64{1}, less: true, exact: true}, fast: true, want: "missed"},
		"correctness that holds, passes": {line: line{ratios: []float64{0}, less: true, exact: true}, want: "pass"},
	} {
		if got := c.line.verdict(c.fast); got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
}

func TestAColonInALiteralIsNoVariable(t *testing.T) {
	got := variable.ReplaceAllString(`SELECT 'name:快马达', '{"a": 1}'::jsonb, '10:20:30+00', 'report:b6'`, "$1.$2")
	if want := `SELECT 'name.快马达', '{"a": 1}'::jsonb, '10:20:30+00', 'report.b6'`; got != want {
		t.Errorf("%s", got)
	}
}

func TestAnswersAreReadToTheirEnd(t *testing.T) {
	in := bufio.NewReader(strings.NewReader("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"))
	for _, want := range []int{201, 503} {
		if got, err := answer(in); got != want || err != nil {
			t.Errorf("%d, %v", got, err)
		}
	}
	if _, err := answer(bufio.NewReader(strings.NewReader("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))); err == nil {
		t.Error("an answer of unknown length was taken")
	}
}

func TestPercentiles(t *testing.T) {
	list := []float64{4, 1, 3, 2}
	if median(list) != 2.5 || percentile(list, 0.99) != 4 || percentile(nil, 0.5) != 0 {
		t.Error(median(list), percentile(list, 0.99))
	}
}

// TestTheHarnessWorks runs the two main comparisons with tiny sizes against
// real servers and the real program: what they count must be right. Their
// ratios mean nothing here.
func TestTheHarnessWorks(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers and builds the program")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	o := options{fast: true, rounds: 1, dir: t.TempDir(), due: 300, brief: true}
	binary, err := build(ctx, t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	o.binary = binary
	for _, run := range []func(context.Context, options, *table) error{filing, escalate} {
		table := &table{fast: true}
		if err := run(ctx, o, table); err != nil {
			t.Fatal(err)
		}
		for _, l := range table.lines {
			if l.median() <= 0 || l.product == "" {
				t.Errorf("%s was not measured", l.what)
			}
		}
	}
}
