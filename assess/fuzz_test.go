package assess

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func FuzzFacts(f *testing.F) {
	for _, p := range Default().Packs() {
		for _, c := range p.TestCases() {
			f.Add([]byte(c.Line))
		}
	}
	f.Add([]byte(`{"id":1,"transactions":[{"act":"sell","category":"other","set":"a","count":1e3}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		for _, p := range Default().Packs() {
			_, finding, err := p.Assess(line)
			var fact *FactError
			if err != nil && !errors.As(err, &fact) {
				t.Fatalf("not a fact error: %v", err)
			}
			if made, ok := finding.(*SeriousnessFinding); ok && err == nil {
				if grade, err := Replay(made.Steps); err != nil || grade != made.Grade {
					t.Fatalf("replay gives %s, %v", grade, err)
				}
			}
		}
	})
}

func FuzzPack(f *testing.F) {
	names, err := filepath.Glob("packs/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("kind: seriousness\nitems:\n  - {id: a, grade: serious}\nthresholds:\n  - {item: a, acts: [sell], measure: pieces, of: [other], at_least: 1}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Load(data, "fuzz.yaml")
		if err == nil {
			RunCases(p)
		}
	})
}
