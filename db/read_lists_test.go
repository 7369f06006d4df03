package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

func TestTheQueueIsWalkedByDueTime(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	for range 7 { // several due at the same time
		o.file(roles.Actor{Role: roles.Citizen})
		if len(o.refs)%3 == 0 {
			o.now = o.now.Add(time.Hour)
		}
	}
	r := o.eyes("city/officer")
	seen := map[string]bool{}
	var last time.Time
	q := workflow.DutyQuery{Holder: "me", Limit: 2}
	for range 10 {
		p, err := r.Duties(t.Context(), q)
		require.NoError(t, err)
		for _, x := range p.Items {
			require.False(t, seen[x.Reference])
			require.False(t, x.DueAt.Before(last))
			seen[x.Reference], last = true, x.DueAt
			require.Equal(t, "city/officer person", x.Who.Person)
			require.Equal(t, roles.ViaHolder, x.Who.Via)
		}
		if q.Cursor = p.Next; q.Cursor == "" {
			break
		}
	}
	require.Len(t, seen, 7)
	for _, bad := range []string{"x", "1|2", "1|" + uuid.NewString(), "1|" + uuid.NewString() + "|x", "1|x|0", "1|x|triage|0|0", "1|x|triage|0|-1", "1|x|triage|x|0", "1|\x00|triage|0|0"} {
		_, err := r.Duties(t.Context(), workflow.DutyQuery{Cursor: bad})
		require.ErrorIs(t, err, db.ErrCursor, bad)
	}
	_, err := r.Incidents(t.Context(), workflow.IncidentQuery{Cursor: "1|x"})
	require.ErrorIs(t, err, db.ErrCursor)
}

// TestTabsCountWhatTheyList compares each tab's number with its list as time
// passes and duties rise.
func TestTabsCountWhatTheyList(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	for range 5 {
		o.file(roles.Actor{Role: roles.Citizen})
	}
	require.True(t, o.act(o.refs[0], o.person("city/officer"), workflow.Command{Action: workflow.Accept}))
	overdue := int64(0)
	for range 6 {
		o.passTime(60 * time.Hour)
		for _, who := range []string{"city/officer", "city/supervisor", "city/leader", "province/leader", "nation/leader", "other city/leader"} {
			counts, err := o.eyes(who).QueueCounts(t.Context())
			require.NoError(t, err)
			overdue = max(overdue, counts.Overdue)
			for _, tab := range []struct {
				n int64
				q workflow.DutyQuery
			}{
				{counts.Mine, workflow.DutyQuery{Holder: "me"}}, {counts.Unassigned, workflow.DutyQuery{Holder: "unassigned"}},
				{counts.Today, workflow.DutyQuery{Due: "today"}}, {counts.Overdue, workflow.DutyQuery{Due: "overdue"}},
			} {
				p, err := o.eyes(who).Duties(t.Context(), tab.q)
				require.NoError(t, err)
				require.Len(t, p.Items, int(tab.n), "%s %+v", who, tab.q)
			}
		}
	}
	require.Equal(t, int64(4), overdue, "the accepted case has weeks")
	other, err := o.eyes("other city/leader").QueueCounts(t.Context())
	require.NoError(t, err)
	require.Zero(t, other)
}

func TestTheOverviewCountsMissesWithoutWhatOneIsExcludedFrom(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	o.file(roles.Actor{Role: roles.Citizen})
	o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("x ltd"))
	o.passTime(90 * 24 * time.Hour)
	consumeAll(t, d)
	missed := func(who string) map[string]int64 {
		v, err := o.eyes(who).Overview(t.Context())
		require.NoError(t, err)
		by := map[string]int64{}
		for _, m := range v.Missed {
			if m.Missed > 0 {
				by[m.Who.Person] += m.Missed
			}
		}
		return by
	}
	require.Equal(t, int64(2), missed("city/supervisor")["city/officer person"])
	parts := rolestest.Small()
	parts.Ties = append(parts.Ties, roles.Tie{ID: uuid.New(), Person: rolestest.ID("city/supervisor person"), Party: roles.NameParty("x ltd"), Kind: "kinship", From: rolestest.Epoch})
	require.NoError(t, d.SaveOrg(t.Context(), parts, o.now))
	require.Equal(t, int64(1), missed("city/supervisor")["city/officer person"])
	require.Equal(t, int64(2), missed("city/leader")["city/officer person"])
	require.Empty(t, missed("other city/supervisor"))
}

func TestAnOrganisationFindsItsOwnReports(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ngo := uuid.New()
	member := roles.Actor{Person: uuid.New(), Role: roles.Organization, Organization: ngo}
	colleague := roles.Actor{Person: uuid.New(), Role: roles.Organization, Organization: ngo}
	ref := o.file(member)
	o.file(roles.Actor{Role: roles.Citizen})
	door := doorTo(d, o.org)
	for _, who := range []roles.Actor{member, colleague} {
		p, err := door.For(who, o.now).MyReports(t.Context(), "", 10)
		require.NoError(t, err)
		require.Equal(t, []string{ref}, references(p.Items))
		require.Equal(t, workflow.DutyTriage, p.Items[0].Lead.Kind)
		_, err = door.For(who, o.now).Case(t.Context(), ref)
		require.ErrorIs(t, err, record.ErrNotFound)
	}
	for _, nobody := range []roles.Actor{{Role: roles.Citizen}, {Person: uuid.New(), Role: roles.Citizen}} {
		p, err := door.For(nobody, o.now).MyReports(t.Context(), "", 10)
		require.NoError(t, err)
		require.Empty(t, p.Items)
	}
}

func TestAboutKnowsWhomAnActConcerns(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	member := roles.Actor{Person: uuid.New(), Role: roles.Organization, Organization: uuid.New()}
	ref := o.file(member, roles.NameParty("x ltd"))
	require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
	staff := workflow.OrgUseCases{Store: d, Env: o.env, Changed: func(context.Context) error { return nil }}
	holding := rolestest.ID("holding city/officercity/officer person")
	_, err := staff.Act(t.Context(), workflow.OrgCommand{Actor: o.person("city/supervisor"), Act: workflow.Vacate, Args: workflow.OrgArgs{Holding: holding}})
	require.NoError(t, err)
	sequenced(t, d)
	_, err = d.Consume(t.Context(), db.NoticesCursor, 100, func(ctx context.Context, tx db.Tx, entries []db.LogEntry) error {
		var events []record.Event
		for _, e := range entries {
			events = append(events, e.Event)
		}
		about, err := tx.About(ctx, events)
		require.NoError(t, err)
		for i, e := range events {
			switch e.Subject.Kind {
			case record.SubjectIncident:
				require.Equal(t, rolestest.ID("city"), about[i].Agency)
				require.Equal(t, rolestest.ID("city/officer"), about[i].LeadPost)
				require.Equal(t, []roles.Party{roles.NameParty("x ltd")}, about[i].Accused)
				require.Equal(t, member.Person, about[i].Filers[0].Person)
			case record.SubjectPublication:
				require.Equal(t, rolestest.ID("city/officer person"), about[i].Proposer)
			case record.SubjectOrganisation:
				if e.Kind == "organisation.loaded" {
					continue
				}
				require.Equal(t, rolestest.ID("city/supervisor person"), about[i].Proposer)
				require.Equal(t, rolestest.ID("city/officer person"), about[i].Person)
				require.Equal(t, rolestest.ID("city/officer"), about[i].Post)
			}
			require.False(t, about[i].Now.Before(e.At))
		}
		return nil
	})
	require.NoError(t, err)
}
