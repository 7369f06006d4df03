package frontend

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/answerability"
	"gongzhi/record"
	"gongzhi/roles"
)

// Scores gives the public table of closed duties.
type Scores interface {
	Scores(ctx context.Context) (ScoreTable, error)
}

func (s *server) scoreTable(c *gin.Context) (ScoreTable, error) {
	if s.Deps.Scores == nil {
		return ScoreTable{}, record.ErrNotFound
	}
	return s.Deps.Scores.Scores(c)
}

func (s *server) scorecards(c *gin.Context) error {
	table, err := s.scoreTable(c)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, scoresPage(table))
}

// closedDutiesCSV serves the table from which every figure is made.
func (s *server) closedDutiesCSV(c *gin.Context) error {
	table, err := s.scoreTable(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = answerability.WriteCSV(&b, table.Lines, func(l answerability.Closed) roles.Text { return table.Names[l.ID] })
	if err != nil {
		return err
	}
	return sendTable(c, "text/csv; charset=utf-8", b.Bytes())
}

func (s *server) closedDutiesJSONL(c *gin.Context) error {
	table, err := s.scoreTable(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	for _, l := range table.Lines {
		line := struct {
			answerability.Closed
			NameZh string `json:"name_zh"`
			NameEn string `json:"name_en"`
		}{l, table.Names[l.ID].Zh, table.Names[l.ID].En}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return sendTable(c, "application/jsonl; charset=utf-8", b.Bytes())
}

// sendTable lets caches keep the table by its content, which changes with the months.
func sendTable(c *gin.Context, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	c.Header("Cache-Control", "public, max-age=300")
	c.Header("ETag", tag)
	if c.GetHeader("If-None-Match") == tag {
		c.Status(http.StatusNotModified)
		return nil
	}
	c.Data(http.StatusOK, mediaType, body)
	return nil
}
