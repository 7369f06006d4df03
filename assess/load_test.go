package assess

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// broken loads an embedded pack after replacing old, once, by something else.
func broken(t *testing.T, name, old, replacement string) error {
	t.Helper()
	data, err := os.ReadFile("packs/" + name)
	require.NoError(t, err)
	require.Contains(t, string(data), old)
	_, err = Load([]byte(strings.Replace(string(data), old, replacement, 1)), name)
	return err
}

func TestFaultsOfPacksAreNamedAndLocated(t *testing.T) {
	const s, d, c, b, l = "cn-seriousness.yaml", "cn-disclosure.yaml", "cn-circulation.yaml", "cn-breach.yaml", "cn-clauses.yaml"
	for _, x := range []struct{ file, old, new, want string }{
		// unknown names
		{s, "kind: seriousness", "kind: severity", "kind: must be seriousness, disclosure"},
		{s, "thresholds:\n", "treshholds:\n", `unknown field "treshholds"`},
		{s, "at_least: 50}", "at_lest: 50}", `unknown field "at_lest"`},
		{s, `{item: "5.1.3", acts: [acquire, sell, provide, buy`, `{item: "5.9.3", acts: [acquire, sell, provide, buy`, "item: not an item of this pack"},
		{s, `of: [track, communication_content`, `of: [trak, communication_content`, "unknown category"},
		{s, "flags: [used_for_crime]", "flags: [used_for_krime]", "not the name of a yes-or-no fact"},
		{s, "any_consequence: [death", "any_consequence: [deaf", "unknown consequence"},
		{s, `acts: [sell, provide], when: {flags: [in_duty]}`, `acts: [sell, lend], when: {flags: [in_duty]}`, "unknown act"},
		{s, "measure: illegal_income_cny", "measure: income", "measure: must be pieces"},
		{s, "  - id: other\n", "  - id: others\n", "not a category of facts.pieces"},
		{s, "requires: [gains_returned", "requires: [gains", "requires: not the name"},
		{d, "then: criminal_referral", "then: prison", "then: must be one of"},
		{d, "{negligent: true, refused_order: true}", "{careless: true}", "when: unknown fact"},
		{d, "purpose: {not: consistent}", "purpose: {not: same}", "when: purpose must be one of"},
		{c, "party: user", "party: thief", "party: must be one of"},
		{b, "unit: hours", "unit: moons", "limit: a positive number of"},
		{l, "industries: [internet]", "industries: [magic]", "unknown industry"},
		// wrong types
		{s, "at_least: 50}", "at_least: fifty}", "cannot unmarshal"},
		{s, "at_least: 50}", "at_least: 50.5}", "numbers must be plain decimal integers"},
		{s, "at_least: 50}", "at_least: 050}", "numbers must be plain decimal integers"},
		{s, "at_least: 50}", "at_least: 0}", "at_least: must be from 1"},
		{s, "at_least: 50}", "at_least: -50}", "at_least: must be from 1"},
		{s, `times: "1/2"`, `times: "0.5"`, "times: a fraction"},
		{s, `times: "1/2"`, `times: "1/0"`, "times: a fraction"},
		{s, "open: true", "open: perhaps", "cannot unmarshal"},
		{s, "certainty: text", "certainty: sure", "certainty: must be one of"},
		{s, "valid_from: 2017-06-01", "valid_from: 2017-06-31", "valid_from: must be a date"},
		{s, "jurisdiction: CN", "jurisdiction: China", "jurisdiction: a code"},
		{d, "knew: false", "knew: 0", "when: knew must be one of"},
		{d, "negligent: true}", "negligent: {is: true}}", "when: a value, a list of values or"},
		// citations to nowhere, missing texts
		{s, "sources: [fs-5-1, cl-99]", "sources: [fs-5-1, cl-98]", `sources: "cl-98" is not a source of this pack`},
		{d, "sources: [s3-4-3, cl-253-1]", "sources: [s3-9-9]", `"s3-9-9" is not a source`},
		{s, "sources: [gc-193]\n    certainty: case", "sources: []\n    certainty: case", "sources: at least one is required"},
		{s, `en: art. 99`, `en: ""`, "locator: zh and en are required"},
		// rows that decide nothing, gaps
		{s, "  - {item: \"5.1.5\", acts: [acquire, sell, provide], measure: pieces, of: [other], at_least: 5000}\n", "", "item 5.1.5: no row leads to it"},
		{s, "of: [track, communication_content, credit, property], at_least: 50}", "of: [track, credit, property], at_least: 50}", "category communication_content: gap, no row counts it"},
		{s, "thresholds:\n", "thresholds:\n  - {item: \"5.1.5\", acts: [sell], measure: pieces, of: [other], at_least: 6000}\n", "unreachable: another row of item 5.1.5"},
		{s, "unless_acts: [sell, provide]", "unless_acts: [sell, buy_for_lawful_business]", "rules out every act of the row: unreachable"},
		{s, `of_items: ["5.1.3", "5.1.4", "5.1.5"]`, `of_items: ["5.1.3", "5.1.9"]`, "exactly one row that counts pieces"},
		{s, `item: "5.1.2", acts`, `item: "5.1.10", acts`, "open items are for people"},
		{s, `unless_met: ["5.1.3"`, `unless_met: ["5.1.6"`, "unless_met: must name another item"},
		{d, "  - id: voluntary-reuse\n    when: {disclosure: voluntary}", "  - id: voluntary-reuse\n    when: {disclosure: voluntary, sensitive: true}", "gap: no row for disclosure voluntary"},
		{d, "when: {disclosure: voluntary, refused: true}", "when: {negligent: true, sold: true}", "unreachable: earlier rows match"},
		{d, "id: voluntary-refused", "id: voluntary-serious", "id: listed twice"},
		{c, "informed: false, identified: false, public_use: false}\n    then: cannot", "informed: false, identified: true, public_use: false}\n    then: cannot", "gap: no row for"},
		{c, "mechanism: utilization", "mechanism: authorization", "listed twice"},
		{b, "at_least: 10000000,", "at_least: 100000000,", "unreachable: an earlier row"},
		// validity
		{b, "valid_from: 2025-11-01", "valid_from: 2020-01-01", "validity: outside that of the pack"},
		{l, "valid_from: 2021-11-01\n", "valid_from: 2021-11-01\n    valid_to: 2020-01-01\n", "valid_to: before valid_from"},
		// tricks
		{s, "id: fs-3", "id: &x fs-3", "anchors, aliases, merges and tags"},
		{s, "jurisdiction: CN\n", "jurisdiction: CN\njurisdiction: EU\n", "already defined"},
	} {
		err := broken(t, x.file, x.old, x.new)
		require.ErrorContains(t, err, x.want, x.new)
		var fault *LoadError
		require.True(t, errors.As(err, &fault), x.new)
		require.Equal(t, x.file, fault.File)
		require.Positive(t, fault.Line, x.want)
		require.Positive(t, fault.Column, x.want)
	}
}

