package db_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

var books = workflow.NewRulebooks(clock.Default())

// life drives one case through random acts of those who may act, on PostgreSQL.
type life struct {
	t     *rapid.T
	tb    *testing.T
	d     *db.DB
	parts roles.Parts
	org   *roles.Org
	now   time.Time
	id    record.ID
}

func (l *life) env() workflow.Env { return workflow.Env{Now: l.now, Org: l.org, Rules: books} }

func (l *life) decide(w workflow.World, c workflow.Command) (record.Change, error) {
	c.Seed = record.Seed(append(id16(), id16()...))
	return workflow.Decide(w, c, l.env())
}

func (l *life) file() {
	f := &workflow.Filing{
		ReportID: uuid.New(), Reference: reference(), Title: "t", Narrative: "n", Violation: "leak", Region: "440300",
		Sector: "internet", FilerKind: "anonymous", Receipt: id16(), Accused: []roles.Party{roles.NameParty("x ltd")},
	}
	filer := roles.Actor{Role: roles.Citizen}
	switch f.Matter = rapid.SampledFrom([]record.Matter{
		record.MatterIncident, record.MatterIncident, record.MatterOpinion, record.MatterInquiry, record.MatterRequest, record.MatterApplication,
	}).Draw(l.t, "matter"); f.Matter {
	case record.MatterOpinion, record.MatterInquiry:
		filer.Role = map[record.Matter]roles.Role{record.MatterOpinion: roles.Organization, record.MatterInquiry: roles.Media}[f.Matter]
		f.FilerKind = "organization"
	case record.MatterRequest:
		f.Detail = &record.Detail{Request: &record.DataRequest{Report: f.ReportID, Right: "erasure", Asked: "silent", Consent: true}}
	case record.MatterApplication:
		f.Detail = &record.Detail{Application: &record.Application{Report: f.ReportID, Kind: "media", Name: "A newsroom"}}
	}
	c, err := l.decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: filer, Filing: f})
	require.NoError(l.t, err)
	l.id = c.Incidents[0].ID
	require.NoError(l.t, l.d.Apply(l.tb.Context(), c))
}

func (l *life) world() workflow.World {
	w, err := l.d.WorldOf(l.tb.Context(), l.id)
	require.NoError(l.t, err)
	return w
}

type may struct {
	actor  roles.Actor
	action workflow.Action
}

// act does something that somebody may do now.
func (l *life) act() {
	w := l.world()
	var possible []may
	for _, p := range l.parts.People {
		actor := roles.Actor{Person: p.ID, Role: p.Role}
		for _, a := range workflow.Possible(w, actor, l.env()) {
			possible = append(possible, may{actor, a})
		}
	}
	w.Receipt, w.Own = true, w.Told[0].Report
	for _, a := range workflow.OwnActs(w, l.env()) {
		possible = append(possible, may{roles.Actor{Role: roles.Citizen}, a})
	}
	if len(possible) == 0 {
		return
	}
	m := rapid.SampledFrom(possible).Draw(l.t, "act")
	c := workflow.Command{
		Title: "t", Summary: "s", Because: "a listed ground", Result: "granted",
		Action: m.action, Actor: m.actor, Reason: "because of the facts that the documents of the file show", Ground: "expert_appraisal", Due: l.now.Add(time.Hour),
		Outcome: &record.Outcome{Founded: true, Path: "administrative"},
		Message: &record.Message{ID: uuid.New(), Kind: "comment", Sealed: []byte{1}},
		Rating:  &record.Satisfaction{Confirmed: "yes", Rating: 5},
		Reading: &record.Reading{Report: uuid.New(), Field: "identity", Purpose: "to call back"},
		To:      rapid.SampledFrom(l.parts.Agencies).Draw(l.t, "agency").ID,
	}
	switch m.action {
	case workflow.Reject:
		c.Ground = workflow.GroundNoViolation
	case workflow.Appeal:
		c.Ground = rapid.SampledFrom(workflow.AppealGrounds).Draw(l.t, "ground")
	case workflow.Overturn:
		c.To = roles.ID{}
	default:
	}
	w.Receipt = w.Receipt && m.actor.Person == roles.ID{}
	for act, grounds := range map[workflow.Action][]string{
		workflow.Withhold: workflow.WithholdGrounds, workflow.TurnDown: workflow.TurnDownGrounds,
		workflow.VerifyIdentity: workflow.Verifications, workflow.Object: workflow.Objections,
	} {
		if m.action == act {
			c.Ground = grounds[0]
		}
	}
	if m.action == workflow.Assign {
		c.To = rapid.SampledFrom(l.parts.Posts).Draw(l.t, "post").ID
	}
	if len(w.Proposals) > 0 {
		c.Proposal = w.Proposals[0].ID
	}
	change, err := l.decide(w, c)
	if _, refused := workflow.AsRefusal(err); refused {
		return
	}
	require.NoError(l.t, err)
	require.NoError(l.t, l.d.Apply(l.tb.Context(), change), string(m.action))
	if change.Org != nil {
		l.org, err = l.d.LoadOrg(l.tb.Context())
		require.NoError(l.t, err)
	}
}

