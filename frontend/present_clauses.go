package frontend

import (
	"slices"
	"sync"

	"gongzhi/assess"
	"gongzhi/locale"
)

// packs are the rule packs that count.
func (s *server) packs() *assess.Shelf {
	if s.Desk.Packs == nil {
		return shelf(nil)
	}
	return s.Desk.Packs()
}

// shelf is the given one, or that of the program.
func shelf(given *assess.Shelf) *assess.Shelf {
	if given != nil {
		return given
	}
	return ownShelf()
}

var ownShelf = sync.OnceValue(func() *assess.Shelf {
	own, err := assess.NewShelf(assess.Default())
	if err != nil {
		panic(err) // nothing was added
	}
	return own
})

func seriousnessPack(packs *assess.Shelf) (*assess.SeriousnessPack, bool) {
	found, err := shelf(packs).Find(assess.KindSeriousness, "CN", "")
	p, ok := found.(*assess.SeriousnessPack)
	return p, err == nil && ok
}

func clausePack(packs *assess.Shelf) (*assess.ClausePack, bool) {
	found, err := shelf(packs).Find(assess.KindClauses, "CN", "")
	p, ok := found.(*assess.ClausePack)
	return p, err == nil && ok
}

// clauseSaid is a clause of the catalogue with its citation and what it asks for, or the words in which somebody cited.
func clauseSaid(packs *assess.Shelf, cited string) Text {
	pack, ok := clausePack(packs)
	if !ok {
		return Plain(cited)
	}
	i := slices.IndexFunc(pack.Clauses, func(c assess.Clause) bool { return c.ID == cited })
	if i < 0 {
		return Plain(cited)
	}
	c := pack.Clauses[i]
	return func(p *locale.Printer) string {
		lang := domainLang(p.Lang())
		return p.T("law.clause_line", "law", c.Law.In(lang), "locator", c.Locator.In(lang), "brief", c.Brief.In(lang))
	}
}

// clauseChecks offer the clauses of the catalogue that bind the case's sector.
func (s sight) clauseChecks(act string) Field {
	choice := &Choice{Name: "clause", ID: fieldID(act, "clause"), Label: K("law.clauses_of"), Hint: K("law.clauses_of_hint"), Small: true}
	if pack, ok := clausePack(s.packs); ok {
		for _, c := range pack.Find(s.view.Incident.Sector, "", s.now.In(beijing).Format("2006-01-02")) {
			choice.Options = append(choice.Options, Option{
				Value: c.ID, Label: clauseSaid(s.packs, c.ID), Chosen: s.form.is(act) && slices.Contains(s.form.typed["clause"], c.ID),
			})
		}
	}
	return Field{Checks: choice}
}
