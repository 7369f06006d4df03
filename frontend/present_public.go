package frontend

import (
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"gongzhi/locale"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/workflow"
)

// dayOf is the day of an instant in Beijing, YYYY-MM-DD; empty for the zero time.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(beijing).Format(time.DateOnly)
}

// stateTones repeat in colour what the word of a state says.
var stateTones = map[record.State]string{
	record.Accepted: "calm", record.Investigating: "calm", record.InReview: "calm", record.Rectifying: "warm",
	record.Decided: "good", record.Closed: "good",
}

// stateTag is where an incident stands.
func stateTag(s record.State) Tag { return Tag{Says: word("status", string(s)), Tone: stateTones[s]} }

func cardOf(c workflow.PublicCard) Card {
	card := Card{
		Reference: c.Reference, Title: c.Title, Summary: publication.Truncate(c.Summary, publication.SummaryLength),
		Occurred: string(c.OccurredOn), Published: dayOf(c.PublishedAt), Status: stateTag(c.State),
		Verification: word("verification", c.Verification), Credit: creditOf(c.Credit),
	}
	if c.Persons != nil {
		card.Persons = *c.Persons
	}
	return card
}

func cardsOf(list []workflow.PublicCard) []Card {
	cards := make([]Card, len(list))
	for i, c := range list {
		cards[i] = cardOf(c)
	}
	return cards
}

// licences are the deeds of the licences under which imported records come.
var licences = map[string]string{
	"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
	"CC0 1.0":   "https://creativecommons.org/publicdomain/zero/1.0/",
}

func creditOf(c *record.Credit) *Credit {
	if c == nil {
		return nil
	}
	return &Credit{Source: c.Source, URL: c.URL, Licence: c.Licence, TermsLink: licences[c.Licence]}
}

// incidentPage presents a published incident; home is the address of the service.
func incidentPage(i workflow.PublicIncident, home string) IncidentPage {
	page := IncidentPage{
		Card: cardOf(i.PublicCard), Narrative: paragraphs(i.Summary), Dates: fiveDates(i.PublicCard), Facts: publicFacts(i),
		Versions: versionsOf(i.Versions), Permalink: home + "/incidents/" + i.Reference, MayReply: i.Credit == nil,
		MergedInto: i.MergedInto, Prolonged: prolongedEvents(i.Prolonged),
	}
	if i.HTML != "" {
		page.HTML = template.HTML(publication.SanitizeHTML(i.HTML)) //nolint:gosec // just rebuilt from the few allowed elements
	}
	return page
}

// prolongedEvents say until when, which two agencies agreed and why.
func prolongedEvents(list []workflow.PublicProlonging) []Event {
	var events []Event
	for _, p := range list {
		said := []Text{K("public.prolonged_until", "day", OnDay(string(p.Until)))}
		if len(p.Agencies) == 2 {
			said = append(said, K("public.prolonged_by", "first", Named(p.Agencies[0]), "second", Named(p.Agencies[1])))
		}
		if p.Reason != "" {
			said = append(said, K("public.prolonged_why", "reason", p.Reason))
		}
		events = append(events, Event{Title: K("public.prolonged"), When: OnDay(string(p.On)), Text: lines(said)})
	}
	return events
}

func withdrawnPage(i workflow.PublicIncident) WithdrawnPage {
	return WithdrawnPage{Reference: i.Reference, Note: i.Note, When: DateOf(i.ChangedAt), Versions: versionsOf(i.Versions)}
}

