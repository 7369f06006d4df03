package db

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/notifications"
	"gongzhi/record"
	"gongzhi/workflow"
)

// NoticesCursor names the reader of the log that tells people.
const NoticesCursor = "notices"

var _ notifications.Known = Tx{}

// About implements notifications.Known: how things stand now around each event.
func (t Tx) About(ctx context.Context, events []record.Event) ([]notifications.About, error) {
	l := aboutLoad{cases: map[uuid.UUID]*notifications.About{}, versions: map[versionKey]uuid.UUID{}, acts: map[uuid.UUID]orgActRow{}}
	if err := l.load(ctx, t.tx, events); err != nil {
		return nil, wrap("about events", err)
	}
	list := make([]notifications.About, len(events))
	for i, e := range events {
		list[i] = l.about(e)
	}
	return list, nil
}

type versionKey struct {
	incident uuid.UUID
	number   int
}

type aboutLoad struct {
	now      time.Time
	cases    map[uuid.UUID]*notifications.About
	versions map[versionKey]uuid.UUID
	acts     map[uuid.UUID]orgActRow
}

func (l *aboutLoad) load(ctx context.Context, tx pgx.Tx, events []record.Event) error {
	var of, acts []uuid.UUID
	for _, e := range events {
		switch e.Subject.Kind {
		case record.SubjectOrganisation:
			if e.Facts.Org != nil {
				acts = append(acts, e.Facts.Org.Proposal)
			}
		default:
			if l.cases[e.Subject.ID] == nil {
				l.cases[e.Subject.ID] = &notifications.About{}
				of = append(of, e.Subject.ID)
			}
		}
	}
	worlds, err := loadWorlds(ctx, tx, of)
	if err != nil {
		return err
	}
	for _, w := range worlds {
		c := w.Case()
		*l.cases[w.Incident.ID] = notifications.About{Agency: c.Agency, LeadPost: c.LeadPost, Accused: c.Accused}
	}
	b := &pgx.Batch{}
	b.Queue(`SELECT clock_timestamp()`).QueryRow(func(row pgx.Row) error { return row.Scan(&l.now) })
	b.Queue(`SELECT incident_id, id, filer FROM report WHERE incident_id = ANY ($1::uuid[]) AND filer IS NOT NULL ORDER BY at, id`, of).Query(rowsOf(l.filer))
	b.Queue(`SELECT incident_id, number, proposer FROM publication_version WHERE incident_id = ANY ($1::uuid[])`, of).Query(rowsOf(l.version))
	b.Queue(orgActs, acts).Query(rowsOf(l.act))
	return tx.SendBatch(ctx, b).Close()
}

type filerRow struct{ Incident, Report, Person uuid.UUID }

func (l *aboutLoad) filer(row filerRow) {
	c := l.cases[row.Incident]
	c.Filers = append(c.Filers, notifications.Filer{Report: row.Report, Person: row.Person})
}

type proposerRow struct {
	Incident uuid.UUID
	Number   int
	Proposer uuid.UUID
}

func (l *aboutLoad) version(row proposerRow) {
	l.versions[versionKey{row.Incident, row.Number}] = row.Proposer
}

// orgActs finds whom an act concerns that names only a holding or a tie.
const orgActs = `SELECT p.id, p.proposed_by, p.args, coalesce(h.person_id, t.person_id), h.post_id FROM org_proposal p
LEFT JOIN holding h ON h.id::text = convert_from(p.args, 'UTF8')::jsonb ->> 'holding'
LEFT JOIN tie t ON t.id::text = convert_from(p.args, 'UTF8')::jsonb ->> 'tie' WHERE p.id = ANY ($1::uuid[])`

type orgActRow struct {
	ID, ProposedBy uuid.UUID
	Args           []byte
	Person, Post   uuid.UUID
}

func (l *aboutLoad) act(row orgActRow) { l.acts[row.ID] = row }

func (l *aboutLoad) about(e record.Event) notifications.About {
	if e.Subject.Kind == record.SubjectOrganisation {
		return l.aboutOrg(e)
	}
	a := *l.cases[e.Subject.ID]
	if e.Facts.Public != nil {
		a.Proposer = l.versions[versionKey{e.Subject.ID, e.Facts.Public.Number}]
	}
	a.Now = later(e.At, l.now)
	return a
}

func (l *aboutLoad) aboutOrg(e record.Event) notifications.About {
	a := notifications.About{Now: later(e.At, l.now)}
	if e.Facts.Org == nil {
		return a
	}
	act := l.acts[e.Facts.Org.Proposal]
	a.Proposer, a.Person, a.Post = act.ProposedBy, act.Person, act.Post
	var args workflow.OrgArgs
	if json.Unmarshal(act.Args, &args) == nil { // an act without fields names nobody
		if a.Person == uuid.Nil {
			a.Person = args.Person
		}
		if a.Post == uuid.Nil {
			a.Post = args.Post
		}
	}
	return a
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Excluded reports whether the person of a delivery may not know of its case
// by now: then no letter may go out.
func (o Outbox) Excluded(ctx context.Context, d notifications.Delivery) (bool, error) {
	var excluded bool
	err := o.db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM incident i WHERE i.reference = $2 AND NOT `+unconflicted+`)`,
		d.Person, d.Reference).Scan(&excluded)
	return excluded, wrap("excluded from delivery", err)
}
