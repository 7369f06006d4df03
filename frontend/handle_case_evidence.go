package frontend

import (
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// readingPurpose is why a worker of the case opens its files, as the filer reads it.
const readingPurpose = "办理本案 · handling this case"

// downloadEvidence sends a file of a case to be saved, never shown: it came from outside.
func (s *server) downloadEvidence(c *gin.Context) error {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return record.ErrNotFound
	}
	sight, err := s.sightOf(c, formState{})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(sight.view.Evidence, func(e workflow.EvidenceView) bool { return e.ID == id }) {
		return record.ErrNotFound
	}
	name, mediaType, body, err := s.Desk.Evidence.OpenEvidence(c, actorOf(c), c.Param("reference"), id, readingPurpose)
	if err != nil {
		return err
	}
	defer body.Close() // only read from
	if _, _, err := mime.ParseMediaType(mediaType); err != nil {
		mediaType = "application/octet-stream"
	}
	web.Attachment(c, "file", mediaType)
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": plainName(name)}))
	c.Status(http.StatusOK)
	if _, err := io.Copy(c.Writer, body); err != nil {
		s.Warn("evidence download", err)
	}
	return nil
}

const maxName = 80 // characters of a file's name

// plainName keeps of a file's name what no header and no file system can misread.
func plainName(name string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), strings.ContainsRune("-_. ()", r):
			return r
		}
		return '_'
	}, name)
	runes := []rune(strings.Trim(kept, ". "))
	if len(runes) > maxName {
		runes = runes[len(runes)-maxName:]
	}
	if len(runes) == 0 {
		return "file"
	}
	return string(runes)
}
