package workflow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
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
}

func (m *machine) env() workflow.Env { return workflow.Env{Now: m.now, Org: m.org, Rules: m.rules} }

func (m *machine) seed() record.Seed {
	m.n++
	var s record.Seed
	copy(s[:], fmt.Sprintf("seed %d", m.n))
	return s
}

var rules = workflow.NewRulebooks(clock.Default())

// matters are all that can be filed, incidents as often as all others together.
var matters = []record.Matter{
	record.MatterIncident, record.MatterIncident, record.MatterIncident, record.MatterIncident,
	record.MatterOpinion, record.MatterInquiry, record.MatterRequest, record.MatterApplication,
}

func filerOf(m record.Matter) roles.Actor {
	switch m {
	case record.MatterOpinion:
		return roles.Actor{Person: rolestest.ID("filer"), Role: roles.Organization, Organization: rolestest.ID("filing body")}
	case record.MatterInquiry:
		return roles.Actor{Person: rolestest.ID("filer"), Role: roles.Media, Organization: rolestest.ID("filing body")}
	default:
		return roles.Actor{Role: roles.Citizen}
	}
}

func detailOf(m record.Matter) *record.Detail {
	switch m {
	case record.MatterRequest:
		return &record.Detail{Request: &record.DataRequest{Report: rolestest.ID("report"), Right: "erasure", Asked: "refused", Consent: true}}
	case record.MatterApplication:
		return &record.Detail{Application: &record.Application{Report: rolestest.ID("report"), Kind: "media", Name: "A newsroom"}}
	default:
		return nil
	}
}

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
		w.Served, c.Actor = &record.Service{Respondent: rolestest.ID("respondent")}, roles.Actor{Role: roles.Respondent}
	}
	windows := windowsOf(w)
	before := m.liveDues()
	change, err := workflow.Decide(w, c, m.env())
	again, err2 := workflow.Decide(w, c, m.env())
	require.Equal(m.t, err, err2)
	require.Equal(m.t, canonical(change), canonical(again), "Decide twice on the same input")
	require.Empty(m.t, cmp.Diff(change, again, cmpopts.EquateEmpty()))
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

func windowsOf(w workflow.World) map[record.ID]time.Time {
	ends := map[record.ID]time.Time{}
	for _, t := range w.Tasks {
		ends[t.ID] = t.Until
	}
	return ends
}

// checkWindows: only what two people of two agencies agreed on makes a right
// last longer, and never past the lead duty.
func (m *machine) checkWindows(c workflow.Command, before map[record.ID]time.Time) {
	w := m.store.world(m.id)
	for _, t := range w.Tasks {
		old, known := before[t.ID]
		if !known || t.Until.Equal(old) {
			continue
		}
		lead, _ := w.Lead()
		require.Equal(m.t, workflow.Confirm, c.Action, "a right's end moves only by a confirmed act")
		require.Equal(m.t, workflow.TaskRectification, t.Kind)
		require.False(m.t, t.Until.After(lead.DueAt), "never past the agency's own duty")
		for _, p := range m.org.PostsServed(c.Actor.Person, m.now) {
			require.NotEqual(m.t, w.Incident.Agency, p.Agency, "the second person is of another agency")
		}
	}
}

func canonical(c record.Change) []byte {
	var all []byte
	for _, e := range c.Events {
		all = append(all, e.Canonical...)
	}
	return all
}

func (m *machine) liveDues() map[dutyKey]record.Duty {
	live := map[dutyKey]record.Duty{}
	for k, d := range m.store.duties {
		if d.State.Live() {
			live[k] = d
		}
	}
	return live
}

// checkDues: only an urge (earlier), a lawful pause's end (later) may move the
// due time of a duty that stays alive.
func (m *machine) checkDues(a workflow.Action, before map[dutyKey]record.Duty) {
	for k, old := range before {
		d := m.store.duties[k]
		if !d.State.Live() || d.DueAt.Equal(old.DueAt) {
			continue
		}
		switch {
		case a == workflow.Urge:
			require.True(m.t, d.DueAt.Before(old.DueAt), "an urge only shortens")
		case old.State == record.Paused && d.State == record.Armed:
			require.False(m.t, d.DueAt.Before(old.DueAt), "a pause never costs time")
		default:
			m.t.Fatalf("%s moved a due time", a)
		}
	}
}

