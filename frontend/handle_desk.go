package frontend

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// deskBody is the most that a form of the desk may send, in bytes: a summary of 20,000 Chinese characters takes nine
// bytes each when a browser sends it.
const deskBody = 320 << 10

// registerDesk adds the pages of signed-in people; the group asks for a sign-in and keeps answers out of caches.
func registerDesk(g *gin.RouterGroup, s *server) {
	g = g.Group("", web.BodyLimit(deskBody))
	g.GET("/desk", handle(s.queue))
	g.GET("/desk/cases", handle(s.cases))
	g.GET(secondURL, handle(s.second))
	g.GET("/desk/overview", handle(s.overview))
	g.GET("/desk/rules", handle(s.rules))
	g.GET(organisationURL, handle(s.organisation))
	g.POST(organisationURL, handle(s.actOnOrganisation))

	g.GET("/desk/cases/:reference", handle(s.showCase))
	g.GET("/desk/cases/:reference/trace", handle(s.trace))
	g.POST("/desk/cases/:reference/actions", handle(s.actOnCase))
	g.POST("/desk/cases/:reference/messages", handle(s.sayOnCase))
	g.POST("/desk/cases/:reference/publication", handle(s.actOnPublication))
	g.POST("/desk/cases/:reference/unseal", handle(s.unsealCase))
	g.POST("/desk/cases/:reference/export", handle(s.exportCase))
	g.POST("/desk/cases/:reference/serve", handle(s.serveRespondent))
	g.GET("/desk/cases/:reference/evidence/:id", handle(s.downloadEvidence))

	registerLaw(g, s)
	registerPacks(g, s)
	registerFlood(g, s)
	registerExplain(g, s)
	registerSamples(g, s)
	registerMine(g, s)
	registerOpinions(g, s)
	registerInterest(g, s)

	g.GET("/inbox", handle(s.inbox))
	g.POST("/inbox/read", handle(s.markRead))
	g.GET("/organization", handle(s.deskHome("organization", roles.Organization)))
	g.GET("/media", handle(s.deskHome("media", roles.Media)))
	g.GET("/me", handle(s.deskHome("citizen", roles.Citizen)))
	g.GET("/operator", handle(s.operator))
	g.POST("/operator/clock", handle(s.acceptClock))
}

// reader sees with the eyes of whoever is signed in.
func (s *server) reader(c *gin.Context) workflow.Reader { return s.Door.For(actorOf(c), s.Now()) }

// needs answers "not found" unless the actor has a permission that depends on no case.
func (s *server) needs(c *gin.Context, want roles.Permission) error {
	if s.Org().Stand(actorOf(c), roles.Case{}, s.Now()).May(want) {
		return nil
	}
	return record.ErrNotFound
}

// worker refuses whoever holds no post: their cases are on their own page.
func (s *server) worker(c *gin.Context) error {
	if len(s.Org().PostsOf(actorOf(c).Person, s.Now())) == 0 {
		return record.ErrNotFound
	}
	return nil
}

// outcomes are the codes that may stand in an address after a form was sent, so that an address can say nothing else.
var outcomes = map[string]Text{
	"said":      K("case.done_said"),
	"read":      K("worker.done_read"),
	"proposed":  K("worker.done_proposed"),
	"confirmed": K("worker.done_confirmed"),
	"declined":  K("worker.done_declined"),
	"clock":     K("worker.done_clock"),
	"drawn":     K("accountability.done_drawn"),
	"cosign":    K("matter.done_cosign"),
	"interest":  K("matter.done_interest"),

	"assess": K("law.done_assess"), "override_finding": K("law.done_override"),
}

// done is the banner for the act before, nil for none.
func done(c *gin.Context) *Banner {
	code := c.Query("done")
	if says, ok := outcomes[code]; ok {
		return &Banner{Good: true, Says: says}
	}
	if says := actDone(code); says != nil {
		return &Banner{Good: true, Says: says}
	}
	return nil
}

// finish ends a form that was accepted: the browser reads the page anew, with a banner.
func finish(c *gin.Context, path, code string) error {
	c.Redirect(http.StatusSeeOther, path+"?"+url.Values{"done": {code}}.Encode())
	return nil
}

// posted reads the form of the request.
func posted(c *gin.Context) (url.Values, error) {
	if err := c.Request.ParseForm(); err != nil {
		return nil, formError(err)
	}
	return c.Request.PostForm, nil
}

// formError tells a form that is too large from one that is broken.
func formError(err error) error {
	if p := web.ProblemOf(err); p.Type == web.TypeTooLarge {
		return p
	}
	return web.Invalid()
}

// switching says that the reader only changed the language of a page that answers a form.
func switching(form url.Values) bool { return form.Has("switch_language") }
