package frontend

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/workflow"
)

func interestURL(reference string) string {
	return "/organization/cases/" + url.PathEscape(reference) + "/public-interest"
}

// registerInterest adds the page on which an organization proposes a public-interest referral; nobody else finds it.
func registerInterest(g *gin.RouterGroup, s *server) {
	path := "/organization/cases/:reference/public-interest"
	g.GET(path, handle(func(c *gin.Context) error { return s.showInterest(c, http.StatusOK, formState{}) }))
	g.POST(path, handle(s.proposeInterest))
}

func (s *server) showInterest(c *gin.Context, status int, form formState) error {
	v, err := s.reader(c).Interest(c, c.Param("reference"))
	if err != nil {
		return err
	}
	page := interestPage(v, form)
	page.Done = done(c)
	return s.show(c, status, page)
}

func (s *server) proposeInterest(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	state := formState{act: string(workflow.ProposePublicInterest), typed: form}
	if switching(form) {
		return s.showInterest(c, http.StatusOK, state)
	}
	command := workflow.Command{Action: workflow.ProposePublicInterest, Actor: actorOf(c), Reason: strings.TrimSpace(form.Get("reason"))}
	_, err = s.Cases.Act(c, c.Param("reference"), command, 0)
	if err == nil {
		return finish(c, interestURL(c.Param("reference")), "interest")
	}
	refusal, status, shown := refusalShown(err)
	if !shown {
		return err
	}
	state.found = problems{interestProblem(state.act, refusal)}
	return s.showInterest(c, status, state)
}

func interestProblem(act string, r *record.Refusal) Problem {
	if r.Code == "asked_already" {
		return Problem{Field: "proposals", Says: K("refused.interest_waits")}
	}
	return refusalProblem(act, r)
}

var interestTones = map[string]string{workflow.InterestOpen: "warm", workflow.InterestAdopted: "good", workflow.InterestDeclined: "calm"}

func interestPage(v workflow.InterestView, form formState) InterestPage {
	page := InterestPage{Reference: v.Reference, Public: v.Public, Errors: form.found}
	if name := string(workflow.ProposePublicInterest); v.MayPropose {
		page.Write = &Act{Action: name, ID: formID(name), URL: interestURL(v.Reference), Label: K("case.act_" + name), Hint: K("matter.interest_hint"), Open: true,
			Fields: []Field{form.textarea(name, "reason", K("matter.interest_reason"), K("matter.interest_reason_hint"), 6)}}
	}
	for _, p := range v.Proposals {
		row := InterestRow{Reason: p.Reason, Answer: p.Answer, When: OnDay(string(p.On)),
			State: Tag{Says: K("matter.interest_" + p.State), Tone: interestTones[p.State]}}
		if p.State == workflow.InterestOpen && p.DueOn != "" {
			row.Due = K("matter.interest_due", "agency", Named(p.Office), "day", OnDay(string(p.DueOn)))
		} else if p.AnsweredOn != "" {
			row.Answered = K("matter.interest_answered", "day", OnDay(string(p.AnsweredOn)))
		}
		page.Proposals = append(page.Proposals, row)
	}
	return page
}
