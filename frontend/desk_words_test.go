package frontend

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// everyEvent is every kind of event that can be recorded.
func everyEvent() []string {
	kinds := []string{workflow.DeniedEvent, workflow.ProposedEvent, workflow.BreachEvent, workflow.RecusalEvent, workflow.SampleDrawn, "organisation.proposed", "organisation.declined"}
	for _, row := range workflow.Transitions {
		kinds = append(kinds, row.Event)
	}
	for _, m := range workflow.Matters {
		kinds = append(kinds, m.Event)
	}
	for _, row := range publication.Transitions {
		kinds = append(kinds, row.Event)
	}
	for _, act := range workflow.OrgActs {
		kinds = append(kinds, "organisation."+string(act))
	}
	return kinds
}

func requireWord(t *testing.T, key string) {
	t.Helper()
	for _, lang := range locale.All() {
		require.True(t, locale.For(lang).Has(key), "%s in %s", key, lang)
	}
}

func TestEveryEventKindIsWorded(t *testing.T) {
	for _, kind := range everyEvent() {
		requireWord(t, eventKey(kind))
	}
	written := regexp.MustCompile(`"((?:report|opinion|inquiry|request|application|matter|breach|incident|historical|duty|transfer|proposal|comment|finding|question|evidence|sealed|sample|explanation|publication|organisation)\.[a-z_]+)"`)
	for _, folder := range []string{"../workflow", "../publication"} {
		for _, kind := range matches(t, folder, written) {
			require.True(t, slices.Contains(everyEvent(), kind), "the domain writes %q, which no table lists", kind)
		}
	}
}

// matches are the first groups of a pattern in a folder's source without its tests.
func matches(t *testing.T, folder string, pattern *regexp.Regexp) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var found []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, m := range pattern.FindAllStringSubmatch(string(text), -1) {
			found = append(found, m[1])
		}
	}
	return found
}

func TestEveryRefusalIsWorded(t *testing.T) {
	refusals := regexp.MustCompile(`[rR]efuse\([\w.]+, [^,]+, "([a-z_]+)"`)
	for _, folder := range []string{"../workflow", "../publication", "../record"} {
		for _, code := range matches(t, folder, refusals) {
			requireWord(t, "refused."+code)
		}
	}
}

func TestEveryActAndCodeIsWorded(t *testing.T) {
	for _, row := range workflow.Transitions {
		if _, ok := decisions(row.Action); ok {
			requireWord(t, "case.act_"+string(row.Action))
		}
	}
	for _, row := range publication.Transitions {
		requireWord(t, "case.act_"+string(row.Action))
		requireWord(t, "case.act_"+string(row.Action)+"_hint")
	}
	for _, act := range workflow.OrgActs {
		requireWord(t, "worker.org_"+string(act))
		requireWord(t, "worker.org_"+string(act)+"_hint")
	}
	for _, r := range clock.Default().Rules() {
		requireWord(t, "case.duty_"+r.Kind)
	}
	for _, path := range workflow.Paths {
		requireWord(t, "case.path_"+path)
	}
	for _, v := range publication.Verifications {
		requireWord(t, "case.verification_"+v)
	}
	for _, s := range []record.DutyState{record.Armed, record.Paused, record.Discharged, record.Missed, record.Cancelled} {
		requireWord(t, "case.clock_"+string(s))
	}
	for _, row := range workflow.Transitions {
		for _, result := range workflow.ResultsOf(row.Action) {
			if slices.Contains(row.Fields, "result") {
				requireWord(t, "case.result_"+result)
			}
		}
	}
	for _, kind := range workflow.TieKinds {
		requireWord(t, "worker.tie_"+kind)
	}
	for _, field := range workflow.SealedFields {
		requireWord(t, "case.sealed_"+field)
	}
}

func TestEveryKeyOfTheDeskExists(t *testing.T) {
	keys := regexp.MustCompile(`\bK\("([a-z]+\.[a-z0-9_]*[a-z0-9])"[,)]`)
	for _, key := range matches(t, ".", keys) {
		requireWord(t, key)
	}
}

// TestEveryEventIsToldWithItsFacts renders each kind in both languages with everything that facts can hold.
func TestEveryEventIsToldWithItsFacts(t *testing.T) {
	s := deskSight("shenzhen/leader")
	agency := deskID(70)
	facts := record.Facts{
		Agency: &agency, Outcome: &record.Outcome{Founded: true, Path: "civil"}, FilerKind: "named",
		Opened: []record.Duty{{Kind: "triage"}, {Kind: "triage", Level: 1}}, Ended: []record.DutyEnd{{State: record.Missed}},
		Moved: []record.DutyMove{{}}, Rescaled: []record.DutyDue{{State: record.Paused, Ground: clock.GroundForceMajeure}, {State: record.Armed}},
		Proposal: &record.Proposal{Action: "close"}, Transfer: &record.Transfer{}, Notice: &record.PublicNotice{Reference: "PN-1"},
		Public: &record.PublicFacts{To: record.Published, Number: 2}, Reading: &record.ReadingFacts{Field: "contact"},
		Tasks: []record.Task{{Result: "upheld"}},
		Org:   &record.OrgFacts{Act: "leave", Person: deskID(71)},
	}
	for _, kind := range everyEvent() {
		event := s.event(workflow.TimelineEntry{Kind: kind, At: noon, Who: "system", Facts: facts, Text: "因为"})
		for _, lang := range locale.All() {
			p := locale.For(lang)
			for _, text := range []Text{event.Title, event.By, event.When, event.Text} {
				require.NotContains(t, text.In(p), "⟦", kind)
				require.NotContains(t, text.In(p), "{", "%s: a placeholder is left", kind)
			}
			require.NotEqual(t, kind, event.Title.In(p))
		}
	}
}
