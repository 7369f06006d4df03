package db

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// sender is a pool or a transaction.
type sender interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// World loads the case behind a public reference, or fails with
// workflow.ErrNotFound.
func (db *DB) World(ctx context.Context, reference string) (workflow.World, error) {
	id, err := sqlgen.New(db.pool).IncidentIDByReference(ctx, reference)
	if err != nil {
		return workflow.World{}, notFound("world", err)
	}
	return db.WorldOf(ctx, id)
}

// WorldOf loads a case by its internal id.
func (db *DB) WorldOf(ctx context.Context, incident record.ID) (workflow.World, error) {
	worlds, err := db.Worlds(ctx, []record.ID{incident})
	if err != nil {
		return workflow.World{}, err
	}
	if len(worlds) == 0 {
		return workflow.World{}, workflow.ErrNotFound
	}
	return worlds[0], nil
}

// WorldByReceipt loads the case and the report behind a receipt's keyed hash.
func (db *DB) WorldByReceipt(ctx context.Context, receiptHash []byte) (workflow.World, record.Report, error) {
	r, err := sqlgen.New(db.pool).ReportByReceipt(ctx, receiptHash)
	if err != nil {
		return workflow.World{}, record.Report{}, notFound("world by receipt", err)
	}
	w, err := db.standing(ctx, r.IncidentID)
	return w, reportOf(r), err
}

// standing is a case, or the one it became part of: receipts and addresses
// lead on.
func (db *DB) standing(ctx context.Context, incident record.ID) (workflow.World, error) {
	for {
		w, err := db.WorldOf(ctx, incident)
		if err != nil || w.Incident.State != record.Merged {
			return w, err
		}
		if incident, err = db.MergedInto(ctx, incident); err != nil {
			return w, err
		}
	}
}

// PublicWorldOf loads the case behind a public page, or the one that it became
// part of; it fails with workflow.ErrNotFound where nothing is published.
func (db *DB) PublicWorldOf(ctx context.Context, reference string) (workflow.World, error) {
	var id record.ID
	err := db.pool.QueryRow(ctx, `SELECT i.id FROM incident i JOIN publication p ON p.incident_id = i.id WHERE i.reference = $1 AND `+isPublic, reference).Scan(&id)
	if err != nil {
		return workflow.World{}, notFound("public world of", err)
	}
	return db.standing(ctx, id)
}

// MergedInto is the case that a merged one became part of, or
// workflow.ErrNotFound.
func (db *DB) MergedInto(ctx context.Context, gone record.ID) (record.ID, error) {
	id, err := sqlgen.New(db.pool).MergedInto(ctx, gone)
	if err != nil {
		return id, notFound("merged into", err)
	}
	return id, nil
}

func reportOf(r sqlgen.ReportByReceiptRow) record.Report {
	return record.Report{
		ID: r.ID, Incident: r.IncidentID, Receipt: r.Receipt, FilerKind: r.FilerKind, Filer: r.Filer,
		Organization: r.OrganizationID, Identity: r.Identity, Contact: r.Contact, OnBehalf: r.OnBehalf,
		FiledOn: record.Date(r.FiledOn), At: r.At, Lang: r.Lang,
	}
}

// ByExternalID loads the case of an imported record, or reports false.
func (db *DB) ByExternalID(ctx context.Context, externalID string) (workflow.World, bool, error) {
	id, err := sqlgen.New(db.pool).IncidentIDByExternalID(ctx, externalID)
	if errors.Is(err, pgx.ErrNoRows) {
		return workflow.World{}, false, nil
	}
	if err != nil {
		return workflow.World{}, false, wrap("world by external id", err)
	}
	w, err := db.WorldOf(ctx, id)
	return w, err == nil, err
}

func notFound(op string, err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return workflow.ErrNotFound
	}
	return wrap(op, err)
}

// Worlds loads several cases in one round trip, in the order of their ids
// given; ids without a case are left out.
func (db *DB) Worlds(ctx context.Context, incidents []record.ID) ([]workflow.World, error) {
	return loadWorlds(ctx, db.pool, incidents)
}

// loading gathers the rows of several cases.
type loading struct {
	worlds map[uuid.UUID]*workflow.World
}

func loadWorlds(ctx context.Context, s sender, incidents []record.ID) ([]workflow.World, error) {
	return load(ctx, s, incidents, func(b *pgx.Batch, l loading) {
		l.queueForTime(b, incidents)
		collect(b, sqlgen.WorldTransfers, incidents, l.transfer)
		collect(b, sqlgen.WorldReports, incidents, l.told)
		collect(b, sqlgen.WorldAppeals, incidents, l.appeal)
		collect(b, sqlgen.WorldMerges, incidents, l.merge)
		collect(b, sqlgen.WorldRatings, incidents, l.rating)
		collect(b, sqlgen.WorldPublic, incidents, l.public)
		collect(b, sqlgen.WorldSigners, incidents, l.signer)
		collect(b, sqlgen.WorldNotes, incidents, l.notes)
	})
}

