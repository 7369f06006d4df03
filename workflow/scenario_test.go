package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// scene is one case in the small organisation, told step by step.
type scene struct {
	t     *testing.T
	parts roles.Parts
	org   *roles.Org
	now   time.Time
	n     byte
	store *tables
	id    record.ID
}

func newScene(t *testing.T, accused ...roles.Party) *scene {
	return newSceneIn(t, rolestest.Small(), accused...)
}

func newSceneIn(t *testing.T, parts roles.Parts, accused ...roles.Party) *scene {
	s := &scene{t: t, parts: parts, org: rolestest.Must(parts), now: rolestest.Epoch.Add(24 * time.Hour), store: newTables()}
	f := &workflow.Filing{
		ReportID: rolestest.ID("report"), Reference: "GZ-00000-00000", Title: "title", Narrative: "narrative",
		Violation: "leak", Region: "440305", Sector: "internet", FilerKind: "anonymous", Accused: accused,
	}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: roles.Actor{Role: roles.Citizen}, Seed: s.seed(), Filing: f}, s.env())
	require.NoError(t, err)
	s.id = c.Incidents[0].ID
	s.store.apply(t, c)
	return s
}

func (s *scene) env() workflow.Env { return workflow.Env{Now: s.now, Org: s.org, Rules: rules} }

func (s *scene) seed() record.Seed { s.n++; return record.Seed{s.n} }

func (s *scene) try(who string, c workflow.Command) error {
	s.t.Helper()
	c.Seed, c.Actor = s.seed(), s.person(who)
	if c.Reason == "" {
		c.Reason = "for this reason"
	}
	if c.Action == workflow.Reject && c.Ground == "" {
		c.Ground = workflow.GroundNoViolation
	}
	change, err := workflow.Decide(s.store.world(s.id), c, s.env())
	if err == nil {
		s.store.apply(s.t, change)
	}
	return err
}

func (s *scene) do(who string, c workflow.Command) {
	s.t.Helper()
	require.NoError(s.t, s.try(who, c))
}

func (s *scene) act(who string, actions ...workflow.Action) {
	s.t.Helper()
	for _, a := range actions {
		s.do(who, workflow.Command{Action: a, Outcome: &record.Outcome{Founded: true, Path: "administrative"}})
	}
}

// confirm lets a second person confirm the one open proposal.
func (s *scene) confirm(who string) {
	s.t.Helper()
	s.do(who, workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID})
}

func (s *scene) person(who string) roles.Actor {
	if who == "system" {
		return roles.Actor{Role: roles.System}
	}
	p, ok := s.org.Person(rolestest.ID(who + " person"))
	require.True(s.t, ok, who)
	return roles.Actor{Person: p.ID, Role: p.Role}
}

func (s *scene) lead() record.Duty {
	d, ok := s.store.world(s.id).Lead()
	require.True(s.t, ok, "an open case has a lead duty")
	return d
}

// sleepUntil moves the clock and lets time have its effect.
func (s *scene) at(when time.Time) {
	s.t.Helper()
	s.now = when
	s.act("system", workflow.TimePassed)
}

func (s *scene) state() record.State { return s.store.incidents[s.id].State }

func (s *scene) leadPost() roles.ID { return s.lead().Post }
