package db_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// doorTo is a door whose organisation is fixed and whose seals are none.
func doorTo(d *db.DB, org *roles.Org) *db.Door {
	return d.Door(db.DoorOptions{
		Env:  func() workflow.Env { return workflow.Env{Org: org, Rules: books} },
		Open: func(sealed []byte, _, _ string, _ record.ID) ([]byte, error) { return sealed, nil },
	})
}

// casesIn draws cases in an organisation: leads and further duties at any
// post, open and closed, accused of all kinds, filed by people inside too.
func casesIn(t *testing.T, r *rand.Rand, org *roles.Org, n int) []record.Change {
	anyPost := func() roles.Post { return org.Posts[r.IntN(len(org.Posts))] }
	changes := make([]record.Change, n)
	for k := range changes {
		c := filing(t, due)
		i, lead := &c.Incidents[0], &c.Duties[0]
		lead.Post = anyPost().ID
		i.Agency = anyPost().Agency
		i.Accused = accusedIn(r, org)
		for range r.IntN(3) {
			called := *lead
			called.Chain, called.Lead, called.Post, called.Kind = uuid.New(), false, anyPost().ID, "proposal_decision"
			c.Duties = append(c.Duties, called)
		}
		for range r.IntN(2) {
			state := []record.TaskState{record.TaskOpen, record.TaskWithdrawn}[r.IntN(2)]
			joint := record.Task{ID: uuid.New(), Incident: i.ID, Kind: workflow.TaskJoint, State: state, To: anyPost().Agency, At: t0}
			if state != record.TaskOpen {
				joint.EndedAt = t0
			}
			c.Tasks = append(c.Tasks, joint)
		}
		if r.IntN(4) == 0 {
			end := t0
			i.State, i.LeadChain, i.ClosedAt, c.Duties, c.Tasks = record.Closed, uuid.Nil, &end, nil, nil
		}
		c.Reports[0].Filer = org.People[r.IntN(len(org.People))].ID
		c.Texts[0].Body = fmt.Sprintf("泄露案件 第%d号", k)
		c.Events = []record.Event{event(t, subject(i.ID), 1, "report.filed", t0, record.Facts{Incident: i, To: i.State, Opened: c.Duties, Tasks: c.Tasks})}
		changes[k] = c
	}
	return changes
}

func accusedIn(r *rand.Rand, org *roles.Org) []roles.Party {
	switch r.IntN(4) {
	case 0:
		return org.Resolve([]roles.Party{roles.NameParty("x ltd")})
	case 1:
		return org.Resolve([]roles.Party{roles.AgencyParty(org.Agencies[r.IntN(len(org.Agencies))].ID)})
	}
	return nil
}

// TestTheDoorAgreesWithThePolicy: whatever the database lists, counts, finds
// and opens is exactly what roles.Org.Stand lets each person see.
func TestTheDoorAgreesWithThePolicy(t *testing.T) {
	organisations := 12
	if testing.Short() {
		organisations = 4
	}
	for seed := range organisations {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			parts := rapid.Custom(rolestest.Random).Example(seed)
			org := rolestest.Must(parts)
			r := rand.New(rand.NewPCG(uint64(seed), 7))
			now := rolestest.Epoch.Add(time.Duration(r.IntN(5000)) * time.Hour)
			d := dbtest.New(t)
			require.NoError(t, d.SaveOrg(t.Context(), parts, now))
			changes := casesIn(t, r, org, 24)
			require.NoError(t, d.Apply(t.Context(), changes...))
			consumeAll(t, d)
			for _, p := range org.People {
				agrees(t, doorTo(d, org), org, p, now, changes)
			}
		})
	}
}

