package assess

import (
	"encoding/json"
	"testing"
)

var benchFacts = SeriousnessFacts{
	Acts: []Act{Sell}, Pieces: map[string]int64{"track": 10, "health": 100, "other": 3000}, IllegalIncome: Yuan(4999),
}

// BenchmarkGrade is the pack's grade alone, BenchmarkOracle the same rule written
// by hand in Go; their ratio is what rules as data cost.
func BenchmarkGrade(b *testing.B) {
	p := seriousnessPack(b)
	b.ReportAllocs()
	for b.Loop() {
		if g, err := GradeOf(p, benchFacts); err != nil || g != GradeSerious {
			b.Fatal(g, err)
		}
	}
}

// BenchmarkFinding is the whole finding with its steps and what would change it.
func BenchmarkFinding(b *testing.B) {
	p := seriousnessPack(b)
	b.ReportAllocs()
	for b.Loop() {
		if f, err := Seriousness(p, benchFacts); err != nil || f.Grade != GradeSerious {
			b.Fatal(err)
		}
	}
}

// BenchmarkLine is a line of the command: decoding, finding, encoding.
func BenchmarkLine(b *testing.B) {
	p := seriousnessPack(b)
	line, err := benchFacts.LineOf()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, f, err := p.Assess(line)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(f.Brief()); err != nil {
			b.Fatal(err)
		}
	}
}
