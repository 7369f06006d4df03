package db

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// signerNames are two lists, Chinese and English, in the order of signing.
const signerNames = `ARRAY(SELECT s.name_zh FROM cosignature c JOIN organization s ON s.id = c.organization_id WHERE c.incident_id = i.id ORDER BY c.at, s.id),
	ARRAY(SELECT s.name_en FROM cosignature c JOIN organization s ON s.id = c.organization_id WHERE c.incident_id = i.id ORDER BY c.at, s.id)`

func signers(zh, en []string) []roles.Text {
	var list []roles.Text
	for i := range zh {
		list = append(list, roles.Text{Zh: zh[i], En: en[i]})
	}
	return list
}

const answerColumns = `SELECT i.reference, i.matter, v.title, v.summary, v.answer, coalesce(o.name_zh, ''), coalesce(o.name_en, ''),
	coalesce(a.name_zh, ''), coalesce(a.name_en, ''), coalesce((SELECT n.reference FROM incident n JOIN publication q ON q.incident_id = n.id
		WHERE n.id = i.about_id AND q.state IN ('published', 'corrected')), ''),
	` + signerNames + `, p.published_at, v.note, p.state`

const answerTables = ` FROM publication p JOIN publication_version v ON v.incident_id = p.incident_id AND v.number = p.number
	JOIN incident i ON i.id = p.incident_id LEFT JOIN agency a ON a.id = i.agency_id
	LEFT JOIN LATERAL (SELECT organization_id FROM report f WHERE f.incident_id = i.id AND f.organization_id IS NOT NULL ORDER BY f.at, f.id LIMIT 1) f ON true
	LEFT JOIN organization o ON o.id = f.organization_id WHERE i.matter IN ('opinion', 'inquiry')`

type publicAnswerRow struct {
	Reference, Matter, Title, Question, Answer, ByZh, ByEn, AgencyZh, AgencyEn, About string
	SignersZh, SignersEn                                                              []string
	PublishedAt                                                                       time.Time
	Note, State                                                                       string
}

func (r publicAnswerRow) card() workflow.AnswerCard {
	c := workflow.AnswerCard{Reference: r.Reference, Matter: record.Matter(r.Matter), PublishedAt: r.PublishedAt, Note: r.Note}
	if c.Withdrawn = r.State != string(record.Published) && r.State != string(record.Corrected); c.Withdrawn {
		return c // only that it was, and why it went
	}
	c.Title, c.Question, c.Answer, c.About, c.Signers = r.Title, r.Question, r.Answer, r.About, signers(r.SignersZh, r.SignersEn)
	c.By, c.Agency = roles.Text{Zh: r.ByZh, En: r.ByEn}, roles.Text{Zh: r.AgencyZh, En: r.AgencyEn}
	return c
}

// Answers lists answered opinions and inquiries, newest publication first.
func (r publicReader) Answers(ctx context.Context, want workflow.AnswerQuery) (workflow.Page[workflow.AnswerCard], error) {
	q := (&query{}).add(answerColumns + answerTables + ` AND ` + isPublic)
	q.equal("i.matter", string(want.Matter))
	if err := q.afterReference("p.published_at, p.incident_id", want.Cursor, `SELECT p.incident_id FROM publication p
		JOIN incident n ON n.id = p.incident_id WHERE `+isPublic+` AND n.reference = `); err != nil {
		return workflow.Page[workflow.AnswerCard]{}, err
	}
	limit := pageSize(want.Limit)
	rows, err := list[publicAnswerRow](ctx, r.db.pool, q.add(` ORDER BY p.published_at DESC, p.incident_id DESC`).first(limit+1))
	return page(rows, limit, publicAnswerRow.card, func(a publicAnswerRow) string { return markAt(a.PublishedAt, a.Reference) }), wrap("answers", err)
}

// Answer reads one published answer; of one that was withdrawn the tombstone.
func (r publicReader) Answer(ctx context.Context, reference string) (workflow.AnswerCard, error) {
	rows, err := list[publicAnswerRow](ctx, r.db.pool, (&query{}).add(answerColumns+answerTables+` AND p.number > 0 AND i.reference = ?`, reference))
	if err != nil {
		return workflow.AnswerCard{}, wrap("answer", err)
	}
	if len(rows) == 0 {
		return workflow.AnswerCard{}, record.ErrNotFound
	}
	return rows[0].card(), nil
}

