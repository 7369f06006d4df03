package db_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/notifications"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// timed matches ids that begin with a time (UUID version 7) and instants in
// microseconds.
var (
	timedID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-`)
	instant = regexp.MustCompile(`[0-9]{15,}`)
)

// TestNoCursorTellsWhenAnAnonymousFilerActed: cursors hold what the lists show
// anyway, and still lead through every row once.
func TestNoCursorTellsWhenAnAnonymousFilerActed(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	member := roles.Actor{Person: uuid.New(), Role: roles.Organization, Organization: uuid.New()}
	for range 5 {
		o.now = o.now.Add(1234567 * time.Microsecond)
		o.file(member)
	}
	r := o.eyes("city/officer")
	walk := func(next func(cursor string) ([]string, string)) {
		seen, cursor := map[string]bool{}, ""
		for range 10 {
			refs, after := next(cursor)
			for _, ref := range refs {
				require.False(t, seen[ref], ref)
				seen[ref] = true
			}
			if cursor = after; cursor == "" {
				break
			}
			require.NotRegexp(t, timedID, cursor)
			for _, found := range instant.FindAllString(cursor, -1) {
				require.True(t, strings.HasSuffix(found, "000000"), "%s is more than the end of a day", found)
			}
		}
		require.Len(t, seen, 5)
	}
	walk(func(cursor string) ([]string, string) {
		p, err := r.Incidents(t.Context(), workflow.IncidentQuery{Cursor: cursor, Limit: 2})
		require.NoError(t, err)
		return references(p.Items), p.Next
	})
	walk(func(cursor string) (refs []string, next string) {
		p, err := r.Duties(t.Context(), workflow.DutyQuery{Cursor: cursor, Limit: 2})
		require.NoError(t, err)
		for _, x := range p.Items {
			refs = append(refs, x.Reference)
		}
		return refs, p.Next
	})
	walk(func(cursor string) ([]string, string) {
		p, err := doorTo(d, o.org).For(member, o.now).MyReports(t.Context(), cursor, 2)
		require.NoError(t, err)
		return references(p.Items), p.Next
	})
}

// TestACursorFindsNothingOut: the name of a case that one does not see is no
// place in any list, no more than the name of none.
func TestACursorFindsNothingOut(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	page, err := o.eyes("city/officer").Duties(t.Context(), workflow.DutyQuery{})
	require.NoError(t, err)
	place := "1|" + ref + "|" + page.Items[0].Kind + "|0|0"
	_, err = o.eyes("city/officer").Duties(t.Context(), workflow.DutyQuery{Cursor: place})
	require.NoError(t, err)
	stranger := o.eyes("other city/officer")
	for _, name := range []string{ref, "GZ-NOBOD-YKNOW", "x y", strings.Repeat("x", 200)} {
		_, err := stranger.Incidents(t.Context(), workflow.IncidentQuery{Cursor: name})
		require.ErrorIs(t, err, db.ErrCursor, name)
		_, err = stranger.MyReports(t.Context(), name, 1)
		require.ErrorIs(t, err, db.ErrCursor, name)
		_, err = stranger.Duties(t.Context(), workflow.DutyQuery{Cursor: strings.Replace(place, ref, name, 1)})
		require.ErrorIs(t, err, db.ErrCursor, name)
	}
	_, err = stranger.Inbox(t.Context(), uuid.NewString(), 1)
	require.ErrorIs(t, err, db.ErrCursor)
}

// TestTheInboxTellsTheDayOfWhatAFilerCaused: other notices keep their time.
func TestTheInboxTellsTheDayOfWhatAFilerCaused(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	w, err := d.World(t.Context(), ref)
	require.NoError(t, err)
	sequenced(t, d)
	filedAt := o.now
	officer := o.person("city/officer").Person
	_, err = d.Consume(t.Context(), db.NoticesCursor, 100, func(ctx context.Context, tx db.Tx, entries []db.LogEntry) error {
		var list []notifications.Notice
		for _, kind := range []notifications.Kind{notifications.DutyOpened, notifications.QuestionAnswered, notifications.EvidenceAdded, notifications.DutyRisen} {
			list = append(list, notifications.Notice{Person: officer, Kind: kind, Incident: w.Incident.ID, Event: entries[0].Event.ID, At: filedAt})
		}
		return tx.Put(ctx, list, false)
	})
	require.NoError(t, err)
	seen, cursor := map[string]*time.Time{}, ""
	for range 4 {
		p, err := o.eyes("city/officer").Inbox(t.Context(), cursor, 1)
		require.NoError(t, err)
		require.Equal(t, workflow.DateOf(filedAt), p.Items[0].On)
		seen[p.Items[0].Kind], cursor = p.Items[0].At, p.Next
	}
	require.Empty(t, cursor)
	require.Len(t, seen, 4)
	for kind, at := range seen {
		require.Equal(t, kind == string(notifications.DutyRisen), at != nil, kind)
	}
}

func TestEvidenceIsKnownOnceAReportNamesIt(t *testing.T) {
	d := dbtest.New(t)
	c := filing(t, due)
	file := record.Evidence{ID: uuid.New(), Incident: c.Incidents[0].ID, Report: c.Reports[0].ID, Name: []byte("n"), MediaType: "text/plain", Hash: []byte("h"), At: t0}
	c.Evidence = append(c.Evidence, file)
	require.NoError(t, d.Apply(t.Context(), c))
	known, err := d.EvidenceKnown(t.Context(), file.ID)
	require.NoError(t, err)
	require.True(t, known)
	known, err = d.EvidenceKnown(t.Context(), uuid.New())
	require.NoError(t, err)
	require.False(t, known)
	n, err := d.EvidenceCount(t.Context(), file.Report)
	require.NoError(t, err)
	require.Equal(t, 1, n)
}