// loadForTime loads what workflow.World.ForTime keeps.
func loadForTime(ctx context.Context, s sender, incidents []record.ID) ([]workflow.World, error) {
	return load(ctx, s, incidents, func(b *pgx.Batch, l loading) { l.queueForTime(b, incidents) })
}

func (l loading) queueForTime(b *pgx.Batch, incidents []record.ID) {
	collect(b, sqlgen.WorldIncidents, incidents, l.incident)
	collect(b, sqlgen.WorldParties, incidents, l.party)
	collect(b, sqlgen.WorldDuties, incidents, l.duty)
	collect(b, sqlgen.WorldProposals, incidents, l.proposal)
	collect(b, sqlgen.WorldTasks, incidents, l.task)
	collect(b, sqlgen.WorldDeciders, incidents, l.decider)
}

func load(ctx context.Context, s sender, incidents []record.ID, queue func(*pgx.Batch, loading)) ([]workflow.World, error) {
	if len(incidents) == 0 {
		return nil, nil
	}
	l := loading{worlds: make(map[uuid.UUID]*workflow.World, len(incidents))}
	b := &pgx.Batch{}
	queue(b, l)
	if err := s.SendBatch(ctx, b).Close(); err != nil {
		return nil, wrap("load worlds", err)
	}
	out := make([]workflow.World, 0, len(incidents))
	for _, id := range incidents {
		if w, ok := l.worlds[id]; ok {
			out = append(out, *w)
		}
	}
	return out, nil
}

// collect queues a query whose rows are handed to take one by one.
func collect[R any](b *pgx.Batch, sql string, incidents []record.ID, take func(R) error) {
	b.Queue(sql, incidents).Query(func(rows pgx.Rows) error {
		var r, none R
		_, err := pgx.ForEachRow(rows, columns(&r), func() error {
			row := r
			r = none // a NULL leaves some fields as they were
			return take(row)
		})
		return err
	})
}

// columns are a row's fields in their order, found once for all rows of a query.
func columns[R any](r *R) []any {
	v := reflect.ValueOf(r).Elem()
	fields := make([]any, v.NumField())
	for i := range fields {
		fields[i] = v.Field(i).Addr().Interface()
	}
	return fields
}

func (l loading) incident(r sqlgen.WorldIncidentsRow) error {
	i := record.Incident{
		ID: r.ID, Reference: r.Reference, Version: r.Version, State: record.State(r.State), Agency: r.AgencyID,
		LeadChain: r.LeadChain, LeadLevel: int(r.LeadLevel), Origin: r.Origin, Violation: r.Violation, Region: r.Region,
		Sector: r.Sector, OccurredOn: record.Date(r.OccurredOn), DiscoveredOn: record.Date(r.DiscoveredOn), Persons: r.Persons,
		ExternalID: r.ExternalID, ReceivedAt: r.ReceivedAt, ChangedAt: r.ChangedAt, ClosedAt: r.ClosedAt,
		Matter: record.Matter(r.Matter), About: r.AboutID, Urgent: r.Urgent,
	}
	l.worlds[i.ID] = &workflow.World{}
	err := errors.Join(optional(r.Pieces, &i.Pieces), optional(r.Outcome, &i.Outcome), optional(r.Credit, &i.Credit), optional(r.Detail, &i.Detail))
	l.worlds[i.ID].Incident = i
	return err
}

// optional reads a JSON column that may be NULL.
func optional(b []byte, into any) error {
	if b == nil {
		return nil
	}
	return json.Unmarshal(b, into)
}

// of is the case a row belongs to; a row of a case that appeared after the
// incidents were read belongs to none of ours.
func (l loading) of(incident uuid.UUID) *workflow.World {
	if w, ok := l.worlds[incident]; ok {
		return w
	}
	return &workflow.World{}
}

func (l loading) party(r sqlgen.WorldPartiesRow) error {
	w := l.of(r.IncidentID)
	w.Incident.Accused = append(w.Incident.Accused, roles.Party(r.Party))
	return nil
}

// duty takes a live duty, or one that was done and whose time is had once.
func (l loading) duty(r sqlgen.WorldDutiesRow) error {
	w, x := l.of(r.IncidentID), dutyOf(r)
	if x.State.Live() {
		w.Duties = append(w.Duties, x)
	} else {
		w.Had = append(w.Had, x)
	}
	return nil
}

// anyDuty takes every duty there ever was, as replay gives them.
func (l loading) anyDuty(r sqlgen.WorldDutiesRow) error {
	w := l.of(r.IncidentID)
	w.Duties = append(w.Duties, dutyOf(r))
	return nil
}

