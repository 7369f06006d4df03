package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
)

// Fold applies one event to the world. It is the only place that changes a
// case: Decide runs on it, and replaying a case's events through it must give
// the tables.
func Fold(w World, e record.Event) World {
	if e.Subject.Kind != record.SubjectIncident {
		if e.Subject.Kind == record.SubjectCorrespondence {
			w.Notes, w.Told = e.Seq, foldTold(w.Told, e)
			if e.Kind == "question.asked" {
				w.AskedAt = e.At
			}
			if e.Kind == cosigned {
				w.Signers = append(slices.Clone(w.Signers), e.Actor.Organization)
			}
		}
		return w
	}
	f := e.Facts
	if f.Incident != nil {
		w.Incident = *f.Incident
	}
	w.Duties = foldDuties(w.Duties, f)
	w = foldState(w, e)
	w.Told = foldTold(w.Told, e)
	for _, a := range f.Appeals {
		w.Appeals = upsert(w.Appeals, a, func(x record.Appeal) bool { return x.ID == a.ID })
	}
	if f.Merge != nil && f.Merge.Incident == e.Subject.ID {
		w.Merges = upsert(w.Merges, *f.Merge, func(m record.Merge) bool { return m.ID == f.Merge.ID })
	}
	for _, d := range f.Opened {
		if d.Lead {
			w.Incident.LeadChain, w.Incident.LeadLevel = d.Chain, d.Level
		}
	}
	if f.Proposal != nil {
		w.Proposals = upsert(w.Proposals, *f.Proposal, func(p record.Proposal) bool { return p.ID == f.Proposal.ID })
	}
	for _, t := range f.Tasks {
		w.Tasks = upsert(w.Tasks, t, func(x record.Task) bool { return x.ID == t.ID })
	}
	if f.Transfer != nil {
		t := *f.Transfer
		w.Transfer = &t
	}
	return w
}

func foldState(w World, e record.Event) World {
	w.Incident.Version, w.Incident.ChangedAt = e.Seq, e.At
	if e.Facts.Agency != nil {
		w.Incident.Agency = *e.Facts.Agency
	}
	if e.Facts.Outcome != nil {
		w.Incident.Outcome = e.Facts.Outcome
	}
	if e.Facts.Detail != nil {
		w.Incident.Detail = e.Facts.Detail
	}
	if e.Facts.To != "" {
		w.Incident.State = e.Facts.To
	}
	if w.Incident.State.Open() {
		w.Incident.ClosedAt = nil
	} else {
		w.Incident.LeadChain, w.Incident.LeadLevel = uuid.Nil, 0
		if w.Incident.ClosedAt == nil {
			at := e.At
			w.Incident.ClosedAt = &at
		}
	}
	return w
}

func foldDuties(before []record.Duty, f record.Facts) []record.Duty {
	duties := slices.Clone(before)
	at := func(chain record.ID, level int) *record.Duty {
		i := slices.IndexFunc(duties, func(d record.Duty) bool { return d.Chain == chain && d.Level == level })
		if i < 0 {
			return &record.Duty{}
		}
		return &duties[i]
	}
	for _, end := range f.Ended {
		d, when := at(end.Chain, end.Level), end.At
		d.State, d.EndedAt, d.EndedBy, d.EndedVia = end.State, &when, end.By, end.Via
	}
	for _, move := range f.Moved {
		d := at(move.Chain, move.Level)
		d.Post, d.Risen = move.To, move.Risen
	}
	for _, due := range f.Rescaled {
		d := at(due.Chain, due.Level)
		late := !d.FirstDueAt.Equal(d.DueAt) && d.Level > 0
		d.State, d.DueAt, d.BaseDueAt, d.Provisional = due.State, due.DueAt, due.BaseDueAt, due.Provisional
		d.PausedAt, d.PausedFor, d.PauseUntil, d.Ground = due.PausedAt, due.PausedFor, due.PauseUntil, due.Ground
		if !late {
			d.FirstDueAt = due.DueAt // an urge or a lawful pause moves what "late" counts from
		}
	}
	return append(duties, f.Opened...)
}

func upsert[T any](list []T, item T, same func(T) bool) []T {
	list = slices.Clone(list)
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = item
		return list
	}
	return append(list, item)
}

// Replay folds a case's events from nothing.
func Replay(events []record.Event) World {
	var w World
	for _, e := range events {
		w = Fold(w, e)
	}
	return w
}
