package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/notifications"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

func (o *office) eyes(name string) *db.Reader { return doorTo(o.d, o.org).As(o.person(name), o.now) }

func TestACaseIsReadWhole(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	officer := o.person("city/officer")
	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.Comment, Message: &record.Message{ID: uuid.New(), Kind: "comment", Sealed: []byte("words")}}))
	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNoViolation, Reason: "outside our remit"}))
	v, err := o.eyes("city/supervisor").Case(t.Context(), ref)
	require.NoError(t, err)
	require.Equal(t, "骑手信息泄露 rider data", v.Title)
	require.Equal(t, "有人在群里出售", v.Narrative)
	require.Equal(t, "city office", v.AgencyName.En)
	require.Len(t, v.Duties, 2, "triage, and the second person's decision")
	require.Equal(t, "words", v.Messages[0].Body)
	require.Equal(t, "city/officer person", v.Messages[0].Author)
	require.Equal(t, "photo.jpg", v.Evidence[0].Name)
	require.Equal(t, record.Unpublished, v.Public.State)
	require.True(t, v.Reports[0].ID != uuid.Nil && !v.Reports[0].HasIdentity)
	byKind := map[string]workflow.RespondentView{}
	for _, r := range v.Respondents {
		byKind[r.Kind] = r
	}
	require.Equal(t, "快马达公司", byKind["enterprise"].Name)
	require.True(t, byKind["individual"].Sealed)
	require.Empty(t, byKind["individual"].Name)

	require.Len(t, v.Proposals, 1)
	require.Equal(t, workflow.Reject, v.Proposals[0].Action)
	require.Equal(t, "outside our remit", v.Proposals[0].Reason)
	require.Equal(t, "city/officer person", v.Proposals[0].ProposedBy)
	require.False(t, v.Proposals[0].Mine)
	require.False(t, v.Proposals[0].DueAt.IsZero())
	require.Contains(t, v.Actions, workflow.Confirm)
	require.Contains(t, v.May, roles.Confirm)

	kinds := map[string]workflow.TimelineEntry{}
	for _, e := range v.Timeline {
		kinds[e.Kind] = e
	}
	require.Equal(t, "", kinds["report.filed"].Who)
	require.Equal(t, "city/officer person", kinds["comment.added"].Who)
	require.Equal(t, "outside our remit", kinds[workflow.ProposedEvent].Text)
	require.Equal(t, "city局 supervisor", kinds[workflow.ProposedEvent].Names[rolestest.ID("city/supervisor")])

	mine, err := o.eyes("city/officer").Case(t.Context(), ref)
	require.NoError(t, err)
	require.True(t, mine.Proposals[0].Mine)
	file, err := o.eyes("city/officer").EvidenceFile(t.Context(), v.Evidence[0].ID)
	require.NoError(t, err)
	require.Equal(t, "photo.jpg", file.Name)
	_, err = o.eyes("other city/officer").EvidenceFile(t.Context(), v.Evidence[0].ID)
	require.ErrorIs(t, err, record.ErrNotFound)
	_, err = o.eyes("other city/officer").Case(t.Context(), ref)
	require.ErrorIs(t, err, record.ErrNotFound)
	_, err = o.eyes("other city/officer").PublicActs(t.Context(), ref)
	require.ErrorIs(t, err, record.ErrNotFound)
	acts, err := o.eyes("city/officer").PublicActs(t.Context(), ref)
	require.NoError(t, err)
	require.Equal(t, []publication.Action{publication.Propose}, acts)
}

func TestTrackShowsAFilerProgressInDays(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	officer := o.person("city/officer")
	w, report, err := d.WorldByReceipt(t.Context(), []byte("receipt 0"))
	require.NoError(t, err)
	require.Equal(t, ref, w.Incident.Reference)
	question := &record.Message{ID: uuid.New(), Kind: "question", Report: report.ID, Sealed: []byte("when?")}
	comment := &record.Message{ID: uuid.New(), Kind: "comment", Sealed: []byte("secret talk")}
	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.Ask, Message: question}))
	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.Comment, Message: comment}))
	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.Unseal, Reading: &record.Reading{Report: report.ID, Field: "identity", Purpose: "to call back"}}))
	require.True(t, o.act(ref, officer, workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNoViolation}), "a proposal, of which the filer learns nothing yet")
	v, err := doorTo(d, o.org).Track(t.Context(), []byte("receipt 0"), o.now)
	require.NoError(t, err)
	require.Equal(t, ref, v.Reference)
	require.Equal(t, workflow.DutyTriage, v.NextStep)
	require.Equal(t, "city/officer person", v.NextOffice.Person)
	require.Equal(t, []workflow.TrackStep{{Kind: "report.filed", On: workflow.DateOf(o.now)}}, v.Progress)
	require.Len(t, v.Messages, 1)
	require.Equal(t, "when?", v.Messages[0].Body)
	require.Zero(t, v.Messages[0].At.In(workflow.China).Hour(), "dates, never times")
	require.Len(t, v.Readings, 1)
	require.Equal(t, "city/officer person", v.Readings[0].Reader)
	require.Equal(t, "officer", v.Readings[0].Post.En)
	require.Equal(t, 1, v.Evidence)
	require.True(t, v.CanAnswer)
	_, err = doorTo(d, o.org).Track(t.Context(), []byte("another"), o.now)
	require.ErrorIs(t, err, record.ErrNotFound)
}

