package db_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// office drives many cases through the small organisation on PostgreSQL, by
// whatever somebody may do.
type office struct {
	t      testing.TB
	d      *db.DB
	r      *rand.Rand
	org    *roles.Org
	now    time.Time
	refs   []string
	writes int
}

func newOffice(t testing.TB, d *db.DB) *office {
	o := &office{t: t, d: d, r: rand.New(rand.NewPCG(1, 2)), org: rolestest.Must(rolestest.Small()), now: rolestest.Epoch.Add(time.Hour)}
	require.NoError(t, d.SaveOrg(t.Context(), rolestest.Small(), o.now))
	return o
}

func (o *office) env() workflow.Env { return workflow.Env{Now: o.now, Org: o.org, Rules: books} }

func seed() record.Seed { return record.Seed(append(id16(), id16()...)) }

// file opens a case by whoever files and returns its reference.
func (o *office) file(who roles.Actor, accused ...roles.Party) string {
	o.t.Helper()
	f := &workflow.Filing{
		ReportID: uuid.New(), Reference: reference(), Title: "骑手信息泄露 rider data", Narrative: "有人在群里出售", Violation: "leak",
		Region: "440300", Sector: "internet", FilerKind: "named", Receipt: []byte("receipt " + fmt.Sprint(len(o.refs))), Accused: accused,
		Respondents: []record.Respondent{
			{ID: uuid.New(), Kind: "enterprise", Role: "holder", Name: "快马达公司"},
			{ID: uuid.New(), Kind: "individual", Role: "user", SealedName: []byte("sealed")},
		},
		Evidence: []record.Evidence{{ID: uuid.New(), Name: []byte("photo.jpg"), MediaType: "image/jpeg", Size: 3, Hash: []byte{1}}},
	}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: who, Seed: seed(), Filing: f}, o.env())
	require.NoError(o.t, err)
	o.apply(c)
	o.refs = append(o.refs, f.Reference)
	return f.Reference
}

func (o *office) apply(changes ...record.Change) {
	o.t.Helper()
	require.NoError(o.t, o.d.Apply(o.t.Context(), changes...))
	o.writes += len(changes)
}

func (o *office) person(name string) roles.Actor {
	p, ok := o.org.Person(rolestest.ID(name + " person"))
	require.True(o.t, ok, name)
	return roles.Actor{Person: p.ID, Role: p.Role}
}

// act does one thing in a case; it reports false where the act is refused.
func (o *office) act(ref string, who roles.Actor, c workflow.Command) bool {
	o.t.Helper()
	w, err := o.d.World(o.t.Context(), ref)
	require.NoError(o.t, err)
	c.Actor, c.Seed = who, seed()
	if c.Reason == "" {
		c.Reason = "because of the facts"
	}
	c.Outcome = &record.Outcome{Founded: true, Path: "administrative"}
	if len(w.Proposals) > 0 && c.Proposal == uuid.Nil {
		c.Proposal = w.Proposals[0].ID
	}
	change, err := workflow.Decide(w, c, o.env())
	if err != nil {
		_, refused := record.AsRefusal(err)
		require.True(o.t, refused, err)
		return false
	}
	o.apply(change)
	return true
}

// publish proposes a page and lets a second person clear it.
func (o *office) publish(ref, proposer, clearer string) bool {
	o.t.Helper()
	u := publication.UseCases{Store: o.d, Now: func() time.Time { return o.now }, Org: func() *roles.Org { return o.org }}
	err := u.Act(o.t.Context(), ref, publication.Command{
		Action: publication.Propose, Actor: o.person(proposer), Title: "公开的标题", Summary: "公开的摘要", Verification: "plausible", Reason: "a correction",
	})
	if err != nil {
		return false
	}
	o.writes += 2
	return u.Act(o.t.Context(), ref, o.clearing(ref, clearer)) == nil
}

func (o *office) clearing(ref, clearer string) publication.Command {
	w, _, err := o.d.PublicWorld(o.t.Context(), ref)
	require.NoError(o.t, err)
	return publication.Command{Action: publication.Clear, Actor: o.person(clearer), Number: w.Public.Pending}
}

// random does something that somebody may do, somewhere.
func (o *office) random() {
	o.t.Helper()
	ref := o.refs[o.r.IntN(len(o.refs))]
	w, err := o.d.World(o.t.Context(), ref)
	require.NoError(o.t, err)
	p := o.org.People[o.r.IntN(len(o.org.People))]
	who := roles.Actor{Person: p.ID, Role: p.Role}
	possible := workflow.Possible(w, who, o.env())
	if len(possible) == 0 {
		return
	}
	c := workflow.Command{
		Action: possible[o.r.IntN(len(possible))], Ground: "expert_appraisal", Due: o.now.Add(time.Hour),
		Message: &record.Message{ID: uuid.New(), Kind: "comment", Sealed: []byte("words")},
		Reading: &record.Reading{Report: uuid.New(), Field: "identity", Purpose: "to call back"},
		To:      o.org.Agencies[o.r.IntN(len(o.org.Agencies))].ID,
	}
	if c.Action == workflow.Assign {
		c.To = o.org.Posts[o.r.IntN(len(o.org.Posts))].ID
	}
	if len(w.Proposals) > 0 {
		c.Proposal = w.Proposals[o.r.IntN(len(w.Proposals))].ID
	}
	o.act(ref, who, c)
}

