package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/workflow"
)

const publicPage = publicColumns + `, i.id, v.html, v.note, i.origin, i.pieces, i.outcome` + publicTables + ` WHERE i.reference = $1 AND p.number > 0`

type publicPageRow struct {
	publicRow
	ID                 uuid.UUID
	HTML, Note, Origin string
	Pieces, Outcome    []byte
}

// Incident reads a published page. Of one that was withdrawn only the
// tombstone is left: that it was, and why it went. What was never published is
// not found.
func (r publicReader) Incident(ctx context.Context, reference string) (workflow.PublicIncident, error) {
	var v workflow.PublicIncident
	err := r.db.snapshot(ctx, "public page", func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, publicPage, reference)
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, scanPublicPage)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return record.ErrNotFound
		}
		v, err = found[0].view()
		if err != nil {
			return err
		}
		b := &pgx.Batch{}
		each(b, publicVersions, found[0].ID, func(row publicVersionRow) error {
			v.Versions = append(v.Versions, workflow.PublicVersionView(row))
			return nil
		})
		if !withdrawn(v) {
			each(b, caseRespondents, found[0].ID, func(row respondentRow) error {
				v.Parties = append(v.Parties, publicParty(row, v, found[0].Origin))
				return nil
			})
		}
		return tx.SendBatch(ctx, b).Close()
	})
	return v, err
}

func scanPublicPage(row pgx.CollectableRow) (p publicPageRow, err error) {
	err = row.Scan(&p.Reference, &p.Title, &p.Summary, &p.State, &p.Public, &p.Verification, &p.AgencyZh, &p.AgencyEn, &p.Region,
		&p.Sector, &p.Violation, &p.Persons, &p.OccurredOn, &p.DiscoveredOn, &p.ReceivedAt, &p.PublishedAt, &p.ChangedAt, &p.Credit,
		&p.Number, &p.ID, &p.HTML, &p.Note, &p.Origin, &p.Pieces, &p.Outcome)
	return p, err
}

func (p publicPageRow) view() (workflow.PublicIncident, error) {
	card, err := p.card()
	v := workflow.PublicIncident{PublicCard: card, HTML: p.HTML, Note: p.Note}
	if err != nil {
		return v, err
	}
	if withdrawn(v) {
		return workflow.PublicIncident{Note: p.Note, PublicCard: workflow.PublicCard{
			Reference: card.Reference, Public: record.Withdrawn, PublishedAt: card.PublishedAt, ChangedAt: card.ChangedAt, Number: card.Number,
		}}, nil
	}
	if v.Outcome, err = outcomeOf(p.Outcome); err != nil {
		return v, err
	}
	return v, optional(p.Pieces, &v.Pieces)
}

func withdrawn(v workflow.PublicIncident) bool {
	return v.Public != record.Published && v.Public != record.Corrected
}

// publicParty names an enterprise or an organ once the matter was found to be
// founded, or where the record was public before; an individual never.
func publicParty(row respondentRow, v workflow.PublicIncident, origin string) workflow.RespondentView {
	founded := v.Outcome != nil && v.Outcome.Founded
	if row.Kind == "individual" || row.Sealed || (!founded && origin != "historical") {
		return workflow.RespondentView{Kind: row.Kind, Role: row.Role, Sealed: true}
	}
	return workflow.RespondentView(row)
}

const publicVersions = `SELECT number, note, cleared_at FROM publication_version
WHERE incident_id = $1 AND cleared_at IS NOT NULL ORDER BY number DESC`

type publicVersionRow struct {
	Number int
	Note   string
	At     time.Time
}