// paragraphs splits a plain text where its author did.
func paragraphs(text string) []string {
	var list []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func fiveDates(c workflow.PublicCard) []Row {
	date := func(key, day string) Row { return Row{Key: K("public." + key), Values: []Text{OnDay(day)}} }
	return []Row{
		date("occurred", string(c.OccurredOn)), date("discovered", string(c.DiscoveredOn)),
		date("received", string(c.ReceivedOn)), date("published", dayOf(c.PublishedAt)), date("changed", dayOf(c.ChangedAt)),
	}
}

func publicFacts(i workflow.PublicIncident) []Row {
	rows := []Row{
		{Key: K("public.fact_parties"), Values: partiesOf(i.Parties)},
		{Key: K("public.fact_violation"), Values: coded("violation", i.Violation)},
		{Key: K("public.fact_sector"), Values: coded("sector", i.Sector)},
		{Key: K("public.fact_region"), Values: []Text{regionName(i.Region)}},
	}
	if i.Persons != nil {
		rows = append(rows, Row{Key: K("public.persons"), Values: []Text{Count(*i.Persons)}})
	}
	if len(i.Pieces) > 0 {
		rows = append(rows, Row{Key: K("public.fact_data"), Values: piecesOf(i.Pieces)})
	}
	if agency := Named(i.Agency); agency != nil {
		rows = append(rows, Row{Key: K("public.fact_agency"), Values: []Text{agency}})
	}
	if i.Outcome != nil {
		rows = append(rows, Row{Key: K("public.fact_outcome"), Values: publicOutcome(*i.Outcome)})
	}
	return rows
}

func partiesOf(list []workflow.RespondentView) []Text {
	said := make([]Text, len(list))
	for n, party := range list {
		said[n] = Plain(party.Name)
		if party.Sealed || party.Name == "" {
			said[n] = bracketed(word("kind", party.Kind), K("public.party_unnamed"))
		}
	}
	return said
}

// bracketed is a text with a remark, in the brackets of the language.
func bracketed(says, remark Text) Text {
	return func(p *locale.Printer) string {
		if p.Lang() == locale.En {
			return says(p) + " (" + remark(p) + ")"
		}
		return says(p) + "（" + remark(p) + "）"
	}
}

// piecesOf lists counts by category in the order in which forms ask for them.
func piecesOf(pieces map[string]int64) []Text {
	var said []Text
	for _, category := range pieceCategories {
		if n, ok := pieces[category]; ok {
			said = append(said, K("public.piece_count", "what", word("piece", category), "count", n))
		}
	}
	for _, category := range slices.Sorted(maps.Keys(pieces)) {
		if !known(pieceCategories, category) {
			said = append(said, Plain(category))
		}
	}
	return said
}

func publicOutcome(o record.Outcome) []Text {
	said := []Text{K("public.outcome_unfounded")}
	if o.Founded {
		said = []Text{K("public.outcome_founded")}
	}
	if o.Path != "" {
		said = append(said, word("path", o.Path))
	}
	for _, clause := range o.Clauses {
		said = append(said, clauseSaid(nil, clause))
	}
	if o.Orders {
		said = append(said, K("public.outcome_orders"))
	}
	return append(said, consequencesSaid(o)...)
}

// versionsOf lists the wordings of a page, newest first.
func versionsOf(list []workflow.PublicVersionView) []Version {
	versions := make([]Version, len(list))
	for n, v := range list {
		versions[n] = Version{Number: v.Number, When: DateOf(v.At), Reason: Plain(v.Note)}
		if v.Number == 1 && v.Note == "" {
			versions[n].Reason = K("public.version_first")
		}
	}
	slices.SortFunc(versions, func(a, b Version) int { return b.Number - a.Number })
	return versions
}

// stateStages name the stage that stands still when a state lasts too long.
var stateStages = map[record.State]string{
	record.Filed: workflow.DutyTriage, record.Accepted: workflow.DutyInvestigation,
	record.Investigating: workflow.DutyInvestigation, record.Decided: workflow.DutyConclusion,
	record.Rectifying: workflow.DutyRectification,
}

func noticesPage(list []workflow.NoticeView) NoticesPage {
	page := NoticesPage{}
	for _, n := range list {
		stage := word("status", string(n.Stage))
		if kind, ok := stateStages[n.Stage]; ok {
			stage = word("stage", kind)
		}
		page.Notices = append(page.Notices, Notice{
			Number: n.Reference, Agency: Named(n.Agency), Stage: stage, When: At(n.At),
			Late: lateDays(n.DaysLate),
		})
	}
	return page
}

// lateDays says a delay in whole days: a public notice counts no hours.
func lateDays(days int) Text {
	if days < 1 {
		return K("notices.late_day")
	}
	return Left(-time.Duration(days) * 24 * time.Hour)
}
