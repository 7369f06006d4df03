package frontend

import (
	"slices"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// clocks are the duties that live, the lead first, and those that ended.
func (s sight) clocks() (live, past []Clock) {
	for _, d := range s.view.Duties {
		c := s.clock(d)
		switch {
		case !d.State.Live():
			past = append(past, c)
		case d.Lead:
			live = append([]Clock{c}, live...)
		default:
			live = append(live, c)
		}
	}
	return live, past
}

var clockTones = map[record.DutyState]string{
	record.Paused: "calm", record.Discharged: "good", record.Missed: "bad",
}

func (s sight) clock(d workflow.DutyView) Clock {
	c := Clock{
		Stage: dutyKind(d.Kind), Lead: d.Lead, Level: d.Level, Holder: holder(d.Who),
		State: Tag{Says: wordOr("case.clock_"+string(d.State), string(d.State)), Tone: clockTones[d.State]},
		Due:   d.DueAt, Left: d.DueAt.Sub(s.now), Running: d.State == record.Armed, Provisional: d.Provisional,
		Rule: s.ruleLine(d),
	}
	if d.State == record.Paused {
		c.Ground = s.groundSaid(d)
	}
	if d.EndedAt != nil {
		c.Ended = K("case.ended_at", "when", At(*d.EndedAt))
		if d.EndedBy != "" {
			c.Ended = K("case.ended_"+endedHow(d.State), "when", At(*d.EndedAt), "name", d.EndedBy)
		}
	}
	return c
}

func endedHow(state record.DutyState) string {
	if state == record.Missed {
		return "missed"
	}
	return "by"
}

// groundSaid names the legal ground of a pause and when it ends at the latest.
func (s sight) groundSaid(d workflow.DutyView) Text {
	ground := groundName(s.rules, d.Ground)
	if s.rules == nil || d.PausedAt == nil {
		return ground
	}
	end, ok := s.rules.PauseEnd(d.Ground, *d.PausedAt)
	if !ok {
		return ground
	}
	return K("case.paused_until", "ground", ground, "since", DateOf(*d.PausedAt), "end", At(end))
}

func groundName(rules *workflow.Rulebooks, id string) Text {
	if rules != nil {
		if g, ok := rules.InForce().Ground(id); ok {
			return lawText(g.Name)
		}
	}
	return wordOr("words.ground_"+id, id)
}

// ruleLine finds the rule of a clock in the rulebook: its length on this level, its text, how certain it is.
func (s sight) ruleLine(d workflow.DutyView) RuleLine {
	line := RuleLine{Version: d.RuleVersion}
	if s.rules == nil {
		return line
	}
	book := s.rules.InForce()
	line.Older = d.RuleVersion != "" && d.RuleVersion != book.ID+"@"+book.Version
	rule, ok := book.Rule(d.Kind, d.OpenedAt)
	if !ok {
		return line
	}
	line.Limit = limitIn(book, rule.At(d.Level))
	source, certainty, note := ruleSource(book, rule, d)
	line.Basis, line.URL, line.Certainty, line.Note = sourceSaid(source), source.URL, certaintyIn(book, certainty), lawText(note)
	return line
}

// ruleSource is where the length of a level comes from: above the first holder the common ladder's, where the rule has
// taken its ladder from there.
func ruleSource(book *clock.Rulebook, rule clock.Rule, d workflow.DutyView) (clock.Source, clock.Certainty, clock.Text) {
	if d.Level == 0 {
		return rule.Source, rule.Certainty, rule.Note
	}
	if common, ok := book.Rule(clock.KindEscalated, d.OpenedAt); ok && slices.Equal(common.Ladder, rule.Ladder) {
		return common.Source, common.Certainty, common.Note
	}
	return rule.Source, rule.LadderCertainty, rule.Note
}

// lawText is a text of the rulebook; nil where there is none.
func lawText(t clock.Text) Text {
	if t == (clock.Text{}) {
		return nil
	}
	return func(p *locale.Printer) string { return t.In(domainLang(p.Lang())) }
}

func limitSaid(l clock.Limit) Text {
	return func(p *locale.Printer) string { return l.In(domainLang(p.Lang())) }
}

// limitIn is a limit under a rulebook; a demonstration says that it is shortened, so that nobody takes it for law.
func limitIn(book *clock.Rulebook, l clock.Limit) Text {
	if book.Demonstrates {
		return bracketed(limitSaid(l), K("case.shortened"))
	}
	return limitSaid(l)
}

// certaintyIn is how certain the law behind a limit is; a shortened limit has no law behind it.
func certaintyIn(book *clock.Rulebook, c clock.Certainty) Text {
	if book.Demonstrates {
		return K("case.certainty_demo")
	}
	return certaintySaid(c)
}

func sourceSaid(s clock.Source) Text {
	return func(p *locale.Printer) string { return s.In(domainLang(p.Lang())) }
}

func certaintySaid(c clock.Certainty) Text { return wordOr("case.certainty_"+string(c), string(c)) }
