package frontend

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/web"
)

func (s *server) actOnPublication(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	action := publication.Action(form.Get("action"))
	s.switchLanguage(c, form)
	state := formState{act: string(action), typed: form}
	switch {
	case actDone(string(action)) == nil || !strings.HasPrefix(string(action), "publish_"):
		return web.Invalid()
	case switching(form):
		return s.again(c, http.StatusOK, state, nil)
	case action == publication.Propose:
		return s.proposePublic(c, state)
	case action == publication.Clear:
		return s.clearPublic(c, state)
	}
	return s.publish(c, state, publication.Command{Action: action, Reason: strings.TrimSpace(form.Get("reason"))})
}

// clearPublic releases the very wording that the page showed; where another waits by now, it is shown first.
func (s *server) clearPublic(c *gin.Context, state formState) error {
	sight, err := s.sightOf(c, state)
	if err != nil {
		return err
	}
	if strconv.Itoa(sight.view.Public.Pending) != state.typed.Get("number") {
		return s.refused(c, state, record.ErrStale)
	}
	return s.publish(c, state, publication.Command{Action: publication.Clear})
}

const minKept = 10 // characters of a reason to keep what the gate found

// proposePublic masks what was chosen to be masked. Where the gate finds something that nobody was asked about, the
// form comes back with the question.
func (s *server) proposePublic(c *gin.Context, state formState) error {
	clean, kept, open := settle(wordingOf(state.typed), state.typed)
	if open {
		state.found.add(formID(actPropose), K("refused.gate_open"))
		return s.again(c, http.StatusUnprocessableEntity, state, nil)
	}
	command := publication.Command{
		Action: publication.Propose, Title: clean.title, Summary: clean.summary, Reason: clean.reason,
		Verification: state.typed.Get("verification"),
	}
	if kept {
		command.Kept = strings.TrimSpace(state.typed.Get("kept"))
		if len([]rune(command.Kept)) < minKept {
			state.found.add(fieldID(actPropose, "kept"), K("refused.kept_short"))
			return s.again(c, http.StatusUnprocessableEntity, state, nil)
		}
	}
	sight, err := s.sightOf(c, state)
	if err != nil {
		return err
	}
	// An imported record keeps its own wording as long as nobody rewrites it.
	if v, ok := sight.version(sight.view.Public.Number); ok && v.Summary == command.Summary {
		command.HTML = v.HTML
	}
	return s.publish(c, state, command)
}

func (s *server) publish(c *gin.Context, state formState, command publication.Command) error {
	command.Actor = actorOf(c)
	if err := s.Publishing.Act(c, c.Param("reference"), command); err != nil {
		return s.refused(c, state, err)
	}
	return s.finishCase(c, string(command.Action))
}