func TestFaultPointsAtTheLine(t *testing.T) {
	data, err := os.ReadFile("packs/cn-seriousness.yaml")
	require.NoError(t, err)
	before, _, _ := strings.Cut(string(data), "at_least: 50}")
	err = broken(t, "cn-seriousness.yaml", "at_least: 50}", "at_least: 0}")
	var fault *LoadError
	require.True(t, errors.As(err, &fault))
	require.Equal(t, strings.Count(before, "\n")+1, fault.Line)
	lastLine := before[strings.LastIndex(before, "\n")+1:]
	require.Equal(t, len(lastLine)+len("at_least: ")+1, fault.Column)
}

func TestHostileFiles(t *testing.T) {
	for name, data := range map[string]string{
		"empty":           "",
		"two documents":   "kind: clauses\n---\nkind: clauses\n",
		"deep brackets":   "kind: " + strings.Repeat("[", 5000),
		"deep indents":    "a:\n" + strings.Repeat(" ", 500) + "b: 1\n",
		"huge":            "kind: seriousness\n#" + strings.Repeat("x", maxPack),
		"a list":          "- kind: seriousness\n",
		"kind is a list":  "kind: [seriousness]\n",
		"only the kind":   "kind: seriousness\n",
		"broken brackets": "kind: seriousness\nitems: [\n",
	} {
		_, err := Load([]byte(data), "x.yaml")
		require.Error(t, err, name)
		require.True(t, strings.HasPrefix(err.Error(), "x.yaml:"), "%s: %s", name, err)
	}
}

func TestVersionsOfClausesFollowEachOther(t *testing.T) {
	clause := func(from, to string) string {
		return "  - {id: c-1, law: {zh: 法, en: law}, locator: {zh: 条, en: art}, brief: {zh: 要, en: brief}, industries: [all], " +
			"uses: [finding], valid_from: " + from + to + ", certainty: text}\n"
	}
	head := "kind: clauses\nid: x\nversion: \"1\"\njurisdiction: CN\nname: {zh: 甲, en: a}\nvalid_from: 2020-01-01\nclauses:\n"
	first := clause("2020-01-01", ", valid_to: 2021-12-31")
	for second, want := range map[string]string{
		clause("2022-01-01", ""): "",
		clause("2022-01-02", ""): "validity leaves a gap",
		clause("2021-12-31", ""): "validity overlaps",
	} {
		p, err := LoadClauses([]byte(head+first+second), "x.yaml")
		if want != "" {
			require.ErrorContains(t, err, want)
			continue
		}
		require.NoError(t, err)
		require.Len(t, p.Find("", "", "2021-06-01"), 1)
		old, ok := p.Clause("c-1", "2021-12-31")
		require.True(t, ok)
		require.Equal(t, "2021-12-31", old.To)
		_, err = p.Cite([]string{"c-1", "c-2"}, "2021-12-31")
		require.Error(t, err)
	}
}

func TestCatalogueHasTheDutiesOfProcessors(t *testing.T) {
	p, err := FindAs[*ClausePack](Default(), KindClauses, "CN", "")
	require.NoError(t, err)
	for _, id := range []string{"pipl-51", "pipl-52", "pipl-53", "pipl-54", "pipl-55", "pipl-56", "pipl-57", "pipl-58"} {
		_, ok := p.Clause(id, "")
		require.True(t, ok, id)
	}
	has := func(industry string) bool {
		for _, c := range p.Find(industry, "finding", "") {
			if c.ID == "pipl-58" {
				return true
			}
		}
		return false
	}
	require.True(t, has("internet"))
	require.False(t, has("health"))
}