// walkPublic follows the pages of a list, at most ten.
func walkPublic(t *testing.T, public workflow.PublicReader, q workflow.PublicQuery) []string {
	t.Helper()
	var walked []string
	for range 10 {
		p, err := public.List(t.Context(), q)
		require.NoError(t, err)
		for _, c := range p.Items {
			walked = append(walked, c.Reference)
		}
		if q.Cursor = p.Next; q.Cursor == "" {
			break
		}
	}
	return walked
}

func TestThePublicSeesWhatWasClearedAndNoMore(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	door := doorTo(d, o.org)
	hidden := o.file(roles.Actor{Role: roles.Citizen})
	var shown []string
	for range 5 {
		ref := o.file(roles.Actor{Role: roles.Citizen})
		require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
		shown = append([]string{ref}, shown...)
		o.now = o.now.Add(time.Hour)
	}
	consumeAll(t, d)
	revision, err := door.Public().Revision(t.Context())
	require.NoError(t, err)
	require.NotZero(t, revision)

	walked := walkPublic(t, door.Public(), workflow.PublicQuery{Limit: 2, Text: "公开的摘要"})
	require.Equal(t, shown, walked, "newest first, each once")
	for text, n := range map[string]int64{"": 5, "骑手": 0, "公开 -摘要": 0, "region:44": 5, "region:4403 sector:internet": 5, "region:11": 0, "status:filed": 5, "city": 0, "agency:city": 5} {
		got, err := door.CountPublic(t.Context(), workflow.PublicQuery{Text: text})
		require.NoError(t, err)
		require.Equal(t, workflow.Count{N: n}, got, "search %q", text)
	}
	for _, bad := range []string{"x", "1|2|3", "abc|GZ", "1|" + hidden + " ", "99999999999999999999|a"} {
		_, err := door.Public().List(t.Context(), workflow.PublicQuery{Cursor: bad})
		require.ErrorIs(t, err, db.ErrCursor, bad)
	}
	_, err = door.Public().List(t.Context(), workflow.PublicQuery{Text: `"open`})
	refusal, ok := record.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, record.Invalid, refusal.Kind)

	page, err := door.Public().Incident(t.Context(), shown[0])
	require.NoError(t, err)
	require.Equal(t, "公开的标题", page.Title)
	require.Len(t, page.Parties, 2)
	for _, p := range page.Parties {
		require.True(t, p.Sealed && p.Name == "", "nobody is named before the matter is founded")
	}
	_, err = door.Public().Incident(t.Context(), hidden)
	require.ErrorIs(t, err, record.ErrNotFound)

	withdraw(t, o, shown[0])
	consumeAll(t, d)
	stone, err := door.Public().Incident(t.Context(), shown[0])
	require.NoError(t, err)
	require.Equal(t, record.Withdrawn, stone.Public)
	require.Empty(t, stone.Title+stone.Summary+stone.HTML)
	require.Equal(t, "published by mistake", stone.Note)
	n, err := door.CountPublic(t.Context(), workflow.PublicQuery{Text: "公开的摘要"})
	require.NoError(t, err)
	require.Equal(t, workflow.Count{N: 4}, n)
	later, err := door.Public().Revision(t.Context())
	require.NoError(t, err)
	require.Greater(t, later, revision)
}

func withdraw(t *testing.T, o *office, ref string) {
	u := publication.UseCases{Store: o.d, Now: func() time.Time { return o.now }, Org: func() *roles.Org { return o.org }}
	require.NoError(t, u.Act(t.Context(), ref, publication.Command{Action: publication.Withdraw, Actor: o.person("city/supervisor"), Reason: "published by mistake"}))
}

func TestTheInboxHidesWhatOneIsExcludedFrom(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen}, roles.NameParty("x ltd"))
	sequenced(t, d)
	_, err := d.Consume(t.Context(), db.NoticesCursor, 100, func(ctx context.Context, tx db.Tx, entries []db.LogEntry) error {
		return notifications.Tell(ctx, []record.Event{entries[1].Event}, o.org, tx, tx, false) // the set-up was the first
	})
	require.NoError(t, err)
	page, err := o.eyes("city/officer").Inbox(t.Context(), "", 10)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	require.Equal(t, ref, page.Items[0].Reference)
	require.Equal(t, "not_configured", page.Items[0].Mail)
	n, err := o.eyes("city/officer").UnreadCount(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(1), n)

	parts := rolestest.Small()
	parts.Ties = append(parts.Ties, roles.Tie{ID: uuid.New(), Person: rolestest.ID("city/officer person"), Party: roles.NameParty("x ltd"), Kind: "kinship", From: rolestest.Epoch})
	require.NoError(t, d.SaveOrg(t.Context(), parts, o.now))
	page, err = o.eyes("city/officer").Inbox(t.Context(), "", 10)
	require.NoError(t, err)
	require.Empty(t, page.Items)
	excluded, err := d.Outbox().Excluded(t.Context(), notifications.Delivery{Person: rolestest.ID("city/officer person"), Reference: ref})
	require.NoError(t, err)
	require.True(t, excluded)
	excluded, err = d.Outbox().Excluded(t.Context(), notifications.Delivery{Person: rolestest.ID("city/supervisor person"), Reference: ref})
	require.NoError(t, err)
	require.False(t, excluded)
}

func sequenced(t testing.TB, d *db.DB) {
	s, ok, err := d.AcquireSequencer(t.Context(), anyLeaf)
	require.NoError(t, err)
	require.True(t, ok)
	defer s.Release()
	_, _, err = s.Sequence(t.Context(), 5000)
	require.NoError(t, err)
}
