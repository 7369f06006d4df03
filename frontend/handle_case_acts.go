package frontend

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// decisions are the acts that the desk's forms can send; all others have addresses of their own or none.
func decisions(action workflow.Action) (workflow.Transition, bool) {
	row, ok := workflow.TransitionOf(action)
	answers := []workflow.Action{workflow.Confirm, workflow.Decline, workflow.Withdraw}
	if !ok || (slices.Contains(elsewhere, action) && !slices.Contains(answers, action)) {
		return workflow.Transition{}, false
	}
	return row, true
}

// actDone says what was done, for a code that is an act of one of the tables; nil for any other.
func actDone(code string) Text {
	if row, ok := decisions(workflow.Action(code)); ok {
		if row.Second {
			return K("case.act_proposed", "act", actLabel(code))
		}
		return K("case.act_done", "act", actLabel(code))
	}
	for _, row := range publication.Transitions {
		if string(row.Action) != code {
			continue
		}
		if row.Action == publication.Propose {
			return K("case.act_proposed", "act", actLabel(code))
		}
		return K("case.act_done", "act", actLabel(code))
	}
	return nil
}

func (s *server) actOnCase(c *gin.Context) error {
	form, err := posted(c)
	if err != nil {
		return err
	}
	row, ok := decisions(workflow.Action(form.Get("action")))
	if !ok {
		return web.Invalid()
	}
	s.switchLanguage(c, form)
	state := formState{act: formName(form), typed: form}
	if switching(form) {
		return s.again(c, http.StatusOK, state, nil)
	}
	command, found := readCommand(row, form)
	if len(found) > 0 {
		state.found = found
		return s.again(c, http.StatusUnprocessableEntity, state, nil)
	}
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil || version < 1 {
		return web.Invalid()
	}
	command.Actor = actorOf(c)
	if _, err := s.Cases.Act(c, c.Param("reference"), command, version); err != nil {
		return s.actRefused(c, state, version, err)
	}
	return s.finishCase(c, string(row.Action))
}

// actRefused tells a stale form from a wrong one: where the case moved on meanwhile, that is what people must know,
// whatever the rules say about the act on the new state.
func (s *server) actRefused(c *gin.Context, state formState, version int64, err error) error {
	refusal, ok := record.AsRefusal(err)
	if ok && (refusal.Kind == record.WrongTime || refusal.Kind == record.Invalid) {
		if sight, seen := s.sightOf(c, state); seen == nil && sight.view.Incident.Version != version {
			return s.refused(c, state, record.ErrStale)
		}
	}
	return s.refused(c, state, err)
}

// finishCase leads back to the case, or to the queue when the act took the case out of the actor's sight.
func (s *server) finishCase(c *gin.Context, code string) error {
	_, err := s.reader(c).Case(c, c.Param("reference"))
	if refusal, ok := record.AsRefusal(err); ok && refusal.Kind == record.NotFound {
		return finish(c, "/desk", code)
	}
	return finish(c, caseURL(url.PathEscape(c.Param("reference"))), code)
}

// formName is the name of the form that was sent: its act, or for an answer to a proposal its own.
func formName(form url.Values) string {
	if name := form.Get("form"); strings.HasPrefix(name, form.Get("action")+"-") {
		return name
	}
	return form.Get("action")
}

// readCommand reads the fields of a row of the table. It judges only what the domain could not read; the rest is the
// domain's to judge.
func readCommand(row workflow.Transition, form url.Values) (workflow.Command, problems) {
	command := workflow.Command{Action: row.Action, Reason: strings.TrimSpace(form.Get("reason"))}
	var found problems
	name := formName(form)
	if row.Reason && command.Reason == "" {
		found.add(fieldID(name, "reason"), K("refused.reason_required"))
	}
	for _, field := range row.Fields {
		readField(&command, field, form, func(code string) { found.add(fieldID(name, field), K("refused."+code)) })
	}
	return command, found
}

func readField(command *workflow.Command, field string, form url.Values, wrong func(code string)) {
	switch field {
	case "to":
		command.To = readID(form.Get("to"), "to_empty", wrong)
	case "due":
		command.Due = readTime(form, field, wrong)
	case "ended":
		command.Ended = readTime(form, field, wrong)
	case "other":
		if command.Other = strings.ToUpper(strings.TrimSpace(form.Get("other"))); command.Other == "" {
			wrong("other_empty")
		}
	case "ground":
		if command.Ground = form.Get("ground"); command.Ground == "" {
			wrong("ground_empty")
		}
	case "title":
		command.Title = strings.TrimSpace(form.Get("title"))
	case "summary":
		command.Summary = strings.TrimSpace(form.Get("summary"))
	case "because":
		command.Because = strings.TrimSpace(form.Get("because"))
	case "task":
		command.Task = readID(form.Get("task"), "task_empty", wrong)
	case "body":
		if command.Body = clean(form.Get("body")); command.Body == "" {
			wrong("body_required")
		}
	case "result":
		if command.Result = form.Get("result"); command.Result == "" {
			wrong("result_empty")
		}
	case "proposal":
		command.Proposal = readID(form.Get("proposal"), "proposal_unknown", wrong)
	case "founded":
		outcome := outcomeOf(command)
		if outcome.Founded = form.Get("founded") == "yes"; !outcome.Founded && form.Get("founded") != "no" {
			wrong("founded_empty")
		}
	case "fine", "confiscation", "compensation", "discipline", "orders":
		readConsequence(command, field, form, wrong)
	case "path":
		if outcomeOf(command).Path = form.Get("path"); form.Get("path") == "" {
			wrong("path_empty")
		}
	case "clauses":
		readClauses(command, form)
	}
}

// readClauses are those ticked and those written; the answer to a request has no outcome to carry them.
func readClauses(command *workflow.Command, form url.Values) {
	cited := append(clauses(strings.Join(form["clause"], "\n")), clauses(form.Get("clauses"))...)
	if command.Action == workflow.DecideRequest {
		command.Clauses = cited
		return
	}
	outcomeOf(command).Clauses = cited
}

// readTime is a day and a time of day, typed in two inputs, in Beijing.
func readTime(form url.Values, field string, wrong func(code string)) time.Time {
	at, ok := beijingTime(form.Get(field), form.Get(field+"_time"))
	if !ok {
		wrong(field + "_unreadable")
		return time.Time{}
	}
	return at
}

// readID is what was chosen from a list, or none where nothing of the list came.
func readID(typed, code string, wrong func(code string)) record.ID {
	id, err := uuid.Parse(typed)
	if err != nil {
		wrong(code)
		return uuid.Nil
	}
	return id
}

func outcomeOf(command *workflow.Command) *record.Outcome {
	if command.Outcome == nil {
		command.Outcome = &record.Outcome{}
	}
	return command.Outcome
}

// clauses are written one on a line.
func clauses(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if clause := strings.TrimSpace(line); clause != "" {
			list = append(list, clause)
		}
	}
	return list
}

// beijing is the zone in which forms ask for times; it has had no summer time since 1991.
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// beijingTime reads a day, YYYY-MM-DD, and a time, HH:MM, in Beijing.
func beijingTime(day, clock string) (time.Time, bool) {
	t, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(day)+" "+strings.TrimSpace(clock), beijing)
	return t, err == nil
}
