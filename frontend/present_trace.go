package frontend

import (
	"encoding/base64"

	"gongzhi/answerability"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// tracing words a trace with the names of the organisation.
type tracing struct {
	org   *roles.Org
	rules *workflow.Rulebooks
}

func (t tracing) page(v answerability.View) TracePage {
	p := TracePage{
		Reference: v.Reference, From: v.From, To: v.To, Open: v.Open,
		Total: TraceMinutes(v.Total), Delay: TraceMinutes(v.Delay), Summary: t.summary(v),
		Seal: TraceSeal{Size: v.Seal.Size, Entry: v.Seal.Entry, Covered: v.Seal.Covered, At: v.Seal.AsOf, Root: base64.StdEncoding.EncodeToString(v.Seal.Root)},
	}
	for _, s := range v.Shares {
		p.Shares = append(p.Shares, t.share(s))
	}
	for _, s := range v.Spans {
		p.Spans = append(p.Spans, TraceSpan{
			From: s.From, To: s.To, Stage: word("status", string(s.Stage)), Via: viaNote(s.Via), Pause: t.pause(s),
			TraceShare: t.share(answerability.Share{
				Post: s.Post, Agency: s.Agency, Person: s.Person, Kind: s.Kind, Level: s.Level, Condition: s.Condition, Minutes: s.Minutes,
			}),
		})
	}
	for _, m := range v.Misses {
		p.Misses = append(p.Misses, t.miss(m))
	}
	return p
}

// summary names who had most of the delay, or says that there was none.
func (t tracing) summary(v answerability.View) Text {
	if len(v.Shares) == 0 || v.Shares[0].Condition != answerability.Late {
		return K("accountability.no_delay")
	}
	s := v.Shares[0]
	return K("accountability.delay_of", "person", t.person(s.Person), "post", t.post(s.Post), "agency", t.agency(s.Agency),
		"minutes", Count(s.Clock), "total", Count(v.Delay.Clock))
}

func (t tracing) share(s answerability.Share) TraceShare {
	tone := map[answerability.Condition]string{answerability.Late: "bad", answerability.Paused: "calm"}[s.Condition]
	return TraceShare{
		Person: t.person(s.Person), Post: t.post(s.Post), Agency: t.agency(s.Agency), Duty: dutyKind(s.Kind), Level: s.Level,
		How: Tag{K("accountability.how_" + string(s.Condition)), tone}, TraceMinutes: TraceMinutes(s.Minutes),
	}
}

func (t tracing) pause(s answerability.Span) Text {
	if s.Condition != answerability.Paused {
		return nil
	}
	return K("accountability.pause", "ground", groundName(t.rules, s.Ground), "asked", t.person(s.Asked), "approved", t.person(s.Approved))
}

func (t tracing) miss(m answerability.Miss) TraceMiss {
	return TraceMiss{
		Duty: dutyKind(m.Kind), Level: m.Level, Who: t.holder(m.Person, m.Post), Due: m.DueAt, Missed: m.MissedAt,
		Superior: t.holder(m.Superior.Person, m.Superior.Post), SuperiorDuty: superiorDuty(m.Superior),
	}
}

func superiorDuty(c answerability.Called) Text {
	switch {
	case c.State == "":
		return nil
	case c.State == record.Missed && c.EndedAt != nil:
		return K("accountability.superior_missed", "due", At(c.DueAt), "at", At(*c.EndedAt))
	case c.State.Live():
		return K("accountability.superior_live", "due", At(c.DueAt))
	}
	return K("accountability.superior_done", "due", At(c.DueAt))
}

func (t tracing) holder(person, post roles.ID) Text {
	p, ok := t.org.Post(post)
	if !ok {
		return nil
	}
	return K("accountability.holder", "person", t.person(person), "post", Named(p.Title), "agency", t.agency(p.Agency))
}

func (t tracing) person(id roles.ID) Text {
	if p, ok := t.org.Person(id); ok {
		return Plain(p.Name)
	}
	return K("accountability.nobody_yet")
}

func (t tracing) post(id roles.ID) Text {
	p, ok := t.org.Post(id)
	if !ok {
		return nil
	}
	return Named(p.Title)
}

func (t tracing) agency(id roles.ID) Text {
	a, ok := t.org.Agency(id)
	if !ok {
		return nil
	}
	return Named(a.Name)
}
