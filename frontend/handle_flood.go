package frontend

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// Floods reject many reports that tell the same in one act with two people; *workflow.Floods does the acts. For whoever
// may reject no flood the list is not found.
type Floods interface {
	Floods(ctx context.Context, actor roles.Actor) (workflow.FloodDesk, error)
	ProposeFlood(ctx context.Context, actor roles.Actor, references []string, reason string) (workflow.FloodDone, error)
	ConfirmFlood(ctx context.Context, actor roles.Actor, batch record.ID) (workflow.FloodDone, error)
	DeclineFlood(ctx context.Context, actor roles.Actor, batch record.ID, reason string) (workflow.FloodDone, error)
}

const floodURL = "/desk/flood"

func registerFlood(g *gin.RouterGroup, s *server) {
	g.GET(floodURL, handle(s.showFlood))
	g.POST(floodURL, handle(s.actOnFlood))
}

func (s *server) showFlood(c *gin.Context) error {
	return s.floodAgain(c, http.StatusOK, formState{}, done(c))
}

func (s *server) floodAgain(c *gin.Context, status int, form formState, banner *Banner) error {
	if s.Desk.Floods == nil {
		return record.ErrNotFound
	}
	desk, err := s.Desk.Floods.Floods(c, actorOf(c))
	if err != nil {
		return err
	}
	page := floodPage(desk, form)
	page.Done = banner
	return s.show(c, status, page)
}

// actOnFlood proposes to reject the chosen cases, or answers such a proposal of somebody else.
func (s *server) actOnFlood(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	if s.Desk.Floods == nil {
		return record.ErrNotFound
	}
	s.switchLanguage(c, form)
	state := formState{act: formName(form), typed: form}
	if switching(form) {
		return s.floodAgain(c, http.StatusOK, state, nil)
	}
	did, code, err := s.floodAct(c, form)
	if err != nil {
		return s.floodRefused(c, state, err)
	}
	if len(did.Skipped) > 0 {
		says := K("worker.flood_skipped", "n", did.Cases, "skipped", strings.Join(did.Skipped, ", "))
		return s.floodAgain(c, http.StatusOK, formState{}, &Banner{Says: says})
	}
	return finish(c, floodURL, code)
}

func (s *server) floodAct(c *gin.Context, form url.Values) (did workflow.FloodDone, code string, err error) {
	reason := strings.TrimSpace(form.Get("reason"))
	if form.Get("action") == floodReject {
		did, err = s.Desk.Floods.ProposeFlood(c, actorOf(c), form["references"], reason)
		return did, "proposed", err
	}
	batch, err := uuid.Parse(form.Get("batch"))
	switch action := form.Get("action"); {
	case err != nil:
		return did, "", web.Invalid()
	case action == floodConfirm:
		did, err = s.Desk.Floods.ConfirmFlood(c, actorOf(c), batch)
		return did, "confirmed", err
	case action == floodDecline:
		did, err = s.Desk.Floods.DeclineFlood(c, actorOf(c), batch, reason)
		return did, "declined", err
	default:
		return did, "", web.Invalid()
	}
}

func (s *server) floodRefused(c *gin.Context, state formState, err error) error {
	refusal, status, shown := refusalShown(err)
	if !shown {
		return err
	}
	state.found = append(state.found, refusalProblem(state.act, refusal))
	return s.floodAgain(c, status, state, nil)
}
