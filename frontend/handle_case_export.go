package frontend

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/web"
	"gongzhi/workflow"
)

// exportedCase is a case as a worker takes it away: what its page shows, bound to a purpose. Sealed fields are not in it.
type exportedCase struct {
	Reference  string            `json:"reference"`
	Purpose    string            `json:"purpose"`
	ExportedBy string            `json:"exported_by"`
	ExportedAt time.Time         `json:"exported_at"`
	Case       workflow.CaseView `json:"case"`
}

// exportCase records who takes the case away and why, and only then sends it.
func (s *server) exportCase(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	sight, err := s.sightOf(c, formState{})
	if err != nil {
		return err
	}
	purpose := form.Get("purpose")
	err = s.Cases.RecordReading(c, c.Param("reference"), actorOf(c), workflow.ExportCase, uuid.Nil, purpose)
	if err != nil {
		return s.refused(c, formState{act: "export", typed: form}, err)
	}
	person, _ := s.Org().Person(actorOf(c).Person)
	body, err := json.MarshalIndent(exportedCase{
		Reference: sight.view.Incident.Reference, Purpose: purpose, ExportedBy: person.Name, ExportedAt: s.Now().UTC(), Case: sight.view,
	}, "", "  ")
	if err != nil {
		return err
	}
	web.Attachment(c, sight.view.Incident.Reference+".json", "application/json")
	c.Data(http.StatusOK, "application/json", body)
	return nil
}
