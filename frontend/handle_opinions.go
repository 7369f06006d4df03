package frontend

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

const opinionsURL = "/organization/opinions"

func opinionURL(reference string) string { return opinionsURL + "/" + url.PathEscape(reference) }

// registerOpinions adds the pages on which organizations read and sign each other's opinions.
func registerOpinions(g *gin.RouterGroup, s *server) {
	g.GET(opinionsURL, handle(s.opinions))
	g.GET(opinionsURL+"/:reference", handle(func(c *gin.Context) error { return s.showOpinion(c, http.StatusOK, nil) }))
	g.POST(opinionsURL+"/:reference/cosign", handle(s.cosign))
}

func (s *server) opinions(c *gin.Context) error {
	if err := s.needs(c, roles.Cosign); err != nil {
		return err
	}
	list, err := s.reader(c).Opinions(c, c.Query("cursor"), deskPageSize)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, OpinionsPage{Items: opinionRows(list.Items), Next: url.QueryEscape(list.Next)})
}

func (s *server) showOpinion(c *gin.Context, status int, found problems) error {
	if err := s.needs(c, roles.Cosign); err != nil {
		return err
	}
	one, err := s.reader(c).Opinion(c, c.Param("reference"))
	if err != nil {
		return err
	}
	page := OpinionsPage{One: true, Items: opinionRows([]workflow.OpinionCard{one}), Done: done(c), Errors: found}
	if len(found) > 0 {
		page.Answering = "sign-again"
	}
	return s.show(c, status, page)
}

// cosign signs an opinion in the name of the reader's organization. A refusal is said on the opinion's page.
func (s *server) cosign(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	if err := s.needs(c, roles.Cosign); err != nil {
		return err
	}
	s.switchLanguage(c, form)
	if switching(form) {
		c.Redirect(http.StatusSeeOther, opinionURL(c.Param("reference")))
		return nil
	}
	_, err = s.Cases.Act(c, c.Param("reference"), workflow.Command{Action: workflow.Cosign, Actor: actorOf(c)}, 0)
	if err == nil {
		return finish(c, opinionURL(c.Param("reference")), string(workflow.Cosign))
	}
	refusal, status, shown := refusalShown(err)
	if !shown {
		return err
	}
	return s.showOpinion(c, status, problems{{"sign", signRefused(refusal)}})
}

// signRefused says why an opinion was not signed.
func signRefused(r *record.Refusal) Text {
	if r.Code == "own_matter" {
		return K("refused.own_opinion")
	}
	return wordOr("refused."+r.Code, r.Detail)
}

const opinionsAtHome = 3

// newestOpinions are the first of the list, for the home of an organization; none while it may sign none.
func (s *server) newestOpinions(c *gin.Context) ([]OpinionRow, error) {
	if s.needs(c, roles.Cosign) != nil {
		return nil, nil //nolint:nilerr // no permission, no list
	}
	list, err := s.reader(c).Opinions(c, "", opinionsAtHome)
	return opinionRows(list.Items), err
}

func opinionRows(list []workflow.OpinionCard) []OpinionRow {
	var rows []OpinionRow
	for _, o := range list {
		rows = append(rows, OpinionRow{
			Reference: o.Reference, Heading: o.Title, About: o.About, Told: strings.Split(o.Narrative, "\n"), By: Named(o.By), Agency: Named(o.Agency),
			Filed: OnDay(string(o.FiledOn)), Due: OnDay(string(o.DueOn)), Signers: allNamed(o.Signers), Ours: o.Mine, Signed: o.SignedBy,
		})
	}
	return rows
}

func allNamed(names []roles.Text) []Text {
	var list []Text
	for _, n := range names {
		list = append(list, Named(n))
	}
	return list
}
