package workflow_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// machine drives random commands over one case in a random organisation.
type machine struct {
	t          *rapid.T
	parts      roles.Parts
	org        *roles.Org
	rules      workflow.Rules
	now        time.Time
	n          uint64
	orgVersion int64
	store      *tables
	id         record.ID
	holder     roles.ID // whoever answered for the lead duty last
}

func (m *machine) env() workflow.Env { return workflow.Env{Now: m.now, Org: m.org, Rules: m.rules} }

func (m *machine) seed() record.Seed {
	m.n++
	var s record.Seed
	copy(s[:], fmt.Sprintf("seed %d", m.n))
	return s
}

var rules = workflow.NewRulebooks(clock.Default())

func newMachine(t *rapid.T, parts roles.Parts, accused []roles.Party) *machine {
	matter := rapid.SampledFrom(matters).Draw(t, "matter")
	m := &machine{t: t, parts: parts, org: rolestest.Must(parts), rules: rules, now: rolestest.Epoch.Add(time.Hour), store: newTables()}
	f := &workflow.Filing{
		ReportID: rolestest.ID("report"), Reference: "GZ-00000-00000", Title: "t", Narrative: "n", Violation: "leak",
		Region: "440300", Sector: "internet", FilerKind: "anonymous", Accused: accused, Matter: matter, Detail: detailOf(matter),
	}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: filerOf(matter), Seed: m.seed(), Filing: f}, m.env())
	require.NoError(t, err)
	m.id = c.Incidents[0].ID
	m.store.public = true
	m.store.apply(t, c)
	m.check()
	return m
}

// do decides twice, requires the same bytes, applies and checks.
func (m *machine) do(c workflow.Command) (record.Change, error) {
	return m.doIn(m.store.world(m.id), c)
}

func (m *machine) doIn(w workflow.World, c workflow.Command) (record.Change, error) {
	w.Receipt = w.Receipt || c.Action == workflow.ConfirmOutcome // only the filer may
	c.Seed = m.seed()
	if c.Action == workflow.Recuse {
		c.Org = &workflow.OrgOrder{Version: m.orgVersion}
	}
	if slices.Contains(workflow.RespondentActs, c.Action) {
		w.Served, w.ServedAs, c.Actor = &record.Service{Respondent: rolestest.ID("respondent")}, "holder", roles.Actor{Role: roles.Respondent}
	}
	windows := windowsOf(w)
	before := m.liveDues()
	change, err := workflow.Decide(w, c, m.env())
	again, err2 := workflow.Decide(w, c, m.env())
	require.Equal(m.t, err, err2)
	require.Equal(m.t, canonical(change), canonical(again), "Decide twice on the same input")
	require.Empty(m.t, cmp.Diff(change, again, cmpopts.EquateEmpty()))
	if c.Action == workflow.TimePassed {
		narrow, err3 := workflow.Decide(w.ForTime(), c, m.env())
		require.Equal(m.t, err, err3)
		require.Empty(m.t, cmp.Diff(change, narrow, cmpopts.EquateEmpty()), "time needs no more of a case than ForTime gives")
	}
	if err != nil {
		return change, err
	}
	if c.Action == workflow.Confirm {
		p, _ := w.Proposal(c.Proposal)
		require.NotEqual(m.t, p.ProposedBy, c.Actor.Person, "nobody confirms their own proposal")
	}
	m.store.apply(m.t, change)
	m.follow(change)
	m.check()
	m.checkDues(c.Action, before)
	m.checkWindows(c, windows)
	m.checkFlood(w, c, change)
	return change, nil
}

// follow puts a tie that a recusal wrote into the organisation.
func (m *machine) follow(change record.Change) {
	if change.Org == nil {
		return
	}
	org, err := workflow.Revise(m.org, *change.Org)
	require.NoError(m.t, err)
	m.org, m.parts, m.orgVersion = org, org.Parts, m.orgVersion+1
}

func canonical(c record.Change) []byte {
	var all []byte
	for _, e := range c.Events {
		all = append(all, e.Canonical...)
	}
	return all
}
