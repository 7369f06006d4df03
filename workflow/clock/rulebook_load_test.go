package clock

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// smallBook is the shortest good rulebook; each case breaks it in one place.
const smallBook = `id: xx
version: "1"
jurisdiction: CN
name: {zh: 甲, en: a}
valid_from: 2026-01-01
rules:
  - kind: triage
    name: {zh: 甲, en: a}
    limit: {n: 7, unit: working_days}
    ladder:
      - {level: 1, n: 3, unit: working_days}
      - {level: 2, n: 2, unit: working_days}
    calendar: cn
    source: {title: {zh: 甲, en: a}, locator: {zh: 一, en: "1"}}
    certainty: text
    demo: {limit: {n: 9, unit: seconds}}
grounds:
  - id: illness
    name: {zh: 甲, en: a}
    longest: {n: 3, unit: months}
    source: {title: {zh: 甲, en: a}, locator: {zh: 一, en: "1"}}
    certainty: text
`

func TestLoad(t *testing.T) {
	rb, err := Load([]byte(smallBook), "b.yaml")
	require.NoError(t, err)
	require.Equal(t, "xx", rb.ID)
	require.Len(t, rb.Rules(), 1)
}

func TestFaultsAreLocated(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"version:", "versoin:", `b.yaml:2:1: unknown field "versoin"`}, //nolint:misspell // wrong on purpose
		{"unit: working_days}\n    ladder", "unit: fortnights}\n    ladder", "b.yaml:9:13: unit must be one of"},
		{"{n: 7,", "{n: -7,", "b.yaml:9:13: n must be between"},
		{"{n: 7,", "{n: 0,", "b.yaml:9:13: n must be between"},
		{"{n: 7,", "{n: 99999,", "b.yaml:9:13: n must be between"},
		{"{n: 7,", "{n: seven,", "b.yaml:9:16: cannot unmarshal"},
		{"{n: 7,", "{n: 7.5,", "b.yaml:9:16: numbers must be plain"},
		{"{n: 7,", "{n: 010,", "b.yaml:9:16: numbers must be plain"},
		{"{n: 7, unit: working_days}", "{n: 7, unit: seconds}", "b.yaml:9:13: seconds are allowed in demo only"},
		{"    limit: {n: 7, unit: working_days}\n", "", "b.yaml:7:5: limit: missing"},
		{"level: 2,", "level: 3,", "b.yaml:12:10: ladder: level 2 is expected here"},
		{"level: 1, n: 3", "level: 1, n: -3", "b.yaml:11:10: n must be between"},
		{"calendar: cn", "calendar: mars", "b.yaml:13:15: calendar: unknown"},
		{"    calendar: cn\n", "", "b.yaml:7:5: calendar: unknown"},
		{"    source: {title: {zh: 甲, en: a}, locator: {zh: 一, en: \"1\"}}\n    certainty: text\n    demo", "    certainty: text\n    demo", "b.yaml:7:5: source: title and locator"},
		{"certainty: text\n    demo", "certainty: sure\n    demo", "b.yaml:15:16: certainty: must be one of"},
		{"certainty: text\n    demo", "certainty: inferred\n    demo", "b.yaml:7:5: note: zh and en"},
		{"kind: triage", "kind: Triage!", "b.yaml:7:11: kind:"},
		{"valid_from: 2026-01-01", "valid_from: soon", "b.yaml:5:13: valid_from: a date"},
		{"valid_from: 2026-01-01\n", "", "valid_from: missing"},
		{"valid_from: 2026-01-01", "valid_from: 2026-01-01\nvalid_to: 2025-01-01", "b.yaml:6:11: valid_to: lies before"},
		{"kind: triage\n", "kind: triage\n    valid_from: 2025-01-01\n", "b.yaml:8:17: validity: reaches beyond"},
		{"    ladder:\n      - {level: 1, n: 3, unit: working_days}\n      - {level: 2, n: 2, unit: working_days}\n", "", "b.yaml:7:5: ladder: missing"},
		{"longest: {n: 3", "longest: {n: -3", "b.yaml:20:15: n must be between"},
		{"id: xx", "id: xx\nid: yy", "b.yaml:2:1: "},
		{"id: xx", "id: &a xx", "anchors, aliases, merges and tags"},
		{"id: xx", "id: !!str xx", "anchors, aliases, merges and tags"},
		{"id: xx", "id: [xx", "b.yaml:2:1: "},
		{"grounds:", "---\ngrounds:", "exactly one YAML document"},
		{"jurisdiction: CN\n", "", "b.yaml:1:1: jurisdiction: missing"},
	} {
		broken := strings.Replace(smallBook, c.old, c.new, 1)
		require.NotEqual(t, smallBook, broken, c.old)
		_, err := Load([]byte(broken), "b.yaml")
		require.ErrorContains(t, err, c.want, c.new)
		var located *LoadError
		require.True(t, errors.As(err, &located), c.new)
	}
}

