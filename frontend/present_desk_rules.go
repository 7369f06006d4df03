package frontend

import (
	"gongzhi/workflow/clock"
)

var certaintyTones = map[clock.Certainty]string{clock.ByText: "good", clock.ByCase: "calm"}

func certaintyTag(book *clock.Rulebook, c clock.Certainty) Tag {
	if book.Demonstrates {
		return Tag{Says: certaintyIn(book, c)}
	}
	tone, ok := certaintyTones[c]
	if !ok {
		tone = "warm"
	}
	return Tag{Says: certaintySaid(c), Tone: tone}
}

func rulesPage(book *clock.Rulebook) RulesPage {
	page := RulesPage{Version: book.ID + "@" + book.Version, Demo: book.Demonstrates}
	for _, r := range book.Rules() {
		page.Rules = append(page.Rules, RuleRow{
			Name: r.Kind, Stage: lawText(r.Name), Limit: limitIn(book, r.Limit), Ladder: ladderSaid(book, r.Ladder),
			Basis: sourceSaid(r.Source), URL: r.Source.URL, Note: lawText(r.Note), Certainty: certaintyTag(book, r.Certainty),
		})
	}
	for _, g := range book.Grounds() {
		page.Grounds = append(page.Grounds, RuleRow{
			Name: g.ID, Stage: lawText(g.Name), Limit: limitIn(book, g.Longest),
			Basis: sourceSaid(g.Source), URL: g.Source.URL, Note: lawText(g.Note), Certainty: certaintyTag(book, g.Certainty),
		})
	}
	return page
}

func ladderSaid(book *clock.Rulebook, ladder []clock.Limit) []Text {
	var said []Text
	for _, rung := range ladder {
		said = append(said, limitIn(book, rung))
	}
	return said
}
