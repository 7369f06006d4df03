package db_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/intake"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// onTrack is an act on the publication track of a case.
func onTrack(t *testing.T, w workflow.World, p record.Publication, v record.PublicVersion) record.Change {
	s := record.Subject{Kind: record.SubjectPublication, ID: w.Incident.ID}
	return record.Change{
		Guards: []record.Guard{{Subject: s, Expect: p.Version - 1, Next: p.Version}},
		Events: []record.Event{event(t, s, p.Version, "publication.changed", t0, record.Facts{})},
		Public: []record.Publication{p}, Versions: []record.PublicVersion{v},
	}
}

func TestThePublicationTrackIsReadAsItWasWritten(t *testing.T) {
	d, w := one(t)
	track, about, err := d.PublicWorld(t.Context(), w.Incident.Reference)
	require.NoError(t, err)
	require.Equal(t, record.Unpublished, track.Public.State)
	require.Equal(t, officerID, about.LeadPost)

	p := record.Publication{Incident: w.Incident.ID, Version: 1, State: record.Proposed, Pending: 1, ChangedAt: t0}
	v := record.PublicVersion{
		Incident: w.Incident.ID, Number: 1, Title: "标题", Summary: "摘要", Verification: "unverified", Proposer: liID, ProposedAt: t0,
		Parties: []record.PublicParty{{Kind: "enterprise", Role: "holder", Name: "某公司", CreditCode: "91110000MA0000000X"}, {Kind: "individual", Role: "user"}},
		Outcome: &record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"PIPL 10"}},
	}
	require.NoError(t, d.Apply(t.Context(), onTrack(t, w, p, v)))
	p.Version, p.State, p.Number, p.Pending, p.PublishedAt = 2, record.Published, 1, 0, &t0
	v.Clearer, v.ClearedAt = wangID, &t0
	require.NoError(t, d.Apply(t.Context(), onTrack(t, w, p, v)))
	track, _, err = d.PublicWorld(t.Context(), w.Incident.Reference)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(publication.World{Public: p, Versions: []record.PublicVersion{v}, Shown: track.Shown, Matter: record.MatterIncident}, track))

	p.Version, v.Title = 3, "another"
	refusedBy(t, d.Apply(t.Context(), onTrack(t, w, p, v)), "publication_cleared_is_final")
	v.Number, v.Clearer = 2, v.Proposer
	refusedBy(t, d.Apply(t.Context(), onTrack(t, w, p, v)), "publication_needs_second_person")
}

// What is decided after the publication is shown only with the next version
// that a second person cleared.
func TestThePageShowsOnlyWhatWasClearedWithIt(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
	o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Accept})
	o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.Investigate})
	require.True(t, o.act(ref, o.person("city/officer"), workflow.Command{Action: workflow.DecideCase}))
	door := doorTo(d, o.org)
	page, err := door.Public().Incident(t.Context(), ref)
	require.NoError(t, err)
	require.Nil(t, page.Outcome)
	require.Len(t, page.Parties, 2)
	for _, p := range page.Parties {
		require.True(t, p.Sealed && p.Name+p.CreditCode == "")
	}

	require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
	page, err = door.Public().Incident(t.Context(), ref)
	require.NoError(t, err)
	require.NotNil(t, page.Outcome)
	require.True(t, page.Outcome.Founded)
	for _, p := range page.Parties {
		require.Equal(t, p.Kind != "enterprise", p.Sealed, "%s", p.Kind)
		require.Equal(t, p.Sealed, p.Name == "")
	}
}

func TestATombstoneKeepsOnlyItsLastNote(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
	require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
	door := doorTo(d, o.org)
	page, err := door.Public().Incident(t.Context(), ref)
	require.NoError(t, err)
	require.Equal(t, "a correction", page.Versions[0].Note)
	withdraw(t, o, ref)
	page, err = door.Public().Incident(t.Context(), ref)
	require.NoError(t, err)
	require.Len(t, page.Versions, 3)
	require.Equal(t, []string{"published by mistake", "", ""}, []string{page.Versions[0].Note, page.Versions[1].Note, page.Versions[2].Note})
	require.Empty(t, page.Parties)
	require.Nil(t, page.Outcome)
}

// Readers of feeds go by the revision. The log may be held for seconds while
// many duties are raised, and what was taken down is not shown meanwhile.
func TestWhatIsTakenDownIsGoneBeforeTheLogPlacesIt(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	ref := o.file(roles.Actor{Role: roles.Citizen})
	door := doorTo(d, o.org).Public()
	revision := func() int64 {
		n, err := door.Revision(t.Context())
		require.NoError(t, err)
		return n
	}
	require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
	before := revision()
	require.True(t, o.publish(ref, "city/officer", "city/supervisor"))
	corrected := revision()
	require.Greater(t, corrected, before, "a corrected wording is no longer shown")
	withdraw(t, o, ref)
	require.Greater(t, revision(), corrected)
}

func TestNoticesEvidenceAndReadingsAreWritten(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	w, err := d.WorldOf(t.Context(), filed(t, d, 1, due)[0])
	require.NoError(t, err)
	id := w.Incident.ID
	require.NoError(t, d.Apply(t.Context(), moved(t, w, func(c *record.Change) {
		c.Notices = []record.PublicNotice{{ID: uuid.New(), Reference: "PN-00000-00000", Incident: id, Agency: agencyID, Stage: record.Filed, Level: 2, DaysLate: 3, At: t0}}
		c.Evidence = []record.Evidence{{ID: uuid.New(), Incident: id, Name: []byte("sealed"), MediaType: "image/png", Size: 9, Hash: []byte("h"), At: t0}}
		c.Readings = []record.Reading{{ID: uuid.New(), Incident: id, Field: "respondents", Reader: liID, Purpose: "to ask", At: t0}}
		c.Messages = []record.Message{{ID: uuid.New(), Incident: id, Kind: "question", Author: liID, Sealed: []byte("x"), At: t0}}
	})))
	for _, table := range []string{"public_notice", "evidence", "reading", "message", "respondent", "incident_text"} {
		var n int
		require.NoError(t, raw(t, url).QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
		require.Equal(t, 1, n, table)
	}
	accused, err := d.Respondents(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, accused, 1)
	require.Equal(t, "某公司", accused[0].Name)
}

func TestEarlierImportsAreFoundWithTheirHash(t *testing.T) {
	d := dbtest.New(t)
	c := filing(t, due)
	c.Incidents[0].ExternalID = "hibp:Example"
	c.Texts = append(c.Texts, record.Text{Incident: c.Incidents[0].ID, Field: intake.HashField, Body: "abc", At: t0})
	require.NoError(t, d.Apply(t.Context(), c))
	known, err := d.Imported(t.Context(), []string{"hibp:Example", "hibp:Other"})
	require.NoError(t, err)
	require.Equal(t, map[string]intake.Known{"hibp:Example": {Reference: c.Incidents[0].Reference, Hash: "abc"}}, known)
}

func TestAmendingReplacesTheAccused(t *testing.T) {
	d, w := one(t)
	i := w.Incident
	i.Accused, i.Version = i.Accused[:1], 2
	c := moved(t, w, func(c *record.Change) {})
	c.Incidents[0] = i
	c.Events = []record.Event{event(t, subject(i.ID), 2, "incident.amended", t0.Add(time.Minute), record.Facts{Incident: &i})}
	require.NoError(t, d.Apply(t.Context(), c))
	got, err := d.WorldOf(t.Context(), i.ID)
	require.NoError(t, err)
	require.Equal(t, i.Accused, got.Incident.Accused)
}
