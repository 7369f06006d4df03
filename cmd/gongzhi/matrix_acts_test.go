package main

import (
	"slices"
	"strings"

	"gongzhi/web"
	"gongzhi/workflow"
)

// actRow is one act of the tables.
type actRow struct {
	name  string
	stage stage // how far the case has come, so that the act makes sense; nil: just filed
	more  func(o *office, c secretCase) map[string]any
}

// actRows are the acts of the two tables, each on a case that has come so far
// that the act makes sense.
func actRows() []matrixRow {
	var rows []matrixRow
	for _, a := range slices.Concat(intakeActs, matterActs, transferActs, respondentActs, referralActs, collaborationActs, supervisionActs, wordActs) {
		rows = append(rows, a.row())
	}
	return rows
}

func (a actRow) row() matrixRow {
	return matrixRow{
		method: "POST", route: actsRoute, about: a.name, stage: a.stage,
		called: slices.Contains(toTheOther, a.name), public: a.name == "propose_public_interest",
		ask: func(o *office, c secretCase, _ string) ask {
			body := map[string]any{}
			if a.more != nil {
				body = a.more(o, c)
			}
			body["action"] = a.name
			if a.unguarded() {
				return jsonOf(body)
			}
			return jsonOf(body).with("If-Match", web.ETag(c.version))
		},
	}
}

// unguarded are acts outside the stream of decisions: no version guards them.
func (a actRow) unguarded() bool {
	return strings.HasPrefix(a.name, "publish_") || slices.Contains(sayings, a.name) ||
		slices.Contains(workflow.FilerActs, workflow.Action(a.name)) || a.name == "propose_public_interest"
}

const actsRoute = "/api/v1/incidents/:reference/actions"

var sayings = []string{"comment", "ask", "answer", "explain_miss", "assess", "override_finding"}

// toTheOther are acts on an offer to the other agency, or on what it does.
var toTheOther = []string{"accept_transfer", "refuse_transfer", "withdraw_transfer", "answer_consultation", "withdraw_consultation",
	"accept_joint", "refuse_joint", "leave_joint", "end_joint"}
