package workflow_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func sold(category string, pieces int) workflow.Command {
	facts, _ := json.Marshal(map[string]any{"facts": map[string]any{"acts": []string{"sell"}, "pieces": map[string]int{category: pieces}}})
	return workflow.Command{Action: workflow.Assess, Assess: &workflow.Assessment{Kind: "seriousness", Facts: facts}}
}

// change decides a command on the scene without writing it.
func (s *scene) change(who string, c workflow.Command) (record.Change, error) {
	c.Seed, c.Actor = s.seed(), s.person(who)
	return workflow.Decide(s.store.world(s.id), c, s.env())
}

// TestAFindingMovesNoClockAndBreaksNoIfMatch: it stands on the stream of the
// correspondence, names its pack and is committed to by its hash.
func TestAFindingMovesNoClockAndBreaksNoIfMatch(t *testing.T) {
	s := newScene(t)
	before, lead := s.store.incidents[s.id], s.lead()
	c, err := s.change("city/officer", sold("track", 50))
	require.NoError(t, err)
	s.store.apply(t, c)
	require.Equal(t, before, s.store.incidents[s.id])
	require.Equal(t, lead, s.lead())
	require.Empty(t, c.Duties)
	require.Len(t, c.Events, 1)
	require.Len(t, c.Findings, 1)
	f, e := c.Findings[0], c.Events[0]
	require.Equal(t, record.SubjectCorrespondence, e.Subject.Kind)
	require.Equal(t, "finding.recorded", e.Kind)
	require.Equal(t, s.person("city/officer").Person, e.Actor.Person)
	require.Equal(t, "serious", f.Answer)
	require.Equal(t, []string{"cn-seriousness", "CN", "seriousness"}, []string{f.Pack, f.Jurisdiction, f.Kind})
	require.Equal(t, f.Version, e.Facts.Finding.Version)
	require.Equal(t, f.Hash(), e.Facts.Content[0].Hash, "the event commits to the finding's bytes")
	f.Body = append([]byte{' '}, f.Body...)
	require.NotEqual(t, f.Hash(), e.Facts.Content[0].Hash)
	require.NotContains(t, string(e.Canonical), "serious\"", "what it says stands beside the event, never in it")
}

// TestAFindingIsWhatThePackSays: the caller brings facts, never an answer.
func TestAFindingIsWhatThePackSays(t *testing.T) {
	s := newScene(t)
	c, err := s.change("city/officer", sold("other", 4999))
	require.NoError(t, err)
	f := c.Findings[0]
	require.Equal(t, "none", f.Answer)
	pack, ok := assess.Default().Pack(assess.Ref{ID: f.Pack, Version: f.Version})
	require.True(t, ok)
	_, body, err := assess.FindingOf(pack, f.Facts)
	require.NoError(t, err)
	require.Equal(t, string(body), string(f.Body), "the kept facts give the kept finding")
}

func TestAnOverrideStandsBesideTheFinding(t *testing.T) {
	s := newScene(t)
	c, err := s.change("city/officer", sold("track", 50))
	require.NoError(t, err)
	s.store.apply(t, c)
	override := workflow.Command{Action: workflow.OverrideFinding, Finding: &c.Findings[0], Answer: "none", Reason: "the points were standstill"}
	o, err := s.change("city/supervisor", override)
	require.NoError(t, err)
	require.Len(t, o.Overrides, 1)
	require.Empty(t, o.Findings)
	require.Equal(t, c.Findings[0].ID, o.Overrides[0].Finding)
	require.Equal(t, s.person("city/supervisor").Person, o.Overrides[0].By)
	require.Equal(t, "the points were standstill", o.Texts[0].Body)
	require.Equal(t, record.OverrideField(o.Overrides[0].ID), o.Texts[0].Field)
	require.Equal(t, "finding.overridden", o.Events[0].Kind)
	require.Equal(t, c.Findings[0].By, o.Events[0].Facts.Finding.By, "whoever recorded it can be told")
	require.NotContains(t, string(o.Events[0].Canonical), "standstill")
}

// TestTricksWithFindings: each would let somebody put words into the law's mouth.
func TestTricksWithFindings(t *testing.T) {
	s := newScene(t)
	made, err := s.change("city/officer", sold("track", 50))
	require.NoError(t, err)
	elsewhere := made.Findings[0]
	elsewhere.Incident = id("another case")
	override := func(f *record.Finding, answer string) workflow.Command {
		return workflow.Command{Action: workflow.OverrideFinding, Finding: f, Answer: answer, Reason: "because"}
	}
	facts := func(kind, line string) workflow.Command {
		return workflow.Command{Action: workflow.Assess, Assess: &workflow.Assessment{Kind: kind, Facts: []byte(line)}}
	}
	long := facts("seriousness", string(make([]byte, 70_000)))
	nowhere := sold("track", 1)
	nowhere.Assess.Jurisdiction = "XX"
	for name, c := range map[string]struct {
		who  string
		do   workflow.Command
		code string
	}{
		"a finding of another case":    {"city/officer", override(&elsewhere, "none"), "finding_unknown"},
		"no finding at all":            {"city/officer", override(nil, "none"), "finding_unknown"},
		"an answer of another kind":    {"city/officer", override(&made.Findings[0], "criminal_referral"), "answer_unknown"},
		"the same answer":              {"city/officer", override(&made.Findings[0], "serious"), "answer_same"},
		"somebody elsewhere overrides": {"other city/officer", override(&made.Findings[0], "none"), ""},
		"a citizen assesses":           {"citizen", sold("track", 50), ""},
		"an unknown kind":              {"city/officer", facts("clauses", `{}`), "finding_kind"},
		"an unknown fact":              {"city/officer", facts("seriousness", `{"facts":{"grade":"none"}}`), "fact_refused"},
		"a remark with a name":         {"city/officer", facts("disclosure", `{"disclosure":"voluntary","facts":{"who":"x"}}`), "fact_refused"},
		"facts without end":            {"city/officer", long, "too_long"},
		"a jurisdiction without rules": {"city/officer", nowhere, "no_pack"},
		"without facts":                {"city/officer", workflow.Command{Action: workflow.Assess}, "finding_kind"},
	} {
		actor := roles.Actor{Role: roles.Citizen, Person: id("citizen")}
		if p, ok := s.org.Person(id(c.who + " person")); ok {
			actor = roles.Actor{Person: p.ID, Role: p.Role}
		}
		c.do.Actor, c.do.Seed = actor, s.seed()
		_, err := workflow.Decide(s.store.world(s.id), c.do, s.env())
		refusal, ok := workflow.AsRefusal(err)
		require.True(t, ok, "%s: %v", name, err)
		if c.code != "" {
			require.Equal(t, c.code, refusal.Code, name)
		}
	}
	reasonless := override(&made.Findings[0], "none")
	reasonless.Reason = " "
	_, err = s.change("city/officer", reasonless)
	require.ErrorContains(t, err, "reason")
	silent, err := s.change("city/officer", facts("seriousness", `{"facts":{"grade_of_somebody":"none"}}`))
	require.Empty(t, silent.Events)
	require.ErrorContains(t, err, "grade_of_somebody", "the unknown fact is named")
}
