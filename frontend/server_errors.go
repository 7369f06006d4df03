package frontend

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gongzhi/accounts"
	"gongzhi/record"
	"gongzhi/web"
)

// retrySoon is what somebody is told to wait when we were busy.
const retrySoon = 5 * time.Second

// pageError turns a refusal of the domain into the problem that a page shows. Fields are the handler's to show; here
// only what no form could show is left.
func pageError(err error) error {
	var throttled *accounts.Throttled
	if errors.As(err, &throttled) {
		return web.TooMany(throttled.RetryAfter)
	}
	if errors.Is(err, accounts.ErrBusy) {
		return web.Unavailable(retrySoon)
	}
	refusal, ok := record.AsRefusal(err)
	if !ok {
		var several record.Refusals
		if errors.As(err, &several) {
			return web.Invalid()
		}
		return err
	}
	switch refusal.Kind {
	case record.NotFound:
		return web.NotFound()
	case record.Forbidden:
		return web.Forbidden("")
	case record.WrongTime, record.Stale, record.Reused:
		return web.Conflict("")
	case record.Invalid:
		return web.Invalid()
	case record.Busy:
		return web.Unavailable(retrySoon)
	}
	return err
}

// problem is the pages' web.Renderer: the error page in the reader's language. Where even that fails, plain words.
func (s *server) problem(c *gin.Context, p *web.Problem) {
	page := ErrorPage{Status: p.Status}
	if p.Type == web.TypeInternal {
		page.ID = web.RequestID(c)
	}
	if err := s.show(c, p.Status, page); err != nil {
		s.Warn("error page", err)
		c.String(p.Status, "%d %s\n", p.Status, http.StatusText(p.Status))
	}
}

// noRoute answers for addresses that nobody registered: programs get a problem, people a page.
func (s *server) noRoute(c *gin.Context) {
	if strings.HasPrefix(c.Request.URL.Path, "/api/") {
		web.UseRenderer(web.ProblemJSON)(c)
	} else {
		web.UseRenderer(s.problem)(c)
	}
	web.Fail(c, web.NotFound())
}

var refusalStatus = map[record.Kind]int{
	record.Forbidden: http.StatusForbidden, record.Invalid: http.StatusUnprocessableEntity,
	record.WrongTime: http.StatusConflict, record.Stale: http.StatusConflict,
}

// refusalShown is a refusal that the form shows again with its reason, and the status of the answer. It reports false for
// any other error, which a page of its own answers.
func refusalShown(err error) (refusal *record.Refusal, status int, shown bool) {
	refusal, ok := record.AsRefusal(err)
	if !ok {
		return nil, 0, false
	}
	status, shown = refusalStatus[refusal.Kind]
	return refusal, status, shown
}
