package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// caseEvents are all streams of a case in the order in which they happened.
const caseEvents = `SELECT canonical, salt FROM event
WHERE subject_kind IN ('incident', 'correspondence', 'publication') AND subject_id = $1
ORDER BY at, CASE subject_kind WHEN 'incident' THEN 0 WHEN 'correspondence' THEN 1 ELSE 2 END, seq`

type eventRow struct{ Canonical, Salt []byte }

func (l *caseLoad) event(row eventRow) error {
	e, err := parseEvent(row.Canonical, row.Salt)
	l.events = append(l.events, e)
	return err
}

const namesOf = `SELECT id, coalesce(nullif(name_zh, ''), name_en) FROM agency WHERE id = ANY ($1::uuid[])
UNION ALL SELECT p.id, coalesce(nullif(a.name_zh, ''), a.name_en) || ' ' || coalesce(nullif(p.title_zh, ''), p.title_en)
	FROM post p JOIN agency a ON a.id = p.agency_id WHERE p.id = ANY ($1::uuid[])
UNION ALL SELECT id, name FROM person WHERE id = ANY ($1::uuid[])`

type nameRow struct {
	ID   uuid.UUID
	Name string
}

// nameAll looks up every agency, post and person that the events name.
func (l *caseLoad) nameAll(ctx context.Context, tx pgx.Tx) error {
	var wanted []uuid.UUID
	for _, e := range l.events {
		wanted = append(wanted, idsIn(e)...)
		if inside(e.Actor) {
			wanted = append(wanted, e.Actor.Person)
		}
	}
	rows, err := list[nameRow](ctx, tx, (&query{}).add(namesOf, wanted))
	for _, row := range rows {
		l.names[row.ID] = row.Name
	}
	return err
}

// inside reports whether an actor acts for an agency: others filed and are
// not named to anybody.
func inside(a roles.Actor) bool {
	switch a.Role {
	case roles.Citizen, roles.Organization, roles.Media, roles.Respondent, roles.System:
		return false
	default:
		return a.Person != uuid.Nil
	}
}

// idsIn are the agencies, posts and people that an event's facts name.
func idsIn(e record.Event) []uuid.UUID {
	var all []uuid.UUID
	f := e.Facts
	for _, d := range f.Opened {
		all = append(all, d.Post)
	}
	for _, d := range f.Ended {
		all = append(all, d.Post, d.By)
	}
	for _, d := range f.Moved {
		all = append(all, d.From, d.To)
	}
	if f.Agency != nil {
		all = append(all, *f.Agency)
	}
	if f.Incident != nil {
		all = append(all, f.Incident.Agency)
	}
	if f.Proposal != nil {
		all = append(all, f.Proposal.ProposedBy, f.Proposal.DecidedBy)
	}
	if f.Transfer != nil {
		all = append(all, f.Transfer.From, f.Transfer.To)
	}
	return all
}

func (l *caseLoad) timeline() []workflow.TimelineEntry {
	entries := make([]workflow.TimelineEntry, 0, len(l.events))
	for _, e := range l.events {
		entry := workflow.TimelineEntry{
			Seq: e.Seq, Kind: e.Kind, At: e.At, Who: l.whoDid(e.Actor), Facts: e.Facts, Text: l.wordsOf(e), Names: map[roles.ID]string{},
		}
		for _, id := range idsIn(e) {
			if name, ok := l.names[id]; ok {
				entry.Names[id] = name
			}
		}
		entries = append(entries, entry)
	}
	return entries
}

func (l *caseLoad) whoDid(a roles.Actor) string {
	switch {
	case a.Role == roles.System:
		return "system"
	case inside(a):
		return l.names[a.Person]
	}
	return ""
}

// wordsOf is the reason kept beside an event; of a publication act, the note
// of its version.
func (l *caseLoad) wordsOf(e record.Event) string {
	switch {
	case e.Subject.Kind == record.SubjectIncident:
		return l.texts[workflow.ReasonField(e.Seq)]
	case e.Facts.Finding != nil:
		return l.texts[record.OverrideField(e.Facts.Finding.Override)]
	case e.Facts.Public != nil:
		for _, v := range l.view.Versions {
			if v.Number == e.Facts.Public.Number {
				return v.Note
			}
		}
	}
	return ""
}