func dutyOf(r sqlgen.WorldDutiesRow) record.Duty {
	return record.Duty{
		Chain: r.Chain, Level: int(r.Level), Incident: r.IncidentID, Kind: r.Kind, Lead: r.Lead, Post: r.PostID,
		State: record.DutyState(r.State), Rule: r.Rule, RuleVersion: r.RuleVersion, Provisional: r.Provisional,
		OpenedAt: r.OpenedAt, DueAt: r.DueAt, FirstDueAt: r.FirstDueAt, BaseDueAt: r.BaseDueAt, Risen: r.RisenPost,
		PausedFor: r.PausedFor, PauseUntil: r.PauseUntil, PausedAt: r.PausedAt, Ground: r.Ground,
		EndedAt: r.EndedAt, EndedBy: r.EndedBy, EndedVia: r.EndedVia, Start: int(r.StartLevel),
	}
}

func (l loading) proposal(r sqlgen.Proposal) error {
	w := l.of(r.IncidentID)
	w.Proposals = append(w.Proposals, record.Proposal{
		ID: r.ID, Incident: r.IncidentID, Action: r.Action, Args: r.Args, State: r.State, Chain: r.Chain,
		ProposedBy: r.ProposedBy, DecidedBy: r.DecidedBy, At: r.At,
	})
	return nil
}

func (l loading) transfer(r sqlgen.Transfer) error {
	t := transferOf(r)
	l.of(r.IncidentID).Transfer = &t
	return nil
}

func transferOf(r sqlgen.Transfer) record.Transfer {
	return record.Transfer{
		ID: r.ID, Incident: r.IncidentID, From: r.FromAgency, To: r.ToAgency, By: r.OfferedBy, State: r.State, Chain: r.Chain, At: r.At,
	}
}

func (l loading) task(r sqlgen.Task) error {
	w := l.of(r.IncidentID)
	t := record.Task{
		ID: r.ID, Incident: r.IncidentID, Kind: r.Kind, State: record.TaskState(r.State), Chain: r.Chain, To: r.ToID,
		OfChain: r.OfChain, OfLevel: int(r.OfLevel), OfPerson: r.OfPerson, By: r.GivenBy, EndedBy: r.EndedBy, Result: r.Result, At: r.At,
		Ground: r.Ground, Post: r.PostID,
	}
	if r.EndedAt != nil {
		t.EndedAt = *r.EndedAt
	}
	if r.UntilAt != nil {
		t.Until = *r.UntilAt
	}
	w.Tasks = append(w.Tasks, t)
	return nil
}

func (l loading) public(r sqlgen.WorldPublicRow) error {
	w := l.of(r.ID)
	w.Public, w.Suspected = r.Public, r.Suspected
	return nil
}

func (l loading) told(r sqlgen.WorldReportsRow) error {
	w := l.of(r.IncidentID)
	w.Told = append(w.Told, record.Told{Report: r.ID, Filer: r.Filer, Organization: r.OrganizationID, Withdrawn: r.Withdrawn, OnBehalf: r.OnBehalf})
	if r.Filer != uuid.Nil {
		w.Filers = append(w.Filers, r.Filer)
	}
	if r.OrganizationID != uuid.Nil {
		w.FilerOrgs = append(w.FilerOrgs, r.OrganizationID)
	}
	return nil
}

// rating marks a report whose filer said how the outcome was; reports are
// loaded before ratings.
func (l loading) rating(r sqlgen.WorldRatingsRow) error {
	w := l.of(r.IncidentID)
	for i := range w.Told {
		if w.Told[i].Report == r.ReportID {
			w.Told[i].RatedAt = &r.At
		}
	}
	return nil
}

func (l loading) appeal(r sqlgen.Appeal) error {
	w := l.of(r.IncidentID)
	w.Appeals = append(w.Appeals, appealOf(r))
	return nil
}

func appealOf(r sqlgen.Appeal) record.Appeal {
	return record.Appeal{
		ID: r.ID, Incident: r.IncidentID, Report: r.ReportID, Ground: r.Ground, State: r.State, From: record.State(r.FromState),
		Agency: r.AgencyID, Chain: r.Chain, Kind: r.Kind, Post: r.PostID, Risen: r.RisenPost, Left: r.Remaining, Level: int(r.Level), At: r.At, EndedAt: r.EndedAt,
	}
}

func (l loading) merge(r sqlgen.Merge) error {
	var m record.Merge
	err := json.Unmarshal(r.Doc, &m)
	m.ID, m.Incident, m.Gone, m.State, m.At, m.EndedAt = r.ID, r.IncidentID, r.GoneID, r.State, r.At, r.EndedAt
	w := l.of(r.IncidentID)
	w.Merges = append(w.Merges, m)
	return err
}

func (l loading) decider(r sqlgen.WorldDecidersRow) error {
	w := l.of(r.IncidentID)
	w.Deciders = append(w.Deciders, r.Person)
	return nil
}

func (l loading) signer(r sqlgen.WorldSignersRow) error {
	w := l.of(r.IncidentID)
	w.Signers = append(w.Signers, r.OrganizationID)
	return nil
}

func (l loading) notes(r sqlgen.WorldNotesRow) error {
	w := l.of(r.ID)
	w.Notes, w.AskedAt = r.Version, r.AskedAt.UTC()
	return nil
}
