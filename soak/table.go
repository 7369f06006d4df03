package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// figure is one number of a row, and whether it is as it must be.
type figure struct {
	name, value string
	holds       bool
}

// zero must be 0.
func zero(name string, n int) figure { return figure{name, fmt.Sprint(n), n == 0} }

// exactly must be that many.
func exactly(name string, n, want int) figure {
	if n == want {
		return figure{name, fmt.Sprint(n), true}
	}
	return figure{name, fmt.Sprintf("%d (must be %d)", n, want), false}
}

// atLeast must not be less.
func atLeast(name string, n, least int) figure {
	if n >= least {
		return figure{name, fmt.Sprint(n), true}
	}
	return figure{name, fmt.Sprintf("%d (at least %d)", n, least), false}
}

// within must not be longer.
func within(name string, d, most time.Duration) figure {
	text := d.Round(time.Millisecond).String()
	if d > most {
		return figure{name, fmt.Sprintf("%s (at most %s)", text, most), false}
	}
	return figure{name, text, true}
}

// truth must hold; otherwise it says what was found.
func truth(name string, holds bool, otherwise string) figure {
	if holds {
		return figure{name, "yes", true}
	}
	return figure{name, "NO: " + otherwise, false}
}

// info is said and judged by nobody.
func info(name string, v any) figure { return figure{name, fmt.Sprint(v), true} }

func (f figure) String() string {
	if f.holds {
		return f.name + " " + f.value
	}
	return f.name + " " + f.value + " ✗"
}

// result is a row of the table.
type result struct {
	row
	figures []figure
	skipped string // why it could not be tried here
	err     error  // what stopped it
	took    time.Duration
}

func (r result) holds() bool {
	return r.err == nil && !slices.ContainsFunc(r.figures, func(f figure) bool { return !f.holds })
}

func (r result) verdict() string {
	switch {
	case r.skipped != "":
		return "SKIPPED"
	case r.holds():
		return "holds"
	}
	return "BROKEN"
}

func (r result) text() string {
	if r.skipped != "" {
		return r.skipped
	}
	words := make([]string, 0, len(r.figures)+1)
	for _, f := range r.figures {
		words = append(words, f.String())
	}
	if r.err != nil {
		words = append(words, "stopped: "+r.err.Error())
	}
	return strings.Join(words, " · ")
}

// printTable writes the rows for people: what was done, what must hold, what
// was seen.
func printTable(out io.Writer, rows []result) {
	const left, middle, right = 34, 40, 76
	line := func(a, b, c, d string) {
		fmt.Fprintf(out, "%s  %s  %s  %s\n", pad(a, left), pad(b, middle), pad(c, right), d)
	}
	fmt.Fprintln(out)
	line("fault", "must hold", "seen", "verdict")
	line(strings.Repeat("-", left), strings.Repeat("-", middle), strings.Repeat("-", right), "-------")
	for _, r := range rows {
		a, b, c := wrap(r.fault, left), wrap(r.must, middle), wrap(r.text(), right)
		for i := range max(len(a), len(b), len(c)) {
			verdict := ""
			if i == 0 {
				verdict = r.verdict()
			}
			line(at(a, i), at(b, i), at(c, i), verdict)
		}
		fmt.Fprintln(out)
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

// wrap breaks a text between words.
func wrap(s string, width int) []string {
	var lines []string
	var line string
	for _, word := range strings.Fields(s) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
