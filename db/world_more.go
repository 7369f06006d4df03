package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/intake"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

var (
	_ workflow.Store    = (*DB)(nil)
	_ workflow.Due      = (*DB)(nil)
	_ publication.Store = (*DB)(nil)
	_ intake.Store      = (*DB)(nil)
)

// Report reads a report with its sealed fields, for a reading that was
// recorded.
func (db *DB) Report(ctx context.Context, id record.ID) (record.Report, error) {
	r, err := sqlgen.New(db.pool).ReportByID(ctx, id)
	if err != nil {
		return record.Report{}, notFound("report", err)
	}
	return reportOf(sqlgen.ReportByReceiptRow(r)), nil
}

// Respondents reads the accused of a case, individuals' names still sealed.
func (db *DB) Respondents(ctx context.Context, incident record.ID) ([]record.Respondent, error) {
	rows, err := sqlgen.New(db.pool).RespondentsOf(ctx, incident)
	if err != nil {
		return nil, wrap("respondents", err)
	}
	list := make([]record.Respondent, len(rows))
	for i, r := range rows {
		list[i] = record.Respondent{
			ID: r.ID, Incident: r.IncidentID, Kind: r.Kind, Role: r.Role, Name: r.Name, SealedName: r.SealedName,
			CreditCode: r.CreditCode, Agency: r.AgencyID,
		}
	}
	return list, nil
}

// PublicWorld loads the publication track of a case with what decides who
// stands how to it. A case of which nothing was proposed has the zero track.
func (db *DB) PublicWorld(ctx context.Context, reference string) (publication.World, roles.Case, error) {
	about, err := db.World(ctx, reference)
	if err != nil {
		return publication.World{}, roles.Case{}, err
	}
	id := about.Incident.ID
	w := publication.World{Public: record.Publication{Incident: id, State: record.Unpublished}, Matter: about.Incident.Matter}
	var accused []record.PublicParty
	b := &pgx.Batch{}
	each(b, caseRespondents, id, func(row respondentRow) error {
		accused = append(accused, row.public())
		return nil
	})
	b.Queue(sqlgen.PublicationOf, id).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[sqlgen.Publication])
		for _, p := range all {
			w.Public = publicationOf(p)
		}
		return err
	})
	b.Queue(sqlgen.VersionsOf, id).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[sqlgen.PublicationVersion])
		for _, row := range all {
			v, bad := versionOf(row)
			w.Versions, err = append(w.Versions, v), errors.Join(err, bad)
		}
		return err
	})
	if err := db.pool.SendBatch(ctx, b).Close(); err != nil {
		return publication.World{}, roles.Case{}, wrap("public world", err)
	}
	w.Shown = publication.Show(about.Incident.Origin, about.Incident.Outcome, accused)
	return w, about.Case(), nil
}

func publicationOf(p sqlgen.Publication) record.Publication {
	return record.Publication{
		Incident: p.IncidentID, Version: p.Version, State: record.PublicState(p.State), Number: int(p.Number),
		Pending: int(p.Pending), PublishedAt: p.PublishedAt, ChangedAt: p.ChangedAt,
	}
}

func versionOf(v sqlgen.PublicationVersion) (record.PublicVersion, error) {
	out := record.PublicVersion{
		Incident: v.IncidentID, Number: int(v.Number), Title: v.Title, Summary: v.Summary, HTML: v.Html,
		Verification: v.Verification, Kept: v.Kept, Proposer: v.Proposer, Clearer: v.Clearer, Note: v.Note,
		ProposedAt: v.ProposedAt, ClearedAt: v.ClearedAt, Answer: v.Answer,
	}
	return out, errors.Join(optional(v.Parties, &out.Parties), optional(v.Outcome, &out.Outcome))
}

// Imported looks up earlier imports by external id; unknown ids are missing
// from the answer.
func (db *DB) Imported(ctx context.Context, externalIDs []string) (map[string]intake.Known, error) {
	rows, err := sqlgen.New(db.pool).Imported(ctx, sqlgen.ImportedParams{HashField: intake.HashField, ExternalIds: externalIDs})
	if err != nil {
		return nil, wrap("imported", err)
	}
	known := make(map[string]intake.Known, len(rows))
	for _, r := range rows {
		known[r.ExternalID] = intake.Known{Reference: r.Reference, Hash: r.Hash}
	}
	return known, nil
}

// OrgWorld is the organisation's stream with its open proposals.
func (db *DB) OrgWorld(ctx context.Context) (workflow.OrgWorld, error) {
	q := sqlgen.New(db.pool)
	version, err := q.OrgVersion(ctx)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return workflow.OrgWorld{}, wrap("organisation world", err)
	}
	rows, err := q.OrgOpenProposals(ctx)
	w := workflow.OrgWorld{Version: version}
	for _, p := range rows {
		w.Proposals = append(w.Proposals, record.OrgProposal{
			ID: p.ID, Act: p.Act, Args: p.Args, State: p.State, ProposedBy: p.ProposedBy, DecidedBy: p.DecidedBy, At: p.At,
		})
	}
	return w, wrap("organisation world", err)
}
