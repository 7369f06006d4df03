package db

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"gongzhi/record"
	"gongzhi/workflow"
)

const (
	allDuties = `SELECT chain, level, incident_id, kind, lead, post_id, state, rule, rule_version, provisional, opened_at, due_at,
	first_due_at, base_due_at, risen_post, paused_for, pause_until, paused_at, ground, ended_at, ended_by, ended_via, start_level FROM duty WHERE incident_id = ANY ($1::uuid[])`
	allProposals = `SELECT id, incident_id, action, args, state, chain, proposed_by, decided_by, at FROM proposal WHERE incident_id = ANY ($1::uuid[])`
	allTransfers = `SELECT id, incident_id, from_agency, to_agency, offered_by, state, chain, at FROM transfer WHERE incident_id = ANY ($1::uuid[]) ORDER BY at, id`
	allMerges    = `SELECT id, incident_id, gone_id, state, doc, at, ended_at FROM merge WHERE incident_id = ANY ($1::uuid[])`
	allTasks     = `SELECT id, incident_id, kind, state, chain, to_id, of_chain, of_level, of_person, given_by, ended_by, result, at, ended_at, ground, until_at, post_id
	FROM task WHERE incident_id = ANY ($1::uuid[])`
)

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
		{"appeals", a.Appeals, b.Appeals},
		{"merges", a.Merges, b.Merges},
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
	w.Merges = append([]record.Merge{}, w.Merges...)
	slices.SortFunc(w.Merges, func(a, b record.Merge) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	w.Appeals = append([]record.Appeal{}, w.Appeals...)
	slices.SortFunc(w.Appeals, func(a, b record.Appeal) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	slices.SortFunc(w.Proposals, func(a, b record.Proposal) int { return bytes.Compare(a.ID[:], b.ID[:]) })
}
