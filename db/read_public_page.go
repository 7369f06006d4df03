package db

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/workflow"
)

const publicPage = publicColumns + `, i.id, v.html, v.note, i.pieces, v.parties, v.outcome` + publicTables + ` WHERE i.reference = $1 AND i.matter = 'incident' AND p.number > 0`

type publicPageRow struct {
	publicRow
	ID                       uuid.UUID
	HTML, Note               string
	Pieces, Parties, Outcome []byte
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
		if !withdrawn(v) {
			if v.Prolonged, err = prolongings(ctx, tx, found[0].ID); err != nil {
				return err
			}
		}
		b := &pgx.Batch{}
		each(b, publicMergedInto, found[0].ID, func(row struct{ Reference string }) error {
			v.MergedInto = row.Reference
			return nil
		})
		each(b, publicVersions, found[0].ID, func(row publicVersionRow) error {
			if withdrawn(v) && len(v.Versions) > 0 {
				row.Note = "" // only why it went is left
			}
			v.Versions = append(v.Versions, workflow.PublicVersionView(row))
			return nil
		})
		return tx.SendBatch(ctx, b).Close()
	})
	return v, err
}

func scanPublicPage(row pgx.CollectableRow) (p publicPageRow, err error) {
	err = row.Scan(&p.Reference, &p.Title, &p.Summary, &p.State, &p.Public, &p.Verification, &p.AgencyZh, &p.AgencyEn, &p.Region,
		&p.Sector, &p.Violation, &p.Persons, &p.OccurredOn, &p.DiscoveredOn, &p.ReceivedAt, &p.PublishedAt, &p.ChangedAt, &p.Credit,
		&p.Number, &p.ID, &p.HTML, &p.Note, &p.Pieces, &p.Parties, &p.Outcome)
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
	var parties []record.PublicParty
	err = errors.Join(optional(p.Parties, &parties), optional(p.Outcome, &v.Outcome), optional(p.Pieces, &v.Pieces))
	for _, party := range parties {
		v.Parties = append(v.Parties, publicParty(party))
	}
	return v, err
}

func withdrawn(v workflow.PublicIncident) bool {
	return v.Public != record.Published && v.Public != record.Corrected
}

// publicParty shows a party as the version that was cleared shows it.
func publicParty(p record.PublicParty) workflow.RespondentView {
	return workflow.RespondentView{
		Kind: p.Kind, Role: p.Role, Name: p.Name, CreditCode: p.CreditCode, Sealed: p.Name == "" && p.CreditCode == "",
	}
}

const publicMergedInto = `SELECT i.reference FROM merge m JOIN incident i ON i.id = m.incident_id JOIN publication p ON p.incident_id = i.id
WHERE m.gone_id = $1 AND m.state = 'merged' AND ` + isPublic

const publicVersions = `SELECT number, note, cleared_at FROM publication_version
WHERE incident_id = $1 AND cleared_at IS NOT NULL ORDER BY number DESC`

type publicVersionRow struct {
	Number int
	Note   string
	At     time.Time
}