// passTime lets a time pass and the escalator do its work.
func (o *office) passTime(by time.Duration) {
	o.t.Helper()
	o.now = o.now.Add(by)
	decide := func(worlds []workflow.World) []record.Change {
		var changes []record.Change
		for _, w := range worlds {
			c, err := workflow.Decide(w, workflow.Command{Action: workflow.TimePassed, Actor: system, Seed: seed()}, o.env())
			require.NoError(o.t, err)
			if !c.Empty() {
				changes = append(changes, c)
			}
		}
		o.writes += len(changes)
		return changes
	}
	for n := 1; n > 0; {
		var err error
		n, err = o.d.EscalateDue(o.t.Context(), o.now, 200, decide)
		require.NoError(o.t, err)
	}
}

func requireSound(t *testing.T, d *db.DB) []db.Finding {
	t.Helper()
	findings, err := d.Check(t.Context())
	require.NoError(t, err)
	for _, f := range findings {
		require.Zero(t, f.Broken, "%s: %s", f.Name, f.First)
	}
	return findings
}

// TestCountersAndRowsAreExactAfterMixedWrites: after thousands of random acts,
// publications and escalations every invariant holds, the kept counters are
// what a full count gives, and replaying the events gives the rows.
func TestCountersAndRowsAreExactAfterMixedWrites(t *testing.T) {
	wanted := 3000
	if testing.Short() {
		wanted = 600
	}
	d := dbtest.New(t)
	o := newOffice(t, d)
	parties := []roles.Party{roles.NameParty("x ltd"), roles.AgencyParty(rolestest.ID("city")), roles.NameParty("y ltd")}
	for n := 0; o.writes < wanted; n++ {
		switch o.r.IntN(12) {
		case 0, 1:
			o.file(roles.Actor{Role: roles.Citizen}, parties[o.r.IntN(len(parties))])
		case 2:
			if len(o.refs) > 0 {
				o.publish(o.refs[o.r.IntN(len(o.refs))], "city/officer", "city/supervisor")
			}
		case 3:
			o.passTime(time.Duration(o.r.IntN(30)) * time.Hour)
		default:
			if len(o.refs) > 0 {
				o.random()
			}
		}
		if n%200 == 199 {
			consumeAll(t, d) // in portions of any size the numbers are the same
		}
	}
	consumeAll(t, d)
	looked := map[string]int64{}
	for _, f := range requireSound(t, d) {
		looked[f.Name] = f.Looked
	}
	require.NotZero(t, looked["no duty is missed early, or by nobody"])
	require.NotZero(t, looked["a public page was cleared by a second person"])
	totals, err := doorTo(d, o.org).Public().Totals(t.Context())
	require.NoError(t, err)
	require.NotZero(t, totals.Published)
	n, err := doorTo(d, o.org).CountPublic(t.Context(), workflow.PublicQuery{})
	require.NoError(t, err)
	require.Equal(t, workflow.Count{N: totals.Published}, n)
}

// TestCheckNamesTheFirstBrokenRow breaks rows behind the back of the
// constraints; each must be found by its own invariant.
func TestCheckNamesTheFirstBrokenRow(t *testing.T) {
	breaks := map[string]string{
		"replaying a case's events gives its rows":                           `UPDATE incident SET sector = 'health'`,
		"the log is numbered without a gap up to its head":                   `UPDATE log SET pos = pos + 1 WHERE pos = (SELECT max(pos) FROM log)`,
		"every event is in the log, or waits to be":                          `DELETE FROM log WHERE pos = 1`,
		"no reader is ahead of the log":                                      `UPDATE cursor SET pos = 1000000 WHERE name = 'search'`,
		"the counters are the numbers that a full count gives":               `UPDATE counter SET n = n + 1 WHERE cell = 'open'`,
		"a named person answers for every live duty":                         `DELETE FROM post_answer`,
		"an open incident has exactly one live lead duty, a closed one none": `DELETE FROM duty WHERE lead`,
		"a stream stands at its newest event":                                `INSERT INTO stream VALUES ('correspondence', gen_random_uuid(), 3)`,
	}
	for name, sql := range breaks {
		t.Run(name, func(t *testing.T) {
			url := dbtest.URL(t)
			d := open(t, url)
			o := newOffice(t, d)
			o.file(roles.Actor{Role: roles.Citizen})
			consumeAll(t, d)
			requireSound(t, d)
			c := raw(t, url)
			for _, s := range []string{`SET session_replication_role = replica`, sql} {
				_, err := c.Exec(t.Context(), s)
				require.NoError(t, err)
			}
			findings, err := d.Check(t.Context())
			require.NoError(t, err)
			for _, f := range findings {
				if f.Name == name {
					require.NotZero(t, f.Broken)
					require.NotEmpty(t, f.First)
					return
				}
			}
			t.Fatal("no such invariant")
		})
	}
}
