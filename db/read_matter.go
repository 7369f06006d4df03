package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// IsPublic reports whether everybody may read that a case exists.
func (db *DB) IsPublic(ctx context.Context, incident record.ID) (bool, error) {
	var is bool
	err := db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM publication p WHERE `+isPublic+` AND p.incident_id = $1)`, incident).Scan(&is)
	return is, wrap("is public", err)
}

// Texts reads wordings of a case by field; erased ones are missing.
func (db *DB) Texts(ctx context.Context, incident record.ID, fields ...string) (map[string]string, error) {
	rows, err := list[wordingRow](ctx, db.pool, numbered(`SELECT field, body FROM incident_text WHERE incident_id = $1 AND field = ANY ($2::text[])`, incident, fields))
	texts := make(map[string]string, len(rows))
	for _, row := range rows {
		texts[row.Field] = row.Body
	}
	return texts, wrap("texts", err)
}

type wordingRow struct{ Field, Body string }

func matterView(w workflow.World, org *roles.Org) workflow.MatterView {
	v := workflow.MatterView{Kind: w.Incident.Matter, Signers: workflow.NamesOfSigners(w, org)}
	if d := w.Incident.Detail; d != nil {
		v.Request, v.Application = d.Request, d.Application
	}
	v.CanConfirm = v.Kind == record.MatterRequest && w.Incident.State == record.Rectifying
	return v
}

const publicReference = `SELECT i.reference FROM incident i JOIN publication p ON p.incident_id = i.id WHERE ` + isPublic + ` AND i.id = $1`

// matter queues what else a filer sees of a matter: the own words, what was
// answered, whether the receipt opens an account.
func (t *trackLoad) matter(b *pgx.Batch, i record.Incident) {
	each(b, caseRespondents, i.ID, func(row respondentRow) error {
		t.view.Matter.OwnParties = append(t.view.Matter.OwnParties, workflow.RespondentView(row))
		return nil
	})
	each(b, `SELECT id, name, media_type, size, at FROM evidence WHERE report_id = $1 ORDER BY at, id`, t.report.ID, func(row evidenceRow) error {
		name, err := (&Reader{o: t.door.DoorOptions}).open(row.Name, "evidence", "name", row.ID)
		t.view.Matter.Files = append(t.view.Matter.Files, workflow.EvidenceView{ID: row.ID, Name: name, MediaType: row.MediaType, Size: row.Size, At: row.At})
		return err
	})
	each(b, publicReference, i.About, func(row struct{ Reference string }) error {
		t.view.Matter.About = row.Reference
		return nil
	})
}

// unverified reports a request of which it is not sure yet who asks. What the
// holder said is not told until then: else a request would tell whether
// somebody is in a data set.
func (t *trackLoad) unverified() bool {
	return t.detail != nil && t.detail.Request != nil && t.detail.Request.Verified == ""
}

func (t *trackLoad) sayMatter() {
	m := &t.view.Matter
	if m.Title, m.Narrative = t.reasons["title"], t.reasons["narrative"]; !t.own {
		m.Title, m.Narrative, m.OwnParties = "", "", nil // another filer's words
	}
	if t.detail == nil || t.detail.Answer == nil {
		return
	}
	a := t.detail.Answer
	m.Answer = &workflow.AnswerView{
		Text: t.reasons[workflow.ReasonField(a.Event)], Public: a.Public, Ground: a.Ground, Because: t.reasons[workflow.BecauseField(a.Event)],
	}
}

// Mine is what the signed-in filer of a matter sees of it, else
// record.ErrNotFound.
func (r *Reader) Mine(ctx context.Context, reference string) (workflow.TrackView, error) {
	rows, err := list[struct{ Receipt []byte }](ctx, r.db.pool, r.mine(`SELECT f.receipt`).add(` AND i.reference = ? ORDER BY f.at, f.id LIMIT 1`, reference))
	if err != nil {
		return workflow.TrackView{}, wrap("mine", err)
	}
	if len(rows) == 0 {
		return workflow.TrackView{}, record.ErrNotFound
	}
	w, report, err := r.db.WorldByReceipt(ctx, rows[0].Receipt)
	if err != nil {
		return workflow.TrackView{}, err
	}
	return (&Door{db: r.db, DoorOptions: r.o}).trackOf(ctx, w, report, r.now)
}
