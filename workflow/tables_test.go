package workflow_test

import (
	"bytes"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

type dutyKey struct {
	chain record.ID
	level int
}

// tables is the smallest store that can hold a Change: what db does, in memory.
type tables struct {
	incidents map[record.ID]record.Incident
	duties    map[dutyKey]record.Duty
	proposals map[record.ID]record.Proposal
	transfers map[record.ID]record.Transfer
	tasks     map[record.ID]record.Task
	events    map[record.ID][]record.Event
	notes     map[record.ID]int64
	public    bool // everybody can read the case's page
	findings  []record.Finding
	appeals   map[record.ID]record.Appeal
	merges    map[record.ID]record.Merge
	told      map[record.ID][]record.Told
	asked     map[record.ID]time.Time
}

func newTables() *tables {
	return &tables{
		incidents: map[record.ID]record.Incident{}, duties: map[dutyKey]record.Duty{}, proposals: map[record.ID]record.Proposal{},
		transfers: map[record.ID]record.Transfer{}, tasks: map[record.ID]record.Task{}, events: map[record.ID][]record.Event{}, notes: map[record.ID]int64{},
		merges: map[record.ID]record.Merge{}, appeals: map[record.ID]record.Appeal{}, told: map[record.ID][]record.Told{}, asked: map[record.ID]time.Time{},
	}
}

func (s *tables) apply(t require.TestingT, c record.Change) {
	for _, g := range c.Guards {
		if g.Subject.Kind == record.SubjectIncident {
			require.Equal(t, g.Expect, s.incidents[g.Subject.ID].Version, "guard of a decision made on this very world")
		}
	}
	for _, i := range c.Incidents {
		s.incidents[i.ID] = i
	}
	for _, d := range c.Duties {
		s.duties[dutyKey{d.Chain, d.Level}] = d
	}
	for _, p := range c.Proposals {
		s.proposals[p.ID] = p
	}
	for _, x := range c.Tasks {
		s.tasks[x.ID] = x
	}
	for _, x := range c.Transfers {
		s.transfers[x.ID] = x
	}
	s.findings = append(s.findings, c.Findings...)
	for _, a := range c.Appeals {
		s.appeals[a.ID] = a
	}
	for _, m := range c.Merges {
		s.merges[m.ID] = m
	}
	for _, r := range c.Reports {
		s.told[r.Incident] = append(s.told[r.Incident], record.Told{Report: r.ID, Filer: r.Filer, Organization: r.Organization, OnBehalf: r.OnBehalf})
	}
	s.mark(c.Withdrawn, func(t *record.Told) { t.Withdrawn = true })
	for _, r := range c.Ratings {
		s.mark([]record.ID{r.Report}, func(t *record.Told) { t.RatedAt = &r.At })
	}
	for _, e := range c.Events {
		if e.Kind == "question.asked" {
			s.asked[e.Subject.ID] = e.At
		}
		s.events[e.Subject.ID] = append(s.events[e.Subject.ID], e)
		if e.Subject.Kind == record.SubjectCorrespondence {
			s.notes[e.Subject.ID] = e.Seq
		}
	}
}

func (s *tables) mark(reports []record.ID, change func(*record.Told)) {
	for _, list := range s.told {
		for i := range list {
			if slices.Contains(reports, list[i].Report) {
				change(&list[i])
			}
		}
	}
}

// deciders are the people who ended a step of the case or confirmed an act.
func (s *tables) deciders(id record.ID) (list []roles.ID) {
	for _, d := range s.duties {
		if d.Incident == id && d.Lead && d.State == record.Discharged {
			list = append(list, d.EndedBy)
		}
	}
	for _, p := range s.proposals {
		if p.Incident == id && p.State == record.ProposalConfirmed {
			list = append(list, p.ProposedBy, p.DecidedBy)
		}
	}
	slices.SortFunc(list, func(a, b roles.ID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(list)
}

// world loads what db would load: the row, live duties, open proposals.
func (s *tables) world(id record.ID) workflow.World {
	w := workflow.World{
		Incident: s.incidents[id], Notes: s.notes[id], Told: slices.Clone(s.told[id]), Deciders: s.deciders(id), AskedAt: s.asked[id], Public: s.public,
	}
	for _, t := range w.Told {
		if t.Filer != uuid.Nil {
			w.Filers = append(w.Filers, t.Filer)
		}
	}
	for _, m := range s.merges {
		if m.Incident == id && m.State == record.MergeStands {
			w.Merges, w.Told = append(w.Merges, m), append(w.Told, s.told[m.Gone]...)
		}
	}
	for _, a := range s.appeals {
		if a.Incident == id {
			w.Appeals = append(w.Appeals, a)
		}
	}
	slices.SortFunc(w.Appeals, func(a, b record.Appeal) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	for _, e := range s.events[id] {
		if e.Kind == "opinion.cosigned" {
			w.Signers = append(w.Signers, e.Actor.Organization)
		}
	}
	for _, d := range s.duties {
		if d.Incident == id && d.State.Live() {
			w.Duties = append(w.Duties, d)
		}
		if d.Incident == id && d.Lead && d.State == record.Discharged && slices.Contains(workflow.HadKinds, d.Kind) {
			w.Had = append(w.Had, d)
		}
		if d.Incident == id && d.Kind == workflow.DutyBreachClosing && (d.State == record.Discharged || d.State == record.Cancelled) {
			w.Had = append(w.Had, d)
		}
	}
	slices.SortFunc(w.Duties, func(a, b record.Duty) int { return bytes.Compare(a.Chain[:], b.Chain[:]) })
	for _, p := range s.proposals {
		if p.Incident == id && p.State == record.ProposalOpen {
			w.Proposals = append(w.Proposals, p)
		}
	}
	slices.SortFunc(w.Proposals, func(a, b record.Proposal) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	for _, x := range s.tasks {
		if x.Incident == id && x.State == record.TaskOpen {
			w.Tasks = append(w.Tasks, x)
		}
	}
	slices.SortFunc(w.Tasks, func(a, b record.Task) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	for _, x := range s.transfers {
		if x.Incident == id && (x.State == record.TransferOffered || x.State == record.TransferDisputed) {
			w.Transfer = &x
		}
	}
	return w
}
