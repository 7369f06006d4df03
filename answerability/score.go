package answerability

import (
	"cmp"
	"slices"
)

// Card is the score of an agency or a class of its posts, or of a respondent.
// Every figure stands beside what it is a share of.
type Card struct {
	Subject string
	ID      string // empty: agencies taken together, because each is too small
	Class   string // empty: all of them
	// Done of Counted: duties that led a case and were done in time with the case
	// going on, of those and the missed ones.
	Done, Counted int64
	Missed        []int64 // by level
	Timed         int64   // done duties, of which the two durations are
	Median, P90   int64   // steps, minutes of working days; 0 for none
	Ended         int64   // closed, rejected or dismissed: neither earned nor cost
	Flooded       int64   // rejected as one of many sent to clog the office, apart from those
	Reopened      int64
	Confirmed     int64 // of Answered filers
	Answered      int64
	Founded       int64 // respondents: of Cases published
	Cases         int64
}

// Cards makes the scorecards from the public table alone: one for each agency,
// one for each class of its posts, one for each respondent.
func Cards(lines []Closed) []Card {
	type key struct{ subject, id, class string }
	cards := map[key]*Card{}
	times := map[key]map[int64]int64{}
	for _, c := range lines {
		keys := []key{{c.Subject, c.ID, ""}}
		if c.Class != "" {
			keys = append(keys, key{c.Subject, c.ID, c.Class})
		}
		for _, k := range keys {
			if cards[k] == nil {
				cards[k], times[k] = &Card{Subject: k.subject, ID: k.id, Class: k.class}, map[int64]int64{}
			}
			cards[k].add(c)
			if c.Outcome == Done {
				times[k][c.Minutes] += c.N
			}
		}
	}
	out := make([]Card, 0, len(cards))
	for k, card := range cards {
		card.Median, card.P90 = quantile(times[k], card.Timed, 50), quantile(times[k], card.Timed, 90)
		out = append(out, *card)
	}
	slices.SortFunc(out, func(a, b Card) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Class, b.Class))
	})
	return out
}

func (c *Card) add(l Closed) {
	switch l.Outcome {
	case Done:
		c.Timed += l.N
		if l.Level == 0 {
			c.Done += l.N
			c.Counted += l.N
		}
	case Missed:
		for len(c.Missed) <= l.Level {
			c.Missed = append(c.Missed, 0)
		}
		c.Missed[l.Level] += l.N
		c.Counted += l.N
	case Ended, Dismissed:
		c.Ended += l.N
	case Flood:
		c.Flooded += l.N
	case Reopened:
		c.Reopened += l.N
	case Confirmed:
		c.Confirmed += l.N
		c.Answered += l.N
	case Disputed:
		c.Answered += l.N
	case Founded:
		c.Founded += l.N
		c.Cases += l.N
	case Unfounded:
		c.Cases += l.N
	}
}

// quantile is the smallest duration that at least percent of all do not exceed
// (nearest rank).
func quantile(times map[int64]int64, total int64, percent int64) int64 {
	if total == 0 {
		return 0
	}
	rank := (total*percent + 99) / 100
	var seen int64
	for _, s := range Steps {
		if seen += times[s]; seen >= rank {
			return s
		}
	}
	return Steps[len(Steps)-1]
}
