package frontend

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

func mineURL(reference string) string { return "/mine/" + reference }

// registerMine adds the pages of what somebody filed signed in; nobody else finds them.
func registerMine(g *gin.RouterGroup, s *server) {
	g.GET("/mine/:reference", handle(func(c *gin.Context) error { return s.showMine(c, http.StatusOK, formState{}) }))
	g.POST("/mine/:reference/act", handle(s.actOnMine))
}

func (s *server) showMine(c *gin.Context, status int, form formState) error {
	view, err := s.reader(c).Mine(c, c.Param("reference"))
	if err != nil {
		return err
	}
	track := trackCasePage("", view)
	page := MinePage{
		Reference: track.Reference, Status: track.Status, Next: track.Next, Course: track.Course, Withdrawn: track.Withdrawn,
		Acts: mineActs(view, form), Errors: form.found, Back: "/",
	}
	if who, ok := identityOf(c); ok {
		page.Back += homePaths[string(who.Actor.Role)]
	}
	if view.Matter.Kind == record.MatterIncident && s.needs(c, roles.ProposeReferral) == nil {
		page.Interest = interestURL(view.Reference)
	}
	if act := c.Query("done"); slices.Contains(workflow.FilerActs, workflow.Action(act)) {
		page.Done = &Banner{Good: true, Says: K("track.done_" + act)}
	}
	return s.show(c, status, page)
}

// mineActs are the forms of the holder of a receipt, for somebody who needs none.
func mineActs(view workflow.TrackView, form formState) []Act {
	acts := trackActs("", view, form)
	for i := range acts {
		acts[i].URL, acts[i].Hidden = mineURL(view.Reference)+"/act", nil
	}
	return acts
}

// actOnMine does what a filer may do besides answering: appeal, rate the outcome, take the report back.
func (s *server) actOnMine(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	action := workflow.Action(form.Get("action"))
	if !slices.Contains(workflow.FilerActs, action) {
		return web.Invalid()
	}
	view, err := s.reader(c).Mine(c, c.Param("reference"))
	if err != nil {
		return err
	}
	command, words := filerCommand(action, form)
	command.Actor = actorOf(c)
	err = s.Cases.FilerAct(c, view.Reference, command, words)
	refusal, refused := record.AsRefusal(err)
	switch {
	case err == nil:
		return finish(c, mineURL(view.Reference), string(action))
	case !refused || (refusal.Kind != record.Invalid && refusal.Kind != record.WrongTime):
		return err
	}
	status := http.StatusUnprocessableEntity
	if refusal.Kind == record.WrongTime {
		status = http.StatusConflict
	}
	return s.showMine(c, status, formState{act: string(action), typed: form, found: problems{refusalProblem(string(action), refusal)}})
}
