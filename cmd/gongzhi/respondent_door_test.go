package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

// TestRespondentsDoorTellsNothingOfTheReport searches every answer of the
// door, page and API, in both languages, at every stage of a rectification
// and where it refuses, for the words of the filer and of the report.
func TestRespondentsDoorTellsNothingOfTheReport(t *testing.T) {
	o := newOffice(t)
	asked := 0
	for name, to := range map[string]stage{
		"served": served, "served with a request": servedRequest, "contested": contested,
		"answered": then(contested, by(answers, workflow.Command{Action: workflow.AnswerObjection, Result: workflow.ObjectionDismissed, Reason: "no period of keeping runs"})),
		"ordered":  orderedAndServed, "handed in": handedIn, "remedied": remedied,
		"returned": then(handedIn, by(answers, workflow.Command{Action: workflow.ReturnRectification, Reason: "the record of the deletion is missing"})),
	} {
		c := o.secret(to, true)
		for _, a := range o.doorAsks(c) {
			for _, language := range []string{"zh-CN", "en"} {
				a.header["Accept-Language"] = language
				w := o.send(matrixRow{method: a.method, route: a.route}, visitor{}, c, a.ask)
				require.Less(t, w.Code, http.StatusInternalServerError, "%s %s", name, a.route)
				said := w.Body.String()
				for header, values := range w.Header() {
					said += "\n" + header + ": " + strings.Join(values, " ")
				}
				for _, secret := range []string{wordTitle, wordSought, wordNarrative, wordName, wordContact, wordAccused, wordFile, wordContent, c.receipt, c.report.String(), c.file.String()} {
					require.False(t, strings.Contains(said, secret), "%s: %s %s answers with %s", name, a.method, a.route, secret)
				}
				asked++
			}
		}
	}
	require.Greater(t, asked, 80)
}

type doorAsk struct {
	method, route string
	ask
}

// doorAsks are all that can be asked at the door, rightly and wrongly.
func (o *office) doorAsks(c secretCase) []doorAsk {
	list := []doorAsk{{"GET", "/respondent", ask{}}, {"GET", "/respondent/act", ask{}}, {"GET", "/respondent/evidence", ask{}}}
	for _, code := range []string{c.code, strings.Repeat("A", 24), c.receipt} {
		list = append(list,
			doorAsk{"POST", "/respondent", form("code", code)},
			doorAsk{"POST", "/respondent/evidence", upload("code", code)},
			doorAsk{"GET", "/api/v1/respondent", ask{}.with("Authorization", "Service "+code)},
		)
		for _, action := range []workflow.Action{workflow.ReplyServed, workflow.ObjectAtDoor, workflow.PromiseRectify, workflow.SubmitRectify, workflow.ConfirmRemedy, workflow.ReportRecurrence} {
			list = append(list,
				doorAsk{"POST", "/respondent/act", form("code", code, "action", string(action), "body", "We did not.", "reason", "we stop", "due", "2000-01-01", "due_time", "10:00")},
				doorAsk{"POST", "/api/v1/respondent/acts", jsonOf(map[string]string{"action": string(action), "body": "We did not.", "reason": "we stop"}).with("Authorization", "Service "+code)},
			)
		}
	}
	for i := range list {
		if list[i].header == nil {
			list[i].header = map[string]string{}
		}
	}
	return list
}

// TestARepresentativeStandsForARespondentOfTheCase: nobody is named for
// somebody whom the case does not accuse, and a stranger is told nothing.
func TestARepresentativeStandsForARespondentOfTheCase(t *testing.T) {
	o := newOffice(t)
	c, other := o.secret(accepted, false), o.secret(accepted, false)
	name := func(who string, of record.ID) error {
		_, err := o.cases.Act(t.Context(), c.reference, workflow.Command{
			Action: workflow.NameRepresentative, Actor: o.actor(who), Reason: "by letter of authority", Body: "Counsel", To: of,
		}, 0)
		return err
	}
	refusal, ok := record.AsRefusal(name(answers, o.respondentOf(other.reference)))
	require.True(t, ok)
	require.Equal(t, "respondent_unknown", refusal.Code)
	require.ErrorIs(t, name("chengdu/officer", o.respondentOf(other.reference)), record.ErrNotFound)
	require.NoError(t, name(answers, o.respondentOf(c.reference)))
}

// TestWhatWasHandedInIsNotAskedForAgain: the form returns with the agency's
// answer.
func TestWhatWasHandedInIsNotAskedForAgain(t *testing.T) {
	o := newOffice(t)
	for name, to := range map[string]stage{"ordered": orderedAndServed, "handed in": handedIn} {
		c := o.secret(to, false)
		page := o.send(matrixRow{method: "POST", route: "/respondent"}, visitor{}, c, form("code", c.code)).Body.String()
		require.Equal(t, name == "ordered", strings.Contains(page, "act-submit_rectification"), name)
	}
}
