package db

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/record"
	"gongzhi/workflow"
)

// replayBatch is how many cases are replayed at a time.
const replayBatch = 200

// checkReplay folds each case's events from nothing and compares with its
// rows: incident, duties, proposals and transfer.
func checkReplay(ctx context.Context, tx pgx.Tx) (Finding, error) {
	f := Finding{Name: "replaying a case's events gives its rows"}
	last := uuid.Nil
	for {
		rows, err := list[struct{ ID uuid.UUID }](ctx, tx, numbered(`SELECT id FROM incident WHERE id > $1 ORDER BY id LIMIT $2`, last, replayBatch))
		if err != nil || len(rows) == 0 {
			return f, err
		}
		last = rows[len(rows)-1].ID
		of := col(rows, func(r *struct{ ID uuid.UUID }) uuid.UUID { return r.ID })
		if err := replayAll(ctx, tx, of, &f); err != nil {
			return f, err
		}
	}
}

const (
	allDuties = `SELECT chain, level, incident_id, kind, lead, post_id, state, rule, rule_version, provisional, opened_at, due_at,
	first_due_at, base_due_at, risen_post, paused_for, pause_until, paused_at, ground, ended_at, ended_by, ended_via FROM duty WHERE incident_id = ANY ($1::uuid[])`
	allProposals = `SELECT id, incident_id, action, args, state, chain, proposed_by, decided_by, at FROM proposal WHERE incident_id = ANY ($1::uuid[])`
	allTransfers = `SELECT id, incident_id, from_agency, to_agency, offered_by, state, chain, at FROM transfer WHERE incident_id = ANY ($1::uuid[]) ORDER BY at, id`
	allTasks     = `SELECT id, incident_id, kind, state, chain, to_id, of_chain, of_level, of_person, given_by, ended_by, result, at, ended_at
	FROM task WHERE incident_id = ANY ($1::uuid[])`
	allEvents = `SELECT subject_id, canonical, salt FROM event WHERE subject_kind = 'incident' AND subject_id = ANY ($1::uuid[]) ORDER BY subject_id, seq`
)

type ownedEvent struct {
	Subject         uuid.UUID
	Canonical, Salt []byte
}

func replayAll(ctx context.Context, tx pgx.Tx, of []uuid.UUID, f *Finding) error {
	l := loading{worlds: map[uuid.UUID]*workflow.World{}}
	events := map[uuid.UUID][]record.Event{}
	b := &pgx.Batch{}
	collect(b, sqlgen.WorldIncidents, of, l.incident)
	collect(b, sqlgen.WorldParties, of, l.party)
	collect(b, allDuties, of, l.duty)
	collect(b, allProposals, of, l.proposal)
	collect(b, allTransfers, of, l.transfer)
	collect(b, allTasks, of, l.task)
	collect(b, allEvents, of, func(row ownedEvent) error {
		e, err := parseEvent(row.Canonical, row.Salt)
		events[row.Subject] = append(events[row.Subject], e)
		return err
	})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	for _, id := range of {
		f.Looked++
		rows := *l.worlds[id]
		if part := differs(workflow.Replay(events[id]), rows); part != "" {
			f.Broken++
			if f.First == "" {
				f.First = rows.Incident.Reference + " " + part
			}
		}
	}
	return nil
}

// differs names the first part in which two worlds differ.
func differs(a, b workflow.World) string {
	sortWorld(&a)
	sortWorld(&b)
	for _, part := range []struct {
		name string
		a, b any
	}{
		{"incident", a.Incident, b.Incident},
		{"duties", a.Duties, b.Duties},
		{"proposals", a.Proposals, b.Proposals},
		{"tasks", a.Tasks, b.Tasks},
		{"transfer", a.Transfer, b.Transfer},
	} {
		x, errX := json.Marshal(part.a)
		y, errY := json.Marshal(part.b)
		if errX != nil || errY != nil || !bytes.Equal(x, y) {
			return part.name
		}
	}
	return ""
}

// sortWorld puts rows into an order of their own, so that only content counts.
func sortWorld(w *workflow.World) {
	w.Duties = append([]record.Duty{}, w.Duties...)
	w.Proposals = append([]record.Proposal{}, w.Proposals...)
	slices.SortFunc(w.Duties, func(a, b record.Duty) int {
		return cmp.Or(bytes.Compare(a.Chain[:], b.Chain[:]), cmp.Compare(a.Level, b.Level))
	})
	w.Tasks = append([]record.Task{}, w.Tasks...)
	slices.SortFunc(w.Tasks, func(a, b record.Task) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	slices.SortFunc(w.Proposals, func(a, b record.Proposal) int { return bytes.Compare(a.ID[:], b.ID[:]) })
}
