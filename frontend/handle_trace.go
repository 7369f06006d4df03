package frontend

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/answerability"
	"gongzhi/record"
	"gongzhi/roles"
)

// Traces says whose each minute of a case was, for whoever may read it; for everybody else it fails with
// record.ErrNotFound.
type Traces interface {
	Trace(ctx context.Context, actor roles.Actor, reference string) (answerability.View, error)
}

func (s *server) trace(c *gin.Context) error {
	if err := s.worker(c); err != nil {
		return err
	}
	if s.Desk.Traces == nil {
		return record.ErrNotFound
	}
	v, err := s.Desk.Traces.Trace(c, actorOf(c), c.Param("reference"))
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, tracing{s.Org(), s.Desk.Rules}.page(v))
}