func agrees(t *testing.T, door *db.Door, org *roles.Org, p roles.Person, now time.Time, changes []record.Change) {
	t.Helper()
	actor := roles.Actor{Person: p.ID, Role: p.Role}
	reader := door.As(actor, now)
	var want, mine, suggested []string
	var live, called int64
	for _, c := range changes {
		w := workflow.World{Incident: c.Incidents[0], Duties: c.Duties, Tasks: c.Tasks, Filers: []roles.ID{c.Reports[0].Filer}}
		stand := org.Stand(actor, w.Case(), now)
		ref := w.Incident.Reference
		if stand.May(roles.ReadOwnReport) || (!stand.Excluded && c.Reports[0].Filer == p.ID) {
			mine = append(mine, ref)
		}
		view, err := reader.Case(t.Context(), ref)
		for _, s := range view.Similar {
			suggested = append(suggested, s.Reference)
		}
		if !stand.Sees() {
			require.ErrorIs(t, err, record.ErrNotFound, "%s opened what the policy hides", p.Name)
			continue
		}
		require.NoError(t, err, "%s cannot open what the policy shows", p.Name)
		want = append(want, ref)
		live += int64(len(c.Duties))
		for _, x := range c.Duties {
			if org.Answer(x.Post, now).Person == p.ID {
				called++
			}
		}
	}
	require.Subset(t, want, suggested, "%s: suggested as the same matter", p.Name)
	require.ElementsMatch(t, want, listed(t, reader, ""), "%s: list", p.Name)
	require.ElementsMatch(t, want, listed(t, reader, "泄露案件"), "%s: search", p.Name)
	for _, text := range []string{"", "泄露案件"} {
		n, err := reader.CountIncidents(t.Context(), workflow.IncidentQuery{Text: text})
		require.NoError(t, err)
		require.Equal(t, int64(len(want)), n, "%s: count of %q", p.Name, text)
	}
	reports, err := reader.MyReports(t.Context(), "", 200)
	require.NoError(t, err)
	require.ElementsMatch(t, mine, references(reports.Items), "%s: own reports", p.Name)
	duties, err := reader.Duties(t.Context(), workflow.DutyQuery{Limit: 200})
	require.NoError(t, err)
	require.Len(t, duties.Items, int(live), "%s: duties", p.Name)
	counts, err := reader.QueueCounts(t.Context())
	require.NoError(t, err)
	require.Equal(t, called, counts.Mine, "%s: mine", p.Name)
	overviewAgrees(t, reader, org, actor, now, want, changes, live)
}

func overviewAgrees(t *testing.T, reader *db.Reader, org *roles.Org, actor roles.Actor, now time.Time, want []string, changes []record.Change, live int64) {
	t.Helper()
	o, err := reader.Overview(t.Context())
	if !org.Stand(actor, roles.Case{}, now).May(roles.ReadOverview) {
		refusal, ok := record.AsRefusal(err)
		require.True(t, ok && refusal.Kind == record.Forbidden)
		return
	}
	require.NoError(t, err)
	states := map[record.State]int64{}
	for _, c := range changes {
		if slices.Contains(want, c.Incidents[0].Reference) {
			states[c.Incidents[0].State]++
		}
	}
	require.Equal(t, states, o.ByState)
	var open, shown int64
	for _, b := range o.Backlog {
		open += b.N
	}
	require.Equal(t, states[record.Filed], open)
	for _, m := range o.Missed {
		shown += m.Live
	}
	require.LessOrEqual(t, shown, live)
}

func references(cards []workflow.IncidentCard) []string {
	var refs []string
	for _, c := range cards {
		refs = append(refs, c.Reference)
	}
	return refs
}

// listed walks all pages, three at a time.
func listed(t *testing.T, reader *db.Reader, text string) []string {
	t.Helper()
	var all []string
	cursor := ""
	for range 100 {
		p, err := reader.Incidents(t.Context(), workflow.IncidentQuery{Text: text, Cursor: cursor, Limit: 3})
		require.NoError(t, err)
		all = append(all, references(p.Items)...)
		if cursor = p.Next; cursor == "" {
			return all
		}
	}
	t.Fatal("pages without end")
	return nil
}

// consumeAll sequences what is pending and lets every reader of the log follow.
func consumeAll(t testing.TB, d *db.DB) {
	t.Helper()
	s, ok, err := d.AcquireSequencer(t.Context(), anyLeaf)
	require.NoError(t, err)
	require.True(t, ok)
	defer s.Release()
	for n := 1; n > 0; {
		n, _, err = s.Sequence(t.Context(), 5000)
		require.NoError(t, err)
	}
	for name, fold := range folds {
		for n := 1; n > 0; {
			n, err = d.Consume(t.Context(), name, 500, fold)
			require.NoError(t, err)
		}
	}
}
