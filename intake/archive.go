package intake

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// HashField is the text beside an imported incident that keeps the hash of the
// record as it was imported last. It is no wording and is shown nowhere.
const HashField = "import_hash"

// Store is what importing historical records needs of the database.
type Store interface {
	Index
	// ByExternalID loads the world of an imported incident, or false.
	ByExternalID(ctx context.Context, externalID string) (workflow.World, bool, error)
	// PublicWorld loads the publication track of a case.
	PublicWorld(ctx context.Context, reference string) (publication.World, roles.Case, error)
	// Apply writes the changes in one transaction, or nothing.
	Apply(ctx context.Context, changes ...record.Change) error
}

// Archive imports historical public records: decided, closed and published
// with their credit, cleared by two named people.
type Archive struct {
	Store     Store
	Env       func() workflow.Env
	Reference func() (string, error) // draws a public reference
	Proposer  roles.ID               // the two people who clear the wording
	Clearer   roles.ID
	Trust     *Trust
}

// planned is a record with what storing it would write.
type planned struct {
	changes []record.Change
	result  Result
}

// Import stores the records that are new or changed in one transaction. Where
// it is refused each record is tried alone, so that one does not stop others.
func (a *Archive) Import(ctx context.Context, records []Record) ([]Result, error) {
	if a.Proposer == uuid.Nil || a.Clearer == uuid.Nil || a.Proposer == a.Clearer {
		return nil, errors.New("intake: two different people must clear a public record")
	}
	known, err := a.Store.Imported(ctx, externalIDs(records))
	if err != nil {
		return nil, err
	}
	plans, err := a.plan(ctx, records, known)
	if err != nil {
		return nil, err
	}
	if err := a.applyAll(ctx, plans); err == nil {
		a.trust().failures = 0
		return results(plans), nil
	} else if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return a.oneByOne(ctx, records, plans)
}

func (a *Archive) trust() *Trust {
	if a.Trust == nil {
		a.Trust = &Trust{}
	}
	return a.Trust
}

