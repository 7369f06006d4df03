package frontend

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// trackAct does what a filer may do besides answering: appeal, rate the outcome, take the report back.
func (s *server) trackAct(c *gin.Context) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	s.switchLanguage(c, form)
	action, receipt := workflow.Action(form.Get("action")), clean(form.Get("receipt"))
	if !slices.Contains(workflow.FilerActs, action) {
		return web.Invalid()
	}
	view, err := s.track(c, receipt)
	if err != nil {
		return s.noSuchReceipt(c, err)
	}
	state := formState{act: string(action), typed: form}
	if switching(form) {
		return s.showTrack(c, http.StatusOK, receipt, view, typedAct(receipt, view, state))
	}
	command, words := filerCommand(action, form)
	err = s.Cases.FilerActByReceipt(c, receipt, command, words)
	refusal, refused := record.AsRefusal(err)
	switch {
	case err == nil:
		return s.showDoneTrack(c, receipt, "done_"+string(action))
	case !refused || (refusal.Kind != record.Invalid && refusal.Kind != record.WrongTime):
		return err
	}
	state.found = problems{refusalProblem(state.act, refusal)}
	status := http.StatusUnprocessableEntity
	if refusal.Kind == record.WrongTime {
		status = http.StatusConflict
	}
	return s.showTrack(c, status, receipt, view, typedAct(receipt, view, state))
}

func typedAct(receipt string, view workflow.TrackView, state formState) func(*TrackCasePage) {
	return func(p *TrackCasePage) { p.Errors, p.Acts = state.found, trackActs(receipt, view, state) }
}

func filerCommand(action workflow.Action, form url.Values) (command workflow.Command, words string) {
	command = workflow.Command{Action: action, Reason: clean(form.Get("reason")), Ground: form.Get("ground"), Respondent: clean(form.Get("respondent")), Violation: form.Get("violation")}
	if action == workflow.Rate {
		n, _ := strconv.Atoi(form.Get("rating")) // 0 is out of range and refused as such
		command.Rating = &record.Satisfaction{Confirmed: form.Get("confirmed"), Rating: n}
		command.Reason, words = "", clean(form.Get("body"))
	}
	return command, words
}