// signable holds for the opinions that other organizations may read and sign:
// open, and about no case that the public does not know.
const signable = `i.matter = 'opinion' AND i.open AND (i.about_id IS NULL OR EXISTS (SELECT FROM publication p WHERE p.incident_id = i.about_id AND ` + isPublic + `))
	AND ` + unconflicted

type opinionRow struct {
	Reference, Title, Narrative, ByZh, ByEn, AgencyZh, AgencyEn, About string
	SignersZh, SignersEn                                               []string
	Mine, SignedBy                                                     bool
	ReceivedAt, DueAt                                                  time.Time
}

const opinionColumns = `SELECT i.reference, coalesce(x.body, ''), coalesce(y.body, ''), coalesce(o.name_zh, ''), coalesce(o.name_en, ''),
	coalesce(a.name_zh, ''), coalesce(a.name_en, ''), coalesce((SELECT n.reference FROM incident n WHERE n.id = i.about_id), ''),
	` + signerNames + `, f.organization_id = $2,
	EXISTS (SELECT FROM cosignature c WHERE c.incident_id = i.id AND c.organization_id = $2), i.received_at, d.due_at
	FROM incident i JOIN report f ON f.incident_id = i.id AND f.organization_id IS NOT NULL JOIN duty d ON d.incident_id = i.id AND d.live_lead
	LEFT JOIN organization o ON o.id = f.organization_id LEFT JOIN agency a ON a.id = i.agency_id
	LEFT JOIN incident_text x ON x.incident_id = i.id AND x.field = 'title' LEFT JOIN incident_text y ON y.incident_id = i.id AND y.field = 'narrative'
	WHERE ` + signable

// Opinions lists open opinions that the reader's organization may sign; for
// everybody else there are none.
func (r *Reader) Opinions(ctx context.Context, cursor string, limit int) (workflow.Page[workflow.OpinionCard], error) {
	none := workflow.Page[workflow.OpinionCard]{}
	q, err := r.opinions()
	if err != nil {
		return none, err
	}
	if cursor != "" {
		at, ties, err := parseMark(cursor, 1)
		if err != nil {
			return none, err
		}
		q.add(` AND (i.received_at, i.reference) < (?, ?)`, at, ties[0])
	}
	limit = pageSize(limit)
	rows, err := list[opinionRow](ctx, r.db.pool, q.add(` ORDER BY i.received_at DESC, i.reference DESC`).first(limit+1))
	return page(rows, limit, opinionRow.card, func(o opinionRow) string { return markAt(o.ReceivedAt, o.Reference) }), wrap("opinions", err)
}

// Opinion reads one of them, else fails with record.ErrNotFound.
func (r *Reader) Opinion(ctx context.Context, reference string) (workflow.OpinionCard, error) {
	q, err := r.opinions()
	if err != nil {
		return workflow.OpinionCard{}, err
	}
	rows, err := list[opinionRow](ctx, r.db.pool, q.add(` AND i.reference = ? LIMIT 1`, reference))
	if err != nil {
		return workflow.OpinionCard{}, wrap("opinion", err)
	}
	if len(rows) == 0 {
		return workflow.OpinionCard{}, record.ErrNotFound
	}
	return rows[0].card(), nil
}

func (r *Reader) opinions() (*query, error) {
	if r.actor.Organization == uuid.Nil || !r.env().Org.Stand(r.actor, roles.Case{}, r.env().Now).May(roles.Cosign) {
		return nil, record.Refuse(record.Forbidden, "", "not_yours", "this page is for somebody else")
	}
	q := &query{args: []any{r.actor.Person, r.actor.Organization}, fickle: true}
	return q.add(opinionColumns), nil
}

func (o opinionRow) card() workflow.OpinionCard {
	return workflow.OpinionCard{
		Reference: o.Reference, Title: o.Title, Narrative: o.Narrative, By: roles.Text{Zh: o.ByZh, En: o.ByEn},
		Agency: roles.Text{Zh: o.AgencyZh, En: o.AgencyEn}, About: o.About, Signers: signers(o.SignersZh, o.SignersEn), Mine: o.Mine, SignedBy: o.SignedBy,
		FiledOn: workflow.DateOf(o.ReceivedAt), DueOn: workflow.DateOf(o.DueAt),
	}
}