// check holds the invariants after every commit.
func (m *machine) check() {
	i := m.store.incidents[m.id]
	leads := 0
	for _, d := range m.store.duties {
		if d.Lead && d.State.Live() {
			leads++
			require.Equal(m.t, i.LeadChain, d.Chain)
			require.Equal(m.t, i.LeadLevel, d.Level)
		}
		if d.State.Live() {
			who, known := m.org.Person(m.org.Answer(d.Post, m.now).Person)
			require.True(m.t, known && who.Name != "", "the post of a live duty always names a person")
			require.True(m.t, i.State.Open() || m.outlives(d), "no duty survives its case but that of a task which outlives it")
		}
		if d.Level > d.Start {
			below := m.store.duties[dutyKey{d.Chain, d.Level - 1}]
			require.False(m.t, m.org.Above(below.Risen, d.Risen), "the ladder never goes down")
			require.Equal(m.t, record.Missed, m.store.duties[dutyKey{d.Chain, d.Level - 1}].State, "levels rise without a gap")
		}
		if d.State == record.Missed {
			require.False(m.t, d.EndedAt.Before(d.DueAt), "never early")
			require.NotEqual(m.t, uuid.Nil, d.EndedBy, "a miss names who answered")
		}
	}
	if i.State.Open() {
		require.Equal(m.t, 1, leads, "an open case has exactly one live lead duty")
	} else {
		require.Zero(m.t, leads)
	}
	m.checkReplay()
}

// outlives reports whether a duty is that of a task which outlives its case.
func (m *machine) outlives(d record.Duty) bool {
	for _, t := range m.store.tasks {
		rule, ok := workflow.TaskRuleOf(t.Kind)
		if t.Chain == d.Chain && ok && rule.Outlives && t.State == record.TaskOpen {
			return true
		}
	}
	return false
}

// checkReplay: the events alone give the tables.
func (m *machine) checkReplay() {
	w := workflow.Replay(m.store.events[m.id])
	require.Empty(m.t, cmp.Diff(m.store.incidents[m.id], w.Incident, cmpopts.EquateEmpty()))
	require.Len(m.t, w.Duties, len(m.store.duties))
	for _, d := range w.Duties {
		require.Empty(m.t, cmp.Diff(m.store.duties[dutyKey{d.Chain, d.Level}], d, cmpopts.EquateEmpty()))
	}
	require.Len(m.t, w.Tasks, len(m.store.tasks))
	for _, x := range w.Tasks {
		require.Empty(m.t, cmp.Diff(m.store.tasks[x.ID], x, cmpopts.EquateEmpty()))
		_, live := m.store.world(m.id).Duty(x.Chain)
		require.Equal(m.t, x.State == record.TaskOpen, live || x.Chain == uuid.Nil && x.State == record.TaskOpen, "a task is open as long as its duty is live")
	}
	for _, p := range w.Proposals {
		require.Empty(m.t, cmp.Diff(m.store.proposals[p.ID], p, cmpopts.EquateEmpty()))
	}
	require.Len(m.t, w.Appeals, len(m.store.appeals))
	for _, a := range w.Appeals {
		require.Empty(m.t, cmp.Diff(m.store.appeals[a.ID], a, cmpopts.EquateEmpty()))
	}
}

func (m *machine) actor() roles.Actor {
	p := m.parts.People[rapid.IntRange(0, len(m.parts.People)-1).Draw(m.t, "who")]
	return roles.Actor{Person: p.ID, Role: p.Role}
}

// capable prefers the people who may do something, so that cases go far.
func (m *machine) capable(a workflow.Action) roles.Actor {
	switch a {
	case workflow.Cosign:
		return roles.Actor{Person: rolestest.ID("signer"), Role: roles.Organization, Organization: rolestest.ID(fmt.Sprint("body", m.n%3))}
	case workflow.ConfirmOutcome:
		return roles.Actor{Role: roles.Citizen}
	}
	w := m.store.world(m.id)
	for _, p := range m.parts.People {
		actor := roles.Actor{Person: p.ID, Role: p.Role}
		if slices.Contains(workflow.Possible(w, actor, m.env()), a) {
			return actor
		}
	}
	return m.actor()
}

// humanActs are all acts of the table that people do to a case.
var humanActs = func() []workflow.Action {
	var list []workflow.Action
	for _, t := range workflow.Transitions {
		switch t.Action {
		case workflow.File, workflow.ImportHistorical, workflow.Amend, workflow.TimePassed, workflow.Redirect, workflow.HandOver:
		default:
			list = append(list, t.Action)
		}
	}
	return list
}()

// moves reports whether an act changes the case: comments and readings are
// possible always and would crowd out the rest.
func moves(a workflow.Action) bool {
	switch a {
	case workflow.Comment, workflow.Ask, workflow.Explain, workflow.Unseal, workflow.ReadEvidence, workflow.ExportCase, workflow.Assess, workflow.OverrideFinding:
		return false
	default:
		return slices.Contains(humanActs, a)
	}
}

