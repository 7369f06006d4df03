package frontend

import (
	"net/url"
	"time"

	"github.com/google/uuid"

	"gongzhi/assess"
	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/region"
)

// sight is a case as one actor sees it at one moment, and what they were just typing.
type sight struct {
	view  workflow.CaseView
	org   *roles.Org
	rules *workflow.Rulebooks
	actor roles.Actor
	now   time.Time
	form  formState
	packs *assess.Shelf
}

// formState is a form that came back: which one, what was typed, what was wrong.
type formState struct {
	// act names the form, empty for a page that answers none.
	act   string
	typed url.Values
	found problems
}

// is says whether this is the form that came back.
func (f formState) is(act string) bool { return f.act == act && act != "" }

// value is what was typed into a field of the form, if it is the one that came back.
func (f formState) value(act, name string) string {
	if !f.is(act) {
		return ""
	}
	return f.typed.Get(name)
}

// wrong is what was wrong with a field of the form.
func (f formState) wrong(act, name string) Text {
	if !f.is(act) {
		return nil
	}
	return f.found.of(fieldID(act, name))
}

// fieldID is the id of a field in one of a page's many forms.
func fieldID(act, name string) string { return act + "-" + name }

// formID is the id of an act's form.
func formID(act string) string { return "act-" + act }

func casePage(s sight) CasePage {
	i := s.view.Incident
	page := CasePage{
		Reference: i.Reference, Version: i.Version, CaseTitle: s.view.Title, Status: statusTag(i.State),
		Answers: s.answerer(), Facts: s.facts(), Parties: s.parties(), Told: s.view.Narrative,
		Reports: s.reports(), Evidence: s.evidence(), Messages: s.messages(), Talk: s.talk(), Unseal: s.unseal(), Serve: s.serve(),
		Readings: s.readings(), Proposals: s.proposals(), Tasks: s.tasks(), Acts: grouped(s.acts()), Publish: s.publication(), Law: s.law(),
		Timeline: s.course(), Errors: s.form.found,
	}
	page.Clocks, page.Past = s.clocks()
	page.MergedInto = s.view.MergedInto
	for _, m := range s.view.Merged {
		page.Merged = append(page.Merged, m.Reference)
	}
	page.Similar = s.similar()
	if s.form.act != "" {
		page.Answering = formID(s.form.act)
	}
	return page
}

var statusTones = map[record.State]string{
	record.Filed: "warm", record.Accepted: "calm", record.Investigating: "calm", record.Decided: "calm",
	record.Rectifying: "calm", record.InReview: "warm", record.Closed: "good",
}

func statusTag(state record.State) Tag {
	if state == "" {
		return Tag{}
	}
	return Tag{Says: word("status", string(state)), Tone: statusTones[state]}
}

// lead is the live lead duty.
func (s sight) lead() (workflow.DutyView, bool) {
	for _, d := range s.view.Duties {
		if d.Lead && d.State.Live() {
			return d, true
		}
	}
	return workflow.DutyView{}, false
}

func (s sight) answerer() *Answerer {
	d, ok := s.lead()
	if !ok {
		return nil
	}
	return &Answerer{
		Person: d.Who.Person, Post: Named(d.Who.Post), Agency: Named(d.Who.Agency), Via: viaNote(d.Who.Via),
		Step: dutyKind(d.Kind), Due: d.DueAt, Left: d.DueAt.Sub(s.now), Paused: d.State == record.Paused,
	}
}

// viaNote says how answerability came to a person who does not simply hold the post.
func viaNote(via roles.Via) Text {
	switch via {
	case roles.ViaDeputy, roles.ViaSuperior, roles.ViaOversight:
		return K("case.via_" + string(via))
	case roles.ViaHolder:
	}
	return nil
}

// dutyKind names what must be done.
func dutyKind(kind string) Text { return wordOr("case.duty_"+kind, kind) }

// wordOr is a message, or the bare code where the catalogue does not know it yet.
func wordOr(key, code string) Text {
	if code == "" {
		return nil
	}
	return func(p *locale.Printer) string {
		if p.Has(key) {
			return p.T(key)
		}
		return code
	}
}

// regionName names a region in full.
func regionName(code string) Text {
	return func(p *locale.Printer) string {
		if name := region.Name(code, domainLang(p.Lang())); name != "" {
			return name
		}
		return code
	}
}

func (s sight) facts() []Row {
	i := s.view.Incident
	rows := []Row{
		{Key: K("public.fact_agency"), Values: []Text{Named(s.view.AgencyName)}},
		{Key: K("public.fact_violation"), Values: []Text{word("violation", i.Violation)}},
		{Key: K("public.fact_region"), Values: []Text{regionName(i.Region)}},
		{Key: K("public.fact_sector"), Values: []Text{word("sector", i.Sector)}},
		{Key: K("public.occurred"), Values: []Text{OnDay(string(i.OccurredOn))}},
		{Key: K("public.discovered"), Values: []Text{OnDay(string(i.DiscoveredOn))}},
		{Key: K("public.received"), Values: []Text{DateOf(i.ReceivedAt)}},
	}
	if i.Persons != nil {
		rows = append(rows, Row{Key: K("public.persons"), Values: []Text{Count(*i.Persons)}})
	}
	if pieces := piecesSaid(i.Pieces); pieces != nil {
		rows = append(rows, Row{Key: K("public.fact_data"), Values: pieces})
	}
	if i.Credit != nil {
		rows = append(rows, Row{Key: K("case.credit"), Values: []Text{Plain(i.Credit.Source), Plain(i.Credit.URL), Plain(i.Credit.Licence)}})
	}
	if len(s.view.Signers) > 0 {
		rows = append(rows, Row{Key: K("matter.signers"), Values: allNamed(s.view.Signers)})
	}
	if i.Outcome != nil {
		rows = append(rows, Row{Key: K("public.fact_decision"), Values: s.outcomeSaid(*i.Outcome)})
	}
	return rows
}

func piecesSaid(pieces map[string]int64) []Text {
	var said []Text
	for _, category := range pieceCategories {
		if n, ok := pieces[category]; ok {
			said = append(said, K("case.pieces", "category", word("piece", category), "n", n))
		}
	}
	return said
}

func (s sight) outcomeSaid(o record.Outcome) []Text {
	said := []Text{K("case.unfounded")}
	if o.Founded {
		said[0] = K("case.founded")
	}
	said = append(said, wordOr("case.path_"+o.Path, o.Path))
	for _, clause := range o.Clauses {
		said = append(said, clauseSaid(s.packs, clause))
	}
	return append(said, consequencesSaid(o)...)
}

// personName is the name of somebody in the directory, or nil.
func (s sight) personName(id record.ID) Text {
	if id == uuid.Nil {
		return nil
	}
	if p, ok := s.org.Person(id); ok {
		return Plain(p.Name)
	}
	return K("case.somebody")
}

// wordEither is the first of two messages that the catalogue has, or the bare code.
func wordEither(first, second, code string) Text {
	return func(p *locale.Printer) string {
		if p.Has(first) {
			return p.T(first)
		}
		if p.Has(second) {
			return p.T(second)
		}
		return code
	}
}
