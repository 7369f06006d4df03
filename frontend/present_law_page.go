package frontend

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/assess"
)

func (s *server) law(c *gin.Context) error { return s.show(c, http.StatusOK, lawPage(s.packs())) }

// lawPage computes the worked examples of the packs that count.
func lawPage(packs *assess.Shelf) LawPage {
	var page LawPage
	for _, p := range packs.Packs() {
		if !packs.Counts(p, "") {
			continue
		}
		h := p.Head()
		page.Packs = append(page.Packs, LawItem{ID: h.ID + " " + h.Version, Text: lawWords(h.Name), Lines: []Text{
			K("law.pack_line", "jurisdiction", wordOr("law.jurisdiction_"+h.Jurisdiction, h.Jurisdiction), "from", OnDay(h.Validity.From)),
		}})
		for _, e := range assess.Examples(p) {
			page.Examples = append(page.Examples, LawExample{lawWords(e.Name), lawWords(e.Story), exampleShown(e)})
		}
		for _, r := range assess.Readings(p) {
			page.Readings = append(page.Readings, LawItem{ID: r.Row, Text: lawWords(r.Text), Lines: []Text{K("case.certainty_" + string(r.Certainty)), lawWords(r.Note)}})
		}
	}
	return page
}

func exampleShown(e assess.Example) FindingShown {
	made := e.Finding.MadeBy()
	shown := FindingShown{
		Kind: kindWords(string(e.Kind)), Answer: answerWords(string(e.Kind), e.Finding.Answer()), Tone: answerTones[e.Finding.Answer()],
		Pack: K("law.pack_version", "id", made.ID, "version", made.Version),
	}
	shown.fill(e.Finding)
	return shown
}