// drawAct mostly draws an act that somebody may do now, the rarer ones first,
// so that cases go all the way; sometimes any act, to be refused.
func (m *machine) drawAct() workflow.Action {
	w := m.store.world(m.id)
	var possible []workflow.Action
	for _, p := range m.parts.People {
		for _, a := range workflow.Possible(w, roles.Actor{Person: p.ID, Role: p.Role}, m.env()) {
			if moves(a) {
				possible = append(possible, a)
			}
		}
	}
	possible = append(possible, workflow.ProposePublicInterest)
	if w.Incident.Matter == record.MatterRequest {
		w.Receipt = true
		for _, a := range workflow.Possible(w, filerOf(w.Incident.Matter), m.env()) {
			if a == workflow.ConfirmOutcome {
				possible = append(possible, a)
			}
		}
	}
	possible = append(possible, workflow.RespondentActs...)
	slices.Sort(possible)
	possible = slices.Compact(possible)
	if len(possible) == 0 || rapid.IntRange(0, 4).Draw(m.t, "any act") == 0 {
		return rapid.SampledFrom(humanActs).Draw(m.t, "act")
	}
	return rapid.SampledFrom(possible).Draw(m.t, "possible act")
}

func (m *machine) randomCommand() workflow.Command { return m.commandFor(m.drawAct()) }

// commandFor draws the fields that an act may need.
func (m *machine) commandFor(a workflow.Action) workflow.Command {
	c := workflow.Command{
		Action: a, Actor: m.capable(a), Reason: "because of the facts that the documents of the file show",
		Title: "A title", Summary: "What was asked", Because: "a listed ground applies", Result: "granted",
		Ground:  rapid.SampledFrom([]string{"expert_appraisal", "waiting_for_filer", "expert_appraisal", "none such", "no_violation", "no_violation", "cannot_follow_up"}).Draw(m.t, "ground"),
		Due:     m.now.Add(time.Duration(rapid.IntRange(-10, 2000).Draw(m.t, "urge hours")) * time.Hour),
		Outcome: &record.Outcome{Founded: true, Path: rapid.SampledFrom([]string{"administrative", "criminal_referral"}).Draw(m.t, "path")},
		Message: &record.Message{ID: rolestest.ID(fmt.Sprint("message", m.n)), Kind: "comment", Sealed: []byte{1}},
		Reading: &record.Reading{Report: rolestest.ID("report"), Field: "identity", Purpose: "to call back"},
	}
	list := map[workflow.Action][]string{
		workflow.Withhold: workflow.WithholdGrounds, workflow.TurnDown: workflow.TurnDownGrounds,
		workflow.VerifyIdentity: workflow.Verifications, workflow.Object: workflow.Objections,
	}
	if grounds, ok := list[a]; ok {
		c.Ground = rapid.SampledFrom(append([]string{"none such"}, grounds...)).Draw(m.t, "listed ground")
	}
	results := map[workflow.Action][]string{workflow.DecideRequest: workflow.RequestResults, workflow.ConfirmOutcome: workflow.OutcomeWords}
	switch a {
	case workflow.Assess:
		pieces := rapid.IntRange(-1, 6000).Draw(m.t, "pieces")
		if rapid.Bool().Draw(m.t, "breach") {
			operator := rapid.SampledFrom([]string{"cii", "state_organ", "other"}).Draw(m.t, "operator")
			c.Assess = &workflow.Assessment{Kind: "breach_duties", Jurisdiction: rapid.SampledFrom([]string{"", "CN", "EU"}).Draw(m.t, "law"),
				Facts: fmt.Appendf(nil, `{"facts":{"operator":%q,"persons":%d}}`, operator, pieces*10_000)}
			break
		}
		c.Assess = &workflow.Assessment{Kind: "seriousness", Facts: fmt.Appendf(nil, `{"facts":{"acts":["sell"],"pieces":{"other":%d}}}`, pieces)}
	case workflow.OverrideFinding:
		c.Answer = rapid.SampledFrom([]string{"none", "serious", "civil"}).Draw(m.t, "answer")
		if len(m.store.findings) > 0 {
			c.Finding = &m.store.findings[len(m.store.findings)-1]
		}
	case workflow.DecideRequest, workflow.ConfirmOutcome:
		c.Result = rapid.SampledFrom(results[a]).Draw(m.t, "request result")
	case workflow.Assign:
		c.To = m.parts.Posts[rapid.IntRange(0, len(m.parts.Posts)-1).Draw(m.t, "post")].ID
	case workflow.Serve:
		c.Body, c.Service = "you are said to have", &record.Service{Respondent: rolestest.ID("respondent"), Code: []byte{1}}
	case workflow.AddServedEvidence:
		c.Evidence = &record.Evidence{ID: rolestest.ID(fmt.Sprint("evidence", m.n))}
	case workflow.ProposePublicInterest:
		c.Actor = roles.Actor{Person: rolestest.ID("watcher"), Role: roles.Organization, Organization: rolestest.ID("watch")}
	case workflow.Refer, workflow.AdoptPublicInterest:
		c.To = rapid.SampledFrom(m.parts.Bodies).Draw(m.t, "body").ID
		c.Ground = rapid.SampledFrom([]string{"order_310", "pipl_64", "pipl_70"}).Draw(m.t, "referral ground")
	case workflow.Consult, workflow.InviteJoint:
		c.To = m.parts.Agencies[rapid.IntRange(0, len(m.parts.Agencies)-1).Draw(m.t, "asked agency")].ID
	case workflow.Overturn:
		c.To = rapid.SampledFrom([]roles.ID{{}, m.parts.Agencies[0].ID, m.parts.Agencies[len(m.parts.Agencies)-1].ID}).Draw(m.t, "charged")
	case workflow.OfferTransfer, workflow.SettleTransfer:
		c.To = m.parts.Agencies[rapid.IntRange(0, len(m.parts.Agencies)-1).Draw(m.t, "agency")].ID
		if x := m.store.world(m.id).Transfer; x != nil {
			c.To = rapid.SampledFrom([]roles.ID{x.From, x.To}).Draw(m.t, "party")
		}
	}
	w := m.store.world(m.id)
	if len(w.Proposals) > 0 {
		c.Proposal = rapid.SampledFrom(w.Proposals).Draw(m.t, "proposal").ID
	}
	if len(w.Tasks) > 0 {
		t := rapid.SampledFrom(w.Tasks).Draw(m.t, "task")
		if fit := workflow.TasksFor(w, a, c.Actor, m.env()); len(fit) > 0 {
			t = rapid.SampledFrom(fit).Draw(m.t, "fitting task")
		}
		rule, _ := workflow.TaskRuleOf(t.Kind)
		c.Task = t.ID
		if results[a] != nil {
			return c
		}
		c.Result = rapid.SampledFrom(append([]string{"none such"}, rule.Results...)).Draw(m.t, "result")
	}
	return c
}

