package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// ofCase are the rows of the case $1 and of cases that became part of it.
const ofCase = `(incident_id = $1 OR incident_id IN (SELECT gone_id FROM merge WHERE merge.incident_id = $1 AND state = 'merged'))`

const caseRespondents = `SELECT id, kind, role, name, credit_code, sealed_name IS NOT NULL FROM respondent WHERE ` + ofCase + ` ORDER BY id`

type respondentRow struct {
	ID                           uuid.UUID
	Kind, Role, Name, CreditCode string
	Sealed                       bool
}

// public is the row without what nobody may read outside.
func (r respondentRow) public() record.PublicParty {
	p := record.PublicParty{Kind: r.Kind, Role: r.Role, Name: r.Name, CreditCode: r.CreditCode}
	if r.Sealed {
		p.Name, p.CreditCode = "", ""
	}
	return p
}

func (l *caseLoad) respondent(row respondentRow) error {
	l.view.Respondents = append(l.view.Respondents, workflow.RespondentView(row))
	return nil
}

const caseReports = `SELECT f.id, f.filer_kind, coalesce(o.name_zh, ''), coalesce(f.filed_on::text, ''), f.on_behalf, f.identity IS NOT NULL,
	f.contact IS NOT NULL
FROM report f LEFT JOIN organization o ON o.id = f.organization_id WHERE ` + ofCase + ` ORDER BY f.at, f.id`

type reportRow struct {
	ID                      uuid.UUID
	FilerKind               string
	Organization            string
	FiledOn                 string
	OnBehalf                string
	HasIdentity, HasContact bool
}

func (l *caseLoad) report(row reportRow) error {
	l.view.Reports = append(l.view.Reports, workflow.ReportView{
		ID: row.ID, FilerKind: row.FilerKind, Organization: row.Organization, FiledOn: record.Date(row.FiledOn),
		Narrative: l.texts[workflow.JoinedField(row.ID)], OnBehalf: row.OnBehalf, HasIdentity: row.HasIdentity, HasContact: row.HasContact,
	})
	return nil
}

// A filer signs nothing: the name of whoever asked or commented is shown, a
// filer's never.
const caseMessages = `SELECT m.id, m.kind, CASE WHEN m.kind = 'answer' THEN '' ELSE coalesce(p.name, '') END, m.sealed, m.at
FROM message m LEFT JOIN person p ON p.id = m.author`

type messageRow struct {
	ID           uuid.UUID
	Kind, Author string
	Sealed       []byte
	At           time.Time
}

func (row messageRow) view(open func([]byte, string, string, record.ID) (string, error)) (workflow.MessageView, error) {
	body, err := open(row.Sealed, "message", "body", row.ID)
	return workflow.MessageView{Kind: row.Kind, Author: row.Author, Body: body, At: row.At}, err
}

func (l *caseLoad) message(row messageRow) error {
	v, err := row.view(l.r.open)
	l.view.Messages = append(l.view.Messages, v)
	return err
}

const caseEvidence = `SELECT id, name, media_type, size, at FROM evidence WHERE ` + ofCase + ` ORDER BY at, id`

type evidenceRow struct {
	ID        uuid.UUID
	Name      []byte
	MediaType string
	Size      int64
	At        time.Time
}

func (l *caseLoad) evidence(row evidenceRow) error {
	name, err := l.r.open(row.Name, "evidence", "name", row.ID)
	l.view.Evidence = append(l.view.Evidence, workflow.EvidenceView{ID: row.ID, Name: name, MediaType: row.MediaType, Size: row.Size, At: row.At})
	return err
}

// The post is the one that the reader held then.
const caseReadings = `SELECT coalesce(p.name, ''), coalesce(h.title_zh, ''), coalesce(h.title_en, ''), r.field, r.purpose, r.at
FROM reading r LEFT JOIN person p ON p.id = r.reader LEFT JOIN LATERAL (
	SELECT t.title_zh, t.title_en FROM holding o JOIN post t ON t.id = o.post_id
	WHERE o.person_id = r.reader AND o.from_at <= r.at AND (o.to_at IS NULL OR o.to_at > r.at) ORDER BY o.deputy, o.from_at DESC LIMIT 1) h ON true`

type readingRow struct {
	Reader, PostZh, PostEn, Field, Purpose string
	At                                     time.Time
}

func (row readingRow) view() workflow.ReadingView {
	return workflow.ReadingView{
		Reader: row.Reader, Post: roles.Text{Zh: row.PostZh, En: row.PostEn}, Field: row.Field, Purpose: row.Purpose, At: row.At,
	}
}

func (l *caseLoad) public(b *pgx.Batch, id uuid.UUID) {
	l.view.Public = record.Publication{Incident: id, State: record.Unpublished}
	each(b, sqlgen.PublicationOf, id, func(p sqlgen.Publication) error {
		l.view.Public = publicationOf(p)
		return nil
	})
	each(b, sqlgen.VersionsOf, id, func(row sqlgen.PublicationVersion) error {
		v, err := versionOf(row)
		l.view.Versions = append(l.view.Versions, v)
		return err
	})
}

// EvidenceFile finds a file of a case that the actor sees, with its opened
// name, else record.ErrNotFound.
func (r *Reader) EvidenceFile(ctx context.Context, id record.ID) (workflow.EvidenceView, error) {
	q := asPerson(r.actor.Person, `SELECT e.id, e.name, e.media_type, e.size, e.at FROM evidence e JOIN incident i ON i.id = e.incident_id WHERE `+sees)
	rows, err := list[evidenceRow](ctx, r.db.pool, q.add(` AND e.id = ?`, id))
	if err != nil {
		return workflow.EvidenceView{}, wrap("evidence", err)
	}
	if len(rows) == 0 {
		return workflow.EvidenceView{}, record.ErrNotFound
	}
	e := rows[0]
	name, err := r.open(e.Name, "evidence", "name", e.ID)
	return workflow.EvidenceView{ID: e.ID, Name: name, MediaType: e.MediaType, Size: e.Size, At: e.At}, err
}