func (a *Archive) plan(ctx context.Context, records []Record, known map[string]Known) ([]planned, error) {
	plans := make([]planned, 0, len(records))
	for _, rec := range records {
		k, there := known[rec.ExternalID]
		if there && k.Hash == rec.Hash() {
			plans = append(plans, planned{result: Result{Outcome: Unchanged, Reference: k.Reference}})
			continue
		}
		p := a.one(ctx, rec)
		if err := a.trust().saw(ctx, p.result.Err); err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

func (a *Archive) applyAll(ctx context.Context, plans []planned) error {
	var changes []record.Change
	for _, p := range plans {
		changes = append(changes, p.changes...)
	}
	if len(changes) == 0 {
		return nil
	}
	return a.Store.Apply(ctx, changes...)
}

func results(plans []planned) []Result {
	list := make([]Result, 0, len(plans))
	for _, p := range plans {
		list = append(list, p.result)
	}
	return list
}

const tries = 3

// oneByOne stores each record by itself; where somebody was faster it is
// planned again from what is there now.
func (a *Archive) oneByOne(ctx context.Context, records []Record, plans []planned) ([]Result, error) {
	for i := range plans {
		if len(plans[i].changes) == 0 {
			continue
		}
		for try := 1; ; try++ {
			err := a.Store.Apply(ctx, plans[i].changes...)
			if err == nil {
				break
			}
			if !overtaken(err) || try == tries {
				plans[i].result = Result{Err: err}
				break
			}
			if plans[i] = a.one(ctx, records[i]); len(plans[i].changes) == 0 {
				break
			}
		}
		if err := a.trust().saw(ctx, plans[i].result.Err); err != nil {
			return nil, err
		}
	}
	return results(plans), nil
}

func overtaken(err error) bool {
	r, ok := record.AsRefusal(err)
	return ok && r.Kind == record.Stale
}

// one decides what storing a record writes.
func (a *Archive) one(ctx context.Context, rec Record) planned {
	w, there, err := a.Store.ByExternalID(ctx, rec.ExternalID)
	if err != nil {
		return planned{result: Result{Err: err}}
	}
	if there {
		return a.amend(ctx, rec, w)
	}
	return a.create(rec)
}

func (a *Archive) create(rec Record) planned {
	reference, err := a.Reference()
	if err != nil {
		return planned{result: Result{Err: err}}
	}
	env := a.Env()
	change, err := a.decide(workflow.World{}, rec, reference, env)
	if err != nil {
		return planned{result: Result{Err: err}}
	}
	track := publication.World{Public: record.Publication{Incident: change.Incidents[0].ID}}
	public, err := a.publish(track, rec, "", env)
	if err != nil {
		return planned{result: Result{Err: err}}
	}
	return planned{[]record.Change{change, public}, Result{Outcome: Created, Reference: reference}}
}

func (a *Archive) amend(ctx context.Context, rec Record, w workflow.World) planned {
	if w.Incident.Origin != OriginHistorical {
		return planned{result: Result{Err: &RowError{Field: "external_id", Code: "not_historical", Detail: "belongs to a report, not to a historical record"}}}
	}
	reference := w.Incident.Reference
	track, _, err := a.Store.PublicWorld(ctx, reference)
	if err != nil && !errors.Is(err, record.ErrNotFound) {
		return planned{result: Result{Err: err}}
	}
	track.Public.Incident = w.Incident.ID
	env := a.Env()
	change, err := a.decide(w, rec, reference, env)
	if err != nil {
		return planned{result: Result{Err: err}}
	}
	changes := []record.Change{change}
	// What was taken off the public page stays off: only people put it back.
	if track.Public.State != record.Withdrawn {
		public, err := a.publish(track, rec, noteOf(rec), env)
		if err != nil {
			return planned{result: Result{Err: err}}
		}
		changes = append(changes, public)
	}
	return planned{changes, Result{Outcome: Amended, Reference: reference}}
}

const defaultNote = "The source changed its record."

func noteOf(rec Record) string {
	if rec.Note != "" {
		return rec.Note
	}
	return defaultNote
}

// decide asks the workflow, and keeps the record's hash beside its texts.
func (a *Archive) decide(w workflow.World, rec Record, reference string, env workflow.Env) (record.Change, error) {
	seed, err := workflow.NewSeed()
	if err != nil {
		return record.Change{}, err
	}
	action := workflow.ImportHistorical
	if w.Incident.ID != uuid.Nil {
		action = workflow.Amend
	}
	change, err := workflow.Decide(w, workflow.Command{
		Action: action, Actor: roles.Actor{Role: roles.System}, Seed: seed, Filing: a.filing(rec, reference),
	}, env)
	if err != nil {
		return record.Change{}, err
	}
	if len(change.Incidents) != 1 {
		return record.Change{}, fmt.Errorf("intake: the import wrote %d incidents instead of one", len(change.Incidents))
	}
	salt, err := workflow.NewSeed()
	if err != nil {
		return record.Change{}, err
	}
	change.Texts = append(change.Texts, record.Text{
		Incident: change.Incidents[0].ID, Field: HashField, Body: rec.Hash(), Salt: salt[:], At: env.Now,
	})
	return record.Bind(change)
}

func (a *Archive) filing(rec Record, reference string) *workflow.Filing {
	f := &workflow.Filing{
		Reference: reference, Title: rec.Title, Narrative: rec.Narrative, Violation: rec.Violation,
		Region: rec.Region, Sector: rec.Sector, OccurredOn: rec.OccurredOn, DiscoveredOn: rec.DiscoveredOn,
		Persons: rec.Persons, Pieces: rec.Pieces, ReceivedAt: rec.ReceivedAt, Lang: rec.Lang,
		Historical: &workflow.Historical{
			ExternalID: rec.ExternalID, Credit: rec.Credit, HTML: rec.HTML, Verification: rec.Verification,
			Proposer: a.Proposer, Clearer: a.Clearer, Kept: rec.Kept,
		},
	}
	for i, p := range rec.Respondents {
		f.Respondents = append(f.Respondents, record.Respondent{
			ID: partyID(rec.ExternalID, i), Kind: p.Kind, Role: p.Role, Name: p.Name, CreditCode: p.CreditCode,
		})
		if p.Name != "" {
			f.Accused = append(f.Accused, roles.NameParty(p.Name))
		}
		if p.CreditCode != "" {
			f.Accused = append(f.Accused, roles.CodeParty(p.CreditCode))
		}
	}
	return f
}

// partyID is the same for the same place of the same record, so that a later
// import means the same row.
func partyID(externalID string, i int) record.ID {
	return uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "gongzhi:import:%s:respondent:%d", externalID, i))
}
