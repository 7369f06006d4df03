// Command testsum reads the JSON lines of `go test -json` on standard input, prints what a reader needs (the closing
// line of each package, the whole output of each failed test) and writes "passed failed skipped" to the file named by
// its argument. It exits 1 when anything failed or when no closing line arrived.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json ./... | testsum COUNTS")
		os.Exit(2)
	}
	sum := newSummary(os.Stdout)
	if err := sum.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
	counts := fmt.Sprintf("%d %d %d\n", sum.passed, sum.failed, sum.skipped)
	if err := os.WriteFile(os.Args[1], []byte(counts), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
	if sum.failed > 0 || sum.packages == 0 {
		os.Exit(1)
	}
}

// event is one line of `go test -json`, see `go doc test2json`.
type event struct {
	Action, Package, ImportPath, Test, Output string
}

// test names one test of one package; an empty name stands for the package itself.
type test struct{ pkg, name string }

// summary counts tests and keeps the output of those still running.
type summary struct {
	out                     io.Writer
	output                  map[test][]string
	failedIn                map[string]int
	passed, failed, skipped int
	packages                int
}

func newSummary(out io.Writer) *summary {
	return &summary{out: out, output: map[test][]string{}, failedIn: map[string]int{}}
}

// read consumes the whole stream. Lines that are no JSON (a message of the go command itself) are printed as they are.
func (s *summary) read(in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(s.out, lines.Text())
			continue
		}
		s.take(e)
	}
	return lines.Err()
}

func (s *summary) take(e event) {
	key := test{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(s.out, e.Output)
	case "output":
		s.output[key] = append(s.output[key], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			s.closePackage(key, e.Action)
		} else {
			s.closeTest(key, e.Action)
		}
		delete(s.output, key)
	}
}

func (s *summary) closeTest(key test, action string) {
	switch action {
	case "pass":
		s.passed++
	case "skip":
		s.skipped++
	case "fail":
		s.failed++
		s.failedIn[key.pkg]++
		fmt.Fprint(s.out, strings.Join(s.output[key], ""))
	}
}

// closePackage prints the package's own closing line; of a failed package everything that no test claimed (a panic, a
// race report, a failed TestMain). A package that failed without a failed test counts as one failure.
func (s *summary) closePackage(key test, action string) {
	s.packages++
	if action == "fail" {
		if s.failedIn[key.pkg] == 0 {
			s.failed++
		}
		s.printUnfinished(key.pkg)
		fmt.Fprint(s.out, strings.Join(s.output[key], ""))
		return
	}
	for _, line := range s.output[key] {
		if strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "?") {
			fmt.Fprint(s.out, line)
		}
	}
}

// printUnfinished prints the output of tests that were cut off by a panic or a timeout.
func (s *summary) printUnfinished(pkg string) {
	for key, lines := range s.output {
		if key.pkg == pkg && key.name != "" {
			fmt.Fprint(s.out, strings.Join(lines, ""))
			delete(s.output, key)
		}
	}
}