// passTime lets the claims do what the escalator does. Other cases of the same
// database are claimed along.
func (l *life) passTime() {
	l.now = l.now.Add(time.Duration(rapid.IntRange(1, 60*24).Draw(l.t, "hours")) * time.Hour)
	decide := func(worlds []workflow.World) []record.Change {
		var changes []record.Change
		for _, w := range worlds {
			c, err := l.decide(w, workflow.Command{Action: workflow.TimePassed, Actor: system})
			require.NoError(l.t, err)
			changes = append(changes, c)
		}
		return changes
	}
	_, err := l.d.EscalateDue(l.tb.Context(), l.now, 100, decide)
	require.NoError(l.t, err)
	_, err = l.d.FireTimers(l.tb.Context(), l.now, 100, decide)
	require.NoError(l.t, err)
}

// check replays the events: they alone give the tables.
func (l *life) check() {
	w := l.world()
	events, err := l.d.Events(l.tb.Context(), subject(l.id))
	require.NoError(l.t, err)
	again := workflow.Replay(events)
	require.Empty(l.t, cmp.Diff(again.Incident, w.Incident, cmpopts.EquateEmpty()))
	again.Duties = slices.DeleteFunc(again.Duties, func(d record.Duty) bool { return !d.State.Live() })
	byKey := func(a, b record.Duty) int { return bytes.Compare(a.Chain[:], b.Chain[:]) }
	slices.SortFunc(again.Duties, byKey)
	slices.SortFunc(w.Duties, byKey)
	require.Empty(l.t, cmp.Diff(again.Duties, w.Duties, cmpopts.EquateEmpty()))
	_, led := w.Lead()
	require.Equal(l.t, w.Incident.State.Open(), led)
	again.Proposals = slices.DeleteFunc(again.Proposals, func(p record.Proposal) bool { return p.State != record.ProposalOpen })
	require.Len(l.t, w.Proposals, len(again.Proposals))
}

// TestPostgresHoldsWhateverIsDecided: the tables accept every change that the
// rules produce, and replaying the events gives the tables.
func TestPostgresHoldsWhateverIsDecided(t *testing.T) {
	d := dbtest.New(t)
	parts := rolestest.Small()
	require.NoError(t, d.SaveOrg(t.Context(), parts, rolestest.Epoch.Add(time.Hour)))
	started := 0
	rapid.Check(t, func(rt *rapid.T) {
		started++
		l := &life{t: rt, tb: t, d: d, parts: parts, org: rolestest.Must(parts), now: rolestest.Epoch.Add(time.Duration(started) * time.Hour)}
		l.file()
		for n := range rapid.IntRange(1, 12).Draw(rt, "steps") {
			if rapid.IntRange(0, 5).Draw(rt, fmt.Sprint("kind ", n)) == 0 {
				l.passTime()
			} else {
				l.act()
			}
			l.check()
		}
	})
}
