package frontend

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/accounts"
	"gongzhi/workflow"
)

const secondURL = "/desk/second"

// second lists what waits for the reader as second person.
func (s *server) second(c *gin.Context) error {
	if err := s.worker(c); err != nil {
		return err
	}
	list, err := s.reader(c).Waiting(c)
	if err != nil {
		return err
	}
	page := SecondPage{}
	for _, w := range list {
		page.Rows = append(page.Rows, secondRow(w, s.Now()))
	}
	return s.show(c, http.StatusOK, page)
}

// waiting counts what waits for somebody; failing to count must not cost the page.
func (s *server) waiting(c *gin.Context, who accounts.Identity) int {
	list, err := s.Door.For(who.Actor, s.Now()).Waiting(c)
	if err != nil {
		s.Warn("waiting for a second person", err)
	}
	return len(list)
}

// waitingURL is where something is confirmed or declined.
func waitingURL(w workflow.Waiting) string {
	if w.Reference != "" {
		return caseURL(w.Reference)
	}
	return organisationURL
}
