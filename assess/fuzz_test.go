package assess

import (
	"errors"
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

// Small packs fuzz better than the embedded ones: each byte matters.
const (
	smallHead = "id: x\nversion: \"1\"\njurisdiction: CN\nname: {zh: 甲, en: a}\nvalid_from: 2020-01-01\n" +
		"sources: [{id: s, title: {zh: 甲, en: a}, locator: {zh: 甲, en: a}, brief: {zh: 甲, en: a}, certainty: text}]\n"
	smallBasis = "text: {zh: 甲, en: a}, sources: [s], certainty: text"

	smallSeriousness = "kind: seriousness\n" + smallHead + `items:
  - {id: "1", grade: serious, ` + smallBasis + `}
  - {id: "2", grade: serious, unless_met: ["1"], ` + smallBasis + `}
  - {id: "3", grade: especially_serious, ` + smallBasis + `}
thresholds:
  - {item: "1", acts: [sell], measure: pieces, of: [track], at_least: 3}
  - {item: "3", acts: [acquire], measure: pieces, of: [other], at_least: 7, when: {flags: [in_duty]}}
proportions:
  - {item: "2", acts: [sell], of_items: ["1", "3"], at_least: 1}
scaled:
  - {item: "3", acts: [sell], of_items: ["1", "2"], times: "10"}
conditions:
  - {item: "3", acts: [sell], when: {any_consequence: [death], prior_admin_months_at_most: 3, some_pieces_of: [track]}}
cases:
  - {name: {zh: 甲, en: a}, line: {facts: {acts: [sell]}}, want: {grade: none}, sources: [s]}
`
	smallCirculation = "kind: circulation\n" + smallHead + `table:
  - {id: a, when: {informed: true, public_use: [true, false]}, then: can, ` + smallBasis + `}
  - {id: b, when: {identified: {not: true}}, then: cannot, ` + smallBasis + `}
  - {id: c, then: outside, ` + smallBasis + `}
`
	smallBreach = "kind: breach_duties\n" + smallHead + `grades: [{grade: major, measure: persons, at_least: 5, sources: [s], certainty: text}]
duties:
  - {id: a, when: {operator: [cii, other]}, who: {zh: 甲, en: a}, to: {zh: 甲, en: a}, starts: found, limit: {n: 1, unit: hours}, ` + smallBasis + `}
`
)

func FuzzPack(f *testing.F) {
	for _, seed := range []string{smallSeriousness, smallCirculation, smallBreach, "kind: clauses\n" + smallHead} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Load(data, "fuzz.yaml")
		if err == nil {
			RunCases(p)
		}
	})
}
