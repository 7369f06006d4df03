package frontend

import (
	"strings"

	"gongzhi/answerability"
	"gongzhi/locale"
	"gongzhi/roles"
)

// ScoreTable is the public table of closed duties with the names of its ids.
type ScoreTable struct {
	Lines []answerability.Closed
	Names map[string]roles.Text
}

func scoresPage(table ScoreTable) ScoresPage {
	p := ScoresPage{Smallest: answerability.SmallestGroup, Empty: len(table.Lines) == 0, Months: monthsOf(table.Lines)}
	for _, c := range answerability.Cards(table.Lines) {
		if c.Subject == answerability.OfRespondent {
			p.Respondents = append(p.Respondents, RespondentRow{table.Names[c.ID].Zh, c.Founded, c.Cases})
			continue
		}
		p.Agencies = append(p.Agencies, scoreRow(c, table.Names))
	}
	return p
}

func monthsOf(lines []answerability.Closed) Text {
	first, last := "", ""
	for _, l := range lines {
		if first == "" || l.Month < first {
			first = l.Month
		}
		last = max(last, l.Month)
	}
	if first == "" {
		return nil
	}
	return K("accountability.months", "first", first, "last", last)
}

func scoreRow(c answerability.Card, names map[string]roles.Text) ScoreRow {
	row := ScoreRow{
		Name: K("accountability.pooled"), Share: shareOf(c.Done, c.Counted), Percent: percent(c.Done, c.Counted), Missed: missedByLevel(c.Missed),
		Median: stepSaid(c.Median), P90: stepSaid(c.P90), Ended: c.Ended, Flooded: c.Flooded, Reopened: c.Reopened, Confirmed: shareOf(c.Confirmed, c.Answered),
	}
	if c.ID != "" {
		row.Name = Named(names[c.ID])
	}
	if c.Class != "" {
		row.Class = K("accountability.class_" + c.Class)
	}
	return row
}

// shareOf says a share with its denominator; of nothing there is no share.
func shareOf(n, of int64) Text {
	if of == 0 {
		return K("accountability.none")
	}
	return K("accountability.share", "n", Count(n), "of", Count(of), "percent", Count((n*100+of/2)/of))
}

func missedByLevel(missed []int64) Text {
	return func(p *locale.Printer) string {
		var parts []string
		for level, n := range missed {
			if n > 0 {
				parts = append(parts, p.T("accountability.missed_level", "level", level, "n", p.Number(n)))
			}
		}
		if len(parts) == 0 {
			return p.Number(0)
		}
		return strings.Join(parts, p.T("accountability.list_comma")+gap(p))
	}
}

const minutesOfDay = 24 * 60

// stepSaid words a step: "at most 4 hours", "at most 10 working days".
func stepSaid(minutes int64) Text {
	switch {
	case minutes == 0:
		return K("accountability.none")
	case minutes < minutesOfDay:
		return K("accountability.step_hours", "n", minutes/60)
	}
	return K("accountability.step_days", "n", minutes/minutesOfDay)
}