// TestHeartHoldsItsInvariants: over random command sequences and organisation
// changes, after every commit an open incident has exactly one live lead duty
// and its post a named person; due times move only by lawful acts; levels
// strictly rise; replay gives the tables; deciding twice gives the same bytes.
func TestHeartHoldsItsInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rolestest.Random(t)
		accused := rapid.SampledFrom([][]roles.Party{nil, {roles.NameParty("x ltd")}, {roles.AgencyParty(rolestest.ID("a0"))}}).Draw(t, "accused")
		m := newMachine(t, parts, accused)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 14).Draw(t, "kind") {
			case 0, 1:
				m.passTime()
			case 2:
				m.changeOrg()
			case 13:
				m.handOver()
			case 3: // the sweep is late: whoever acts next comes upon what is due
				m.now = m.now.Add(time.Duration(rapid.IntRange(1, 400).Draw(t, "hours without a sweep")) * time.Hour)
			case 4:
				m.filerActs()
			default:
				_, err := m.do(m.randomCommand())
				m.requireRefusal(err)
			}
			m.checkExcluded()
		}
	})
}

func (m *machine) requireRefusal(err error) {
	if err != nil {
		_, ok := workflow.AsRefusal(err)
		require.True(m.t, ok, "only refusals for people: %v", err)
	}
}

var filerActs = []workflow.Action{workflow.Appeal, workflow.Appeal, workflow.Appeal, workflow.WithdrawReport, workflow.Rate,
	workflow.ConfirmRemedy, workflow.DisputeRemedy, workflow.ReportRecurrence}

// filerActs does something that the holder of the receipt may do.
func (m *machine) filerActs() {
	w := m.store.world(m.id)
	w.Receipt, w.Own = true, rolestest.ID("report")
	_, err := m.doIn(w, workflow.Command{
		Action: rapid.SampledFrom(filerActs).Draw(m.t, "filer's act"), Actor: roles.Actor{Role: roles.Citizen}, Reason: "it is not right",
		Ground: rapid.SampledFrom(workflow.AppealGrounds).Draw(m.t, "ground of appeal"),
		Rating: &record.Satisfaction{Confirmed: "no", Rating: rapid.IntRange(0, 6).Draw(m.t, "rating")},
	})
	m.requireRefusal(err)
}