func TestValidityOfOneKind(t *testing.T) {
	rule := smallBook[strings.Index(smallBook, "  - kind: triage"):strings.Index(smallBook, "grounds:")]
	second := strings.Replace(rule, "kind: triage\n", "kind: triage\n    valid_from: 2026-07-01\n", 1)
	second = strings.Replace(second, "{n: 7,", "{n: 5,", 1)
	_, err := Load([]byte(strings.Replace(smallBook, "grounds:", second+"grounds:", 1)), "b.yaml")
	require.ErrorContains(t, err, "b.yaml:17:11: validity overlaps")

	bounded := strings.Replace(smallBook, "kind: triage\n", "kind: triage\n    valid_to: 2026-06-30\n", 1)
	rb, err := Load([]byte(strings.Replace(bounded, "grounds:", second+"grounds:", 1)), "b.yaml")
	require.NoError(t, err)
	first, _ := rb.Rule("triage", shanghai(t, "2026-06-30 23:59"))
	require.Equal(t, 7, first.Limit.N)
	next, _ := rb.Rule("triage", shanghai(t, "2026-07-01 00:00"))
	require.Equal(t, 5, next.Limit.N)
}

func TestAllFaultsAtOnce(t *testing.T) {
	broken := strings.NewReplacer("n: 7", "n: 0", "calendar: cn", "calendar: mars").Replace(smallBook)
	_, err := Load([]byte(broken), "b.yaml")
	require.ErrorContains(t, err, "b.yaml:9:13")
	require.ErrorContains(t, err, "b.yaml:13:15")
}

func TestHostileFiles(t *testing.T) {
	for _, data := range []string{
		"", "\x00", strings.Repeat("[", 1000), strings.Repeat("a", maxSource+1), strings.Repeat("- ", 20_000),
		"rules: {}", "rules: [null]", "grounds: [~]", "null", "- a", "a: *b",
	} {
		_, err := Load([]byte(data), "b.yaml")
		require.Error(t, err)
		require.NotContains(t, err.Error(), "\n>", "no source is quoted")
	}
}

// Whatever the bytes, a loader returns: a rulebook that can count, or an error.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(smallBook))
	f.Add(rulesCN)
	f.Add(calendarCN)
	f.Add([]byte("rules: [{kind: a, limit: {n: 1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := LoadCalendar(data, "f.yaml"); err == nil {
			Due(shanghai(t, "2026-03-02 10:00"), Limit{30, WorkingDays}, c)
		}
		rb, err := Load(data, "f.yaml")
		if err != nil {
			return
		}
		for _, r := range rb.Demo().Rules() {
			if !r.Certainty.known() || r.Limit.Validate() != nil || len(r.Ladder) == 0 {
				t.Errorf("a rule passed that should not have")
			}
		}
		rb.Markdown("en")
	})
}
