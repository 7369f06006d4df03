package workflow

import (
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// inOther does something in the other of two cases that one act concerns:
// meanwhile it is the one that helpers and events are about.
func (d *decision) inOther(do func() error) error {
	d.swap()
	defer d.swap()
	return do()
}

func (d *decision) swap() {
	d.w, d.other = d.other, d.w
	d.before, d.otherBefore = d.otherBefore, d.before
}

// checkMerge says whether two cases may become one. Whoever may not see the
// other one hears what they would hear of a case that does not exist.
func (d *decision) checkMerge() error {
	if err := d.checkOther(); err != nil {
		return err
	}
	own, led := d.w.Lead()
	other, ledToo := d.other.Lead()
	switch {
	case !slices.Contains(movable, d.other.Incident.State) || !led || !ledToo || d.other.Incident.Matter != d.w.Incident.Matter:
		return refuse(WrongTime, "other", "merge_stage", "only cases that are not decided yet become one")
	case stageOf(own) != stageOf(other):
		return refuse(WrongTime, "other", "merge_apart", "one of the two is being looked into already; the other is brought as far first")
	case d.other.Incident.Agency != d.w.Incident.Agency:
		return refuse(WrongTime, "other", "merge_agency", "another agency leads that case; one of the two is transferred first")
	case own.State == record.Paused || other.State == record.Paused:
		return refuse(WrongTime, "other", "merge_paused", "a clock that is paused runs again first")
	case len(d.w.Merges) > 0 && len(d.other.Merges) > 0:
		return refuse(WrongTime, "other", "merge_carries", "cases were merged into both; take those of one apart first")
	}
	return nil
}

// stageOf is the step whose time runs. A case that is being looked into and one
// that is not yet become none: the next step would give its whole time again.
func stageOf(x record.Duty) string {
	if x.Kind == DutyTriageUrgent {
		return DutyTriage
	}
	return x.Kind
}

func (d *decision) checkOther() error {
	unknown := d.other.Incident.ID == record.ID{} || !d.env.Org.Stand(d.c.Actor, d.other.Case(), d.env.Now).Sees()
	switch {
	case unknown:
		return refuse(Invalid, "other", "case_unknown", "no such case, or not for you")
	case d.other.Incident.ID == d.w.Incident.ID:
		return refuse(Invalid, "other", "same_case", "name another case")
	case d.by != roles.ID{} && d.env.Org.PersonConflicted(d.by, d.other.Incident.Accused, d.env.Now):
		return refuse(WrongTime, "proposal", "proposer_excluded", "its proposer must not handle this case any more; decline it")
	}
	return nil
}

// merge makes one case of two. The older goes on, unless others were merged
// into the younger; it takes the earlier due time and the higher level of the
// two, so that nothing is gained by a merge into a young case.
func (d *decision) merge() error {
	if err := d.checkMerge(); err != nil {
		return err
	}
	if len(d.other.Merges) > 0 || (len(d.w.Merges) == 0 && older(d.other.Incident, d.w.Incident)) {
		d.swap()
		defer d.swap()
	}
	own, _ := d.w.Lead()
	other, _ := d.other.Lead()
	accused := d.env.Org.Resolve(slices.Concat(d.w.Incident.Accused, d.other.Incident.Accused))
	lead := d.united(own, other, accused)
	m := record.Merge{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Gone: d.other.Incident.ID, State: record.MergeStands,
		GoneState: d.other.Incident.State, Own: own, Other: other, Chain: lead.Chain, DueAt: lead.DueAt, Level: lead.Level,
		OwnAccused: d.w.Incident.Accused, OtherAccused: d.other.Incident.Accused, At: d.env.Now,
	}
	if err := d.inOther(func() error { return d.entomb(m, accused) }); err != nil {
		return err
	}
	d.withdrawOpenProposals()
	f := record.Facts{Merge: &m, Ended: []record.DutyEnd{d.cancel(own)}, Opened: []record.Duty{lead}, Agency: d.agencyOf(lead.Post)}
	d.accuse(&f, accused)
	d.emit(d.row.Event, f)
	return nil
}

// MayBecomeOne says whether stage, matter and agency of two cases allow a merge.
func MayBecomeOne(a, b record.Incident) bool {
	begun := (a.State == record.Filed) == (b.State == record.Filed)
	return slices.Contains(movable, a.State) && slices.Contains(movable, b.State) && begun && a.Matter == b.Matter && a.Agency == b.Agency
}

func older(a, b record.Incident) bool {
	if c := a.ReceivedAt.Compare(b.ReceivedAt); c != 0 {
		return c < 0
	}
	return a.Reference < b.Reference
}

// entomb ends the case that becomes part of the other. Its history stays; its
// receipts and its address lead on.
func (d *decision) entomb(m record.Merge, accused []roles.Party) error {
	d.withdrawOpenProposals()
	f := record.Facts{From: d.w.Incident.State, To: record.Merged, Merge: &m, Ended: []record.DutyEnd{d.cancel(m.Other)}}
	row := d.w.Incident
	row.Accused = accused
	f.Incident = &row
	d.endEverything(&f, m.Other.Chain)
	d.emit(d.row.Event, f)
	return nil
}

// united is the lead duty of two cases that became one: a chain of its own that
// begins at the higher level and is due at the earlier time, with whoever
// answered at that level.
func (d *decision) united(own, other record.Duty, accused []roles.Party) record.Duty {
	lead := own
	if other.Level > own.Level {
		lead.Level, lead.Post, lead.Risen = other.Level, other.Post, other.Risen
	}
	if d.env.Org.Above(own.Risen, lead.Risen) {
		lead.Risen = own.Risen
	}
	lead.Chain, lead.Start, lead.OpenedAt = d.src.ID(d.env.Now), lead.Level, d.env.Now
	first := own
	if other.DueAt.Before(own.DueAt) {
		first = other
	}
	first = pausedBefore(first, max(own.PausedFor, other.PausedFor))
	lead.DueAt, lead.BaseDueAt, lead.PausedFor = first.DueAt, first.BaseDueAt, first.PausedFor
	lead.FirstDueAt, lead.Provisional = earlier(own.FirstDueAt, other.FirstDueAt), own.Provisional || other.Provisional
	lead.Post = d.env.Org.CleanAt(lead.Post, accused, d.env.Now)
	return lead
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// accuse changes who the case is about: every live duty that stays is given to
// a post without a conflict.
func (d *decision) accuse(f *record.Facts, accused []roles.Party) {
	row := d.w.Incident
	row.Accused = accused
	f.Incident = &row
	for _, x := range d.w.Duties {
		to := d.env.Org.CleanAt(x.Post, accused, d.env.Now)
		if x.State.Live() && !ended(f, x.Chain) && to != x.Post {
			f.Moved = append(f.Moved, d.move(x, to))
			if x.Chain == d.w.Incident.LeadChain {
				f.Agency = d.agencyOf(to)
			}
		}
	}
}

func (d *decision) checkUnmerge() (record.Merge, error) {
	if err := d.checkOther(); err != nil {
		return record.Merge{}, err
	}
	i := slices.IndexFunc(d.w.Merges, func(m record.Merge) bool { return m.Gone == d.other.Incident.ID && m.State == record.MergeStands })
	if i < 0 {
		return record.Merge{}, refuse(Invalid, "other", "not_merged", "that case is no part of this one")
	}
	if lead, ok := d.w.Lead(); ok && lead.State == record.Paused {
		return record.Merge{}, refuse(WrongTime, "other", "merge_paused", "a clock that is paused runs again first")
	}
	return d.w.Merges[i], nil
}

// unmerge takes two cases apart: each has its own clock again, as if they had
// never been one. What was missed meanwhile stays missed.
func (d *decision) unmerge() error {
	m, err := d.checkUnmerge()
	if err != nil {
		return err
	}
	at := d.env.Now
	m.State, m.EndedAt = record.MergeUndone, &at
	if err := d.inOther(func() error { return d.raise(m) }); err != nil {
		return err
	}
	d.withdrawOpenProposals()
	f := record.Facts{Merge: &m}
	accused := slices.DeleteFunc(slices.Clone(d.w.Incident.Accused), func(p roles.Party) bool {
		return slices.Contains(m.OtherAccused, p) && !slices.Contains(m.OwnAccused, p)
	})
	if lead, ok := d.w.Lead(); ok && lead.Chain == m.Chain && lead.Level == m.Level {
		own := d.again(m.Own, accused)
		if lead.DueAt.Before(m.DueAt) { // urged meanwhile: that stays
			own = shifted(own, earlier(own.DueAt, lead.DueAt))
		}
		f.Ended, f.Opened = []record.DutyEnd{d.cancel(lead)}, []record.Duty{own}
		f.Agency = d.agencyOf(own.Post)
	}
	d.accuse(&f, accused)
	d.emit(d.row.Event, f)
	return nil
}

// raise opens the case again that was part of another one.
func (d *decision) raise(m record.Merge) error {
	lead := d.again(m.Other, m.OtherAccused)
	row := d.w.Incident
	row.Accused, row.LeadChain, row.LeadLevel = m.OtherAccused, lead.Chain, lead.Level
	d.emit(d.row.Event, record.Facts{
		From: record.Merged, To: m.GoneState, Merge: &m, Incident: &row, Opened: []record.Duty{lead}, Agency: d.agencyOf(lead.Post),
	})
	return nil
}

// again is a duty as it was before a merge, in a chain that begins where it
// stood: its level, its due time, how high it had risen.
func (d *decision) again(x record.Duty, accused []roles.Party) record.Duty {
	x.Chain, x.Start, x.OpenedAt = d.src.ID(d.env.Now), x.Level, d.env.Now
	x.Post = d.env.Org.CleanAt(x.Post, accused, d.env.Now)
	return x
}