// passTime advances the clock and lets everything due rise, as the escalator
// does; nothing that is not due may move.
func (m *machine) passTime() {
	m.now = m.now.Add(time.Duration(rapid.IntRange(1, rapid.SampledFrom([]int{20, 200, 2400}).Draw(m.t, "span")).Draw(m.t, "hours")) * time.Hour)
	before := m.liveDues()
	_, err := m.do(workflow.Command{Action: workflow.TimePassed, Actor: roles.Actor{Role: roles.System}})
	require.NoError(m.t, err)
	for k, old := range before {
		missed := m.store.duties[k].State == record.Missed
		if old.State == record.Armed {
			require.Equal(m.t, !old.DueAt.After(m.now), missed, "missed exactly when its time has passed")
		}
	}
	_, err = m.do(workflow.Command{Action: workflow.Redirect, Actor: roles.Actor{Role: roles.System}})
	require.NoError(m.t, err)
}

// changeOrg makes somebody leave, fall ill or declare a tie.
func (m *machine) changeOrg() {
	person := m.parts.People[rapid.IntRange(0, len(m.parts.People)-1).Draw(m.t, "whom")].ID
	next := record.OrgChange{Revision: m.parts.Revision + 1}
	switch rapid.IntRange(0, 2).Draw(m.t, "org act") {
	case 0:
		next.Leaves = []roles.Leave{{ID: rolestest.ID(fmt.Sprint("sick", m.n)), Person: person, From: m.now}}
	case 1:
		next.Ties = []roles.Tie{{ID: rolestest.ID(fmt.Sprint("tie", m.n)), Person: person, Party: roles.NameParty("x ltd"), From: m.now}}
	default:
		for _, h := range m.parts.Holdings {
			if h.Person == person && h.To == nil {
				now := m.now
				h.To = &now
				next.Holdings = append(next.Holdings, h)
			}
		}
	}
	m.n++
	org, err := workflow.Revise(m.org, next)
	if err != nil {
		return // the last that answers cannot leave
	}
	m.org, m.parts = org, org.Parts
	_, err = m.do(workflow.Command{Action: workflow.Redirect, Actor: roles.Actor{Role: roles.System}})
	require.NoError(m.t, err)
	m.check()
}

// handOver gives all duties of a post of the case to others of its agency.
func (m *machine) handOver() {
	w := m.store.world(m.id)
	if len(w.Duties) == 0 {
		return
	}
	from, _ := m.org.Post(rapid.SampledFrom(w.Duties).Draw(m.t, "duty").Post)
	var to []roles.ID
	for _, p := range m.parts.Posts {
		if p.Agency == from.Agency && p.ID != from.ID {
			to = append(to, p.ID)
		}
	}
	if len(to) == 0 {
		return
	}
	_, err := m.do(workflow.Command{Action: workflow.HandOver, Actor: roles.Actor{Role: roles.System}, Org: &workflow.OrgOrder{From: from.ID, To: to}})
	require.NoError(m.t, err)
	w = m.store.world(m.id)
	clean := slices.ContainsFunc(to, func(p roles.ID) bool {
		decided := w.Incident.State == record.InReview && slices.Contains(w.Deciders, m.org.Answer(p, m.now).Person)
		return !decided && !m.org.Conflicted(p, w.Incident.Accused, m.now) // nobody reviews what they decided
	})
	if lead, led := w.Lead(); led && clean {
		require.NotEqual(m.t, from.ID, lead.Post, "nothing stays behind")
	}
}

// checkExcluded: whoever is conflicted sees nothing and may do nothing.
func (m *machine) checkExcluded() {
	w := m.store.world(m.id)
	for _, p := range m.parts.People {
		if !m.org.PersonConflicted(p.ID, w.Incident.Accused, m.now) {
			continue
		}
		actor := roles.Actor{Person: p.ID, Role: p.Role}
		require.Empty(m.t, workflow.Possible(w, actor, m.env()))
		require.False(m.t, m.org.Stand(actor, w.Case(), m.now).Sees())
		_, err := workflow.Decide(w, workflow.Command{Action: workflow.Comment, Actor: actor, Message: &record.Message{Sealed: []byte{1}}}, m.env())
		require.ErrorIs(m.t, err, workflow.ErrNotFound)
	}
}
