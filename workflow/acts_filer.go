package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Confirmations are the answers to whether the outcome is what was promised.
var Confirmations = []string{"yes", "partly", "no"}

// MaxRating is the best a filer can give; 1 is the worst.
const MaxRating = 5

// OwnReport is the report of a case that somebody acts on as its filer: the
// one of the receipt, the one they name, or the only one they filed.
func OwnReport(w World, actor roles.Actor, named record.ID) (record.Told, bool) {
	if w.Receipt {
		named = w.Own
	}
	var own []record.Told
	for _, t := range w.Told {
		mine := w.Receipt || (t.Filer != uuid.Nil && t.Filer == actor.Person) || (t.Organization != uuid.Nil && t.Organization == actor.Organization)
		if mine && (named == uuid.Nil || t.Report == named) {
			own = append(own, t)
		}
	}
	if len(own) != 1 {
		return record.Told{}, false
	}
	return own[0], true
}

func (d *decision) ownReport() (record.Told, error) {
	own, ok := OwnReport(d.w, d.c.Actor, d.c.Report)
	if !ok {
		return own, refuse(Invalid, "report", "report_unknown", "name one of your own reports of this case")
	}
	return own, nil
}

// withdrawReport takes back what somebody told. The case goes on: it is the
// agency's to end, not the filer's.
func (d *decision) withdrawReport() error {
	own, err := d.ownReport()
	if err != nil {
		return err
	}
	if own.Withdrawn {
		return refuse(WrongTime, "action", "withdrawn_before", "this report was withdrawn before")
	}
	d.emit(d.row.Event, record.Facts{Report: own.Report, Content: d.sayReason()})
	d.out.Withdrawn = append(d.out.Withdrawn, own.Report)
	return nil
}

// allWithdrawn reports whether nobody's report stands any more.
func allWithdrawn(w World) bool {
	return len(w.Told) > 0 && !slices.ContainsFunc(w.Told, func(t record.Told) bool { return !t.Withdrawn })
}

// writtenDown reports whether somebody else wrote down what was told. They saw
// the receipt: what is done with it may be theirs.
func writtenDown(t record.Told) bool { return slices.Contains(Channels, t.OnBehalf) }

// checkWithdrawn says whether a case may end because nobody stands by it.
func (d *decision) checkWithdrawn() error {
	switch {
	case !allWithdrawn(d.w):
		return refuse(WrongTime, "action", "not_withdrawn", "somebody's report still stands")
	case slices.ContainsFunc(d.w.Told, writtenDown):
		return refuse(WrongTime, "action", "withdrawn_taken_in", "whoever wrote the report down has seen its receipt: it is decided all the same")
	}
	return nil
}

func (d *decision) closeWithdrawn() error {
	if err := d.checkWithdrawn(); err != nil {
		return err
	}
	return d.advance(record.Facts{Ground: GroundWithdrawn})
}

// rate keeps what a filer says of the outcome, once per closing. It stands on
// the stream of the correspondence: it moves nothing.
func (d *decision) rate() error {
	own, err := d.ownReport()
	if err != nil {
		return err
	}
	s := d.c.Rating
	switch {
	case s == nil || !slices.Contains(Confirmations, s.Confirmed):
		return refuse(Invalid, "confirmed", "confirmed_unknown", "say yes, partly or no")
	case s.Rating < 1 || s.Rating > MaxRating:
		return refuse(Invalid, "rating", "rating_range", "must be a whole number from 1 to 5")
	case d.w.Incident.ClosedAt == nil || ratedAlready(d.w, own):
		return refuse(WrongTime, "action", "rated_before", "this outcome was rated before")
	}
	r := record.Satisfaction{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Report: own.Report, ClosedAt: *d.w.Incident.ClosedAt,
		Confirmed: s.Confirmed, Rating: s.Rating, At: d.env.Now,
	}
	f := record.Facts{Rated: &r, Report: own.Report}
	if m := d.c.Message; m != nil && len(m.Sealed) > 0 {
		kept := *m
		kept.Incident, kept.Report, kept.Author, kept.At = d.w.Incident.ID, own.Report, uuid.Nil, d.env.Now
		f.Message = kept.ID
		d.out.Messages = append(d.out.Messages, kept)
	}
	d.note(f)
	d.out.Ratings = append(d.out.Ratings, r)
	return nil
}

func ratedAlready(w World, own record.Told) bool {
	return own.RatedAt != nil && w.Incident.ClosedAt != nil && !own.RatedAt.Before(*w.Incident.ClosedAt)
}

// foldTold keeps what was told, taken back and rated.
func foldTold(told []record.Told, e record.Event) []record.Told {
	i := slices.IndexFunc(told, func(t record.Told) bool { return t.Report == e.Facts.Report })
	switch {
	case e.Facts.Report == uuid.Nil:
		return told
	case e.Facts.Incident != nil || e.Kind == "report.joined":
		return append(slices.Clone(told), record.Told{Report: e.Facts.Report})
	case i < 0 || (e.Kind != "report.withdrawn" && e.Facts.Rated == nil):
		return told
	}
	told = slices.Clone(told)
	if e.Kind == "report.withdrawn" {
		told[i].Withdrawn = true
	}
	if e.Facts.Rated != nil {
		at := e.At
		told[i].RatedAt = &at
	}
	return told
}

// filerFits hides a filer's acts where there is nothing to act on.
func filerFits(w World, a Action, actor roles.Actor, env Env) bool {
	own, ok := OwnReport(w, actor, uuid.Nil)
	several := !ok && !w.Receipt // who filed several names one
	switch a {
	case Appeal:
		return appealable(w) && inTime(w, env) && (several || (ok && len(GroundsLeft(w, own.Report)) > 0))
	case WithdrawReport:
		return several || (ok && !own.Withdrawn)
	default:
		return w.Incident.ClosedAt != nil && (several || (ok && !ratedAlready(w, own)))
	}
}
