package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// fileReport takes a report. Of an anonymous filer nothing is kept but what
// the report says: no address, no user agent, no time of day.
func (s *server) fileReport(c *gin.Context) error {
	if err := web.RequireJSON(c.Request); err != nil {
		return err
	}
	var told workflow.Submission
	if err := web.DecodeStrict(c.Request.Body, &told); err != nil {
		return err
	}
	actor := filerOf(callerOf(c).actor(), told.Filer.Kind)
	if told.Behalf != nil {
		actor = callerOf(c).actor()
	}
	key, err := web.IdempotencyKey(c.Request, actor.Anonymous())
	if err != nil {
		return err
	}
	told.Lang = string(web.Language(c))
	filed, err := s.Cases.File(c, actor, key, told)
	if err != nil {
		return asProblem(err)
	}
	c.JSON(http.StatusCreated, filed)
	return nil
}

// filerOf is in whose name a report is filed. Whoever says anonymous is
// nobody, even when signed in, and so is a person who says nothing; an
// organization that says nothing files in its own name.
func filerOf(actor roles.Actor, kind string) roles.Actor {
	if kind == "anonymous" || (kind == "" && actor.Role != roles.Organization) {
		return citizen
	}
	return actor
}
