package frontend

import (
	"strings"

	"github.com/google/uuid"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
)

// course is the timeline in words, in the order in which it was read.
func (s sight) course() []Event {
	var list []Event
	for _, e := range s.view.Timeline {
		list = append(list, s.event(e))
	}
	return list
}

// eventKey is the message that names a kind of event.
func eventKey(kind string) string { return "case.event_" + strings.ReplaceAll(kind, ".", "_") }

func (s sight) event(e workflow.TimelineEntry) Event {
	made := Event{Title: wordOr(eventKey(e.Kind), e.Kind), By: eventBy(e), When: At(e.At), Text: lines(s.eventLines(e))}
	if e.Who == "" {
		// Days only for filers: a time could give an anonymous one away.
		made.When = DateOf(e.At)
	}
	switch {
	case e.Kind == "duty.missed":
		made.Tone = "missed"
	case strings.HasPrefix(e.Kind, "publication."):
		made.Tone = "public"
	}
	return made
}

func eventBy(e workflow.TimelineEntry) Text {
	switch e.Who {
	case "":
		return K("case.by_filer")
	case "system":
		return K("case.by_system")
	}
	return Plain(e.Who)
}

// lines sets texts below each other; nil for none.
func lines(texts []Text) Text {
	if len(texts) == 0 {
		return nil
	}
	return func(p *locale.Printer) string {
		said := make([]string, 0, len(texts))
		for _, t := range texts {
			said = append(said, t.In(p))
		}
		return strings.Join(said, "\n")
	}
}

// eventLines says what an act changed, from its facts, and at last its reason.
func (s sight) eventLines(e workflow.TimelineEntry) []Text {
	n, f := naming{e.Names, s}, e.Facts
	said := n.dutyLines(f)
	said = append(said, n.actLines(f)...)
	if e.Text != "" {
		said = append(said, K("case.line_reason", "reason", e.Text))
	}
	return said
}

// naming turns the ids of an event into names, as the reader's door gave them.
type naming struct {
	names map[record.ID]string
	s     sight
}

func (n naming) of(id record.ID) Text {
	org := n.s.org
	if post, ok := org.Post(id); ok {
		agency, _ := org.Agency(post.Agency)
		return func(p *locale.Printer) string {
			return strings.TrimSpace(Named(agency.Name)(p) + " " + Named(post.Title)(p))
		}
	}
	if agency, ok := org.Agency(id); ok {
		return Named(agency.Name)
	}
	if name, ok := n.names[id]; ok && name != "" {
		return Plain(name)
	}
	if person, ok := org.Person(id); ok {
		return Plain(person.Name)
	}
	return K("case.somebody")
}

// chainKind is what a chain of duties is about.
func (n naming) chainKind(chain record.ID) Text {
	for _, d := range n.s.view.Duties {
		if d.Chain == chain {
			return dutyKind(d.Kind)
		}
	}
	return K("case.some_duty")
}

func (n naming) dutyLines(f record.Facts) []Text {
	var said []Text
	for _, end := range f.Ended {
		if end.State == record.Missed {
			said = append(said, K("case.line_missed", "person", n.of(end.By), "post", n.of(end.Post), "step", n.chainKind(end.Chain)))
		}
	}
	for _, d := range f.Opened {
		key := "case.line_opened"
		if d.Level > 0 {
			key = "case.line_risen"
		}
		said = append(said, K(key, "step", dutyKind(d.Kind), "post", n.of(d.Post), "due", At(d.DueAt), "level", d.Level))
	}
	for _, m := range f.Moved {
		said = append(said, K("case.line_moved", "from", n.of(m.From), "to", n.of(m.To)))
	}
	for _, d := range f.Rescaled {
		if d.State == record.Paused {
			said = append(said, K("case.line_paused", "ground", groundName(n.s.rules, d.Ground)))
			continue
		}
		said = append(said, K("case.line_due", "due", At(d.DueAt)))
	}
	return said
}

func (n naming) actLines(f record.Facts) []Text {
	var said []Text
	if f.Outcome != nil {
		said = append(said, n.s.outcomeSaid(*f.Outcome)...)
	}
	switch {
	case f.Transfer != nil && f.Transfer.State == record.TransferReturned:
		// The dispute ended for the sender: no duty moved, so nothing else says who leads.
		said = append(said, K("case.line_returned", "agency", n.of(f.Transfer.From)))
	case f.Transfer != nil:
		said = append(said, K("case.line_transfer", "from", n.of(f.Transfer.From), "to", n.of(f.Transfer.To)))
	}
	if f.Ground != "" {
		said = append(said, K("case.line_ground", "ground", groundName(n.s.rules, f.Ground)))
	}
	if !f.HandledAt.IsZero() {
		said = append(said, K("case.line_handling_ended", "at", At(f.HandledAt)))
	}
	if f.Draw != nil {
		said = append(said, K("case.line_drawn", "month", f.Draw.Month, "n", f.Draw.Closings))
	}
	if f.Flood != nil {
		said = append(said, floodLine(f.Flood.Cases))
	}
	if f.Rated != nil {
		said = append(said, K("case.line_rated", "confirmed", K("track.confirmed_"+f.Rated.Confirmed), "rating", f.Rated.Rating))
	}
	if f.Agency != nil {
		said = append(said, K("case.line_agency", "agency", n.of(*f.Agency)))
	}
	if f.Proposal != nil {
		said = append(said, K("case.line_proposal", "act", actLabel(f.Proposal.Action)))
	}
	for _, t := range f.Tasks {
		if t.Result != "" {
			said = append(said, K("case.line_result", "result", wordOr("case.result_"+t.Result, t.Result)))
		}
	}
	if f.Reading != nil {
		said = append(said, K("case.line_reading", "field", sealedField(f.Reading.Field)))
	}
	if f.Public != nil {
		said = append(said, K("case.line_version", "n", f.Public.Number, "state", word("publication", string(f.Public.To))))
	}
	if f.Notice != nil {
		said = append(said, K("case.line_notice", "reference", f.Notice.Reference))
	}
	if f.FilerKind != "" {
		said = append(said, wordOr("case.filer_"+f.FilerKind, f.FilerKind))
	}
	return append(said, n.orgLines(f.Org)...)
}

func (n naming) orgLines(f *record.OrgFacts) []Text {
	if f == nil {
		return nil
	}
	said := []Text{K("case.line_proposal", "act", orgActLabel(f.Act))}
	for _, id := range []record.ID{f.Person, f.Post} {
		if id != uuid.Nil {
			said = append(said, n.of(id))
		}
	}
	return said
}

func actLabel(action string) Text { return wordOr("case.act_"+action, action) }

func orgActLabel(act string) Text { return wordOr("worker.org_"+act, act) }
