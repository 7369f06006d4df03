package frontend

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Samples draws, once for each past month, a sample of the cases that ended; *workflow.Draws does the act.
type Samples interface {
	Draws(ctx context.Context) ([]record.Draw, error)
	// Tickets are those of a month that is over, none for any other.
	Tickets(ctx context.Context, month string) ([][]byte, error)
	Draw(ctx context.Context, actor roles.Actor, month string) (workflow.DrawDone, error)
	// Drawn are the drawn cases that the actor sees.
	Drawn(ctx context.Context, actor roles.Actor, draw record.Draw) ([]workflow.DrawnCase, error)
}

const (
	samplesURL     = "/samples"
	deskSamplesURL = "/desk/samples"
	ticketsURL     = "/open-data/sample-tickets/"
	drawsURL       = "/open-data/sample-draws.csv"
)

func (s *server) draws(c *gin.Context) ([]record.Draw, error) {
	if s.Desk.Samples == nil {
		return nil, record.ErrNotFound
	}
	return s.Desk.Samples.Draws(c)
}

func (s *server) samples(c *gin.Context) error {
	draws, err := s.draws(c)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, samplesPage(draws, s.PublicURL))
}

// drawsCSV is the list of drawings as a table.
func (s *server) drawsCSV(c *gin.Context) error {
	draws, err := s.draws(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	_ = out.Write([]string{"month", "entry", "seed", "closings", "size", "drawn_at"})
	for _, d := range draws {
		_ = out.Write([]string{d.Month, strconv.FormatInt(d.Entry, 10), d.SeedText(), strconv.Itoa(d.Closings), strconv.Itoa(d.Size), d.At.UTC().Format(time.RFC3339)})
	}
	out.Flush()
	return sendTable(c, "text/csv; charset=utf-8", b.Bytes())
}

// tickets are the tickets of a month, one a line, as the recipe takes them.
func (s *server) tickets(c *gin.Context) error {
	month, text := strings.CutSuffix(c.Param("month"), ".txt")
	if _, err := time.Parse("2006-01", month); !text || err != nil || s.Desk.Samples == nil {
		return record.ErrNotFound
	}
	tickets, err := s.Desk.Samples.Tickets(c, month)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	for _, t := range tickets {
		b.WriteString(hex.EncodeToString(t) + "\n")
	}
	return sendTable(c, "text/plain; charset=utf-8", b.Bytes())
}

func registerSamples(g *gin.RouterGroup, s *server) {
	g.GET(deskSamplesURL, handle(func(c *gin.Context) error { return s.deskSamples(c, http.StatusOK, formState{}, done(c)) }))
	g.POST(deskSamplesURL, handle(s.drawMonth))
}

func (s *server) deskSamples(c *gin.Context, status int, form formState, banner *Banner) error {
	if err := s.needs(c, roles.DrawSample); err != nil {
		return err
	}
	draws, err := s.draws(c)
	if err != nil {
		return err
	}
	page := deskSamplesPage(draws, s.Now(), form)
	for i, d := range draws[:min(len(draws), shownDraws)] {
		cases, err := s.Desk.Samples.Drawn(c, actorOf(c), d)
		if err != nil {
			return err
		}
		page.Draws[i].Cases = drawnCases(cases)
	}
	page.Done = banner
	return s.show(c, status, page)
}

func (s *server) drawMonth(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	if s.Desk.Samples == nil {
		return record.ErrNotFound
	}
	s.switchLanguage(c, form)
	state := formState{act: drawForm, typed: form}
	if switching(form) {
		return s.deskSamples(c, http.StatusOK, state, nil)
	}
	_, err = s.Desk.Samples.Draw(c, actorOf(c), strings.TrimSpace(form.Get("month")))
	if err == nil {
		return finish(c, deskSamplesURL, "drawn")
	}
	refusal, status, shown := refusalShown(err)
	if !shown {
		return err
	}
	state.found = append(state.found, refusalProblem(drawForm, refusal))
	return s.deskSamples(c, status, state, nil)
}
