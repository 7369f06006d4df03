package main

import (
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

// Matters of the Shenzhen office that are no incidents: stages that put another
// matter in the place of the case. Their words are no secrets of the case.
var (
	opinion     = matter("org2", workflow.Statement{Title: "On notices", Narrative: "They come late.", Respondents: someFirm, Region: "440300"}.Submission(record.MatterOpinion))
	request     = matter("citizen1", askErasure.Submission("Erasure"))
	application = matter("citizen1", workflow.SubmittedApplication{
		Kind: "media", Name: "Matrix Newsroom", CreditCode: "91330106MA2ABCDE0X", Statement: "We report.", Region: "440300", Contact: someFiler,
	}.Submission())

	asking        = then(request, by(answers, workflow.Command{Action: workflow.Accept}))
	verifying     = then(asking, by(answers, workflow.Command{Action: workflow.Investigate}, workflow.Command{Action: workflow.VerifyIdentity, Ground: "document", Reason: "seen"}))
	servedRequest = then(verifying, servedNow)
	contested     = then(servedRequest, objectedAtDoor)
	grantedStage  = then(verifying, by(answers, workflow.Command{Action: workflow.DecideRequest, Result: "granted", Reason: longAnswer}))
	executing     = then(grantedStage, by(answers, workflow.Command{Action: workflow.OrderRectify, Reason: "within ten days"}))
)

var (
	someFirm   = []workflow.SubmittedParty{{Kind: "enterprise", Role: "holder", Name: "Some Firm Ltd"}}
	someFiler  = workflow.SubmittedFiler{Kind: "named", Name: wordName, Contact: wordContact}
	askErasure = workflow.SubmittedRequest{
		Right: "erasure", Data: "My account.", Holder: "silent", AskedOn: "2026-01-05", Consent: true, Respondents: someFirm, Region: "440300", Filer: someFiler,
	}
)

var someAccount = map[string]string{"name": "Lin Yue", "email": "lin@newsroom.example", "password": "slow river crossing"}

const longAnswer = "The documents were read again; the notice of 3 May was late by two days and was corrected."

func matter(who string, s workflow.Submission) stage {
	return func(o *office, c *secretCase) {
		told := s
		if s.Application != nil {
			a := *s.Application
			told.Application = &a
		}
		filed, err := o.cases.File(o.t.Context(), o.actor(who), uuid.NewString(), told)
		require.NoError(o.t, err)
		c.reference, c.receipt = filed.Reference, filed.Receipt
	}
}

func becauseOf(more ...string) func(*office, secretCase) map[string]any {
	return func(*office, secretCase) map[string]any {
		body := map[string]any{"reason": longAnswer}
		for i := 0; i+1 < len(more); i += 2 {
			body[more[i]] = more[i+1]
		}
		return body
	}
}

var matterRows = []matrixRow{
	{method: "POST", route: "/api/v1/opinions", about: "an opinion", ask: asJSON(map[string]any{
		"title": "On notices", "narrative": "They come late.", "respondents": someFirm, "region": "440300"})},
	{method: "POST", route: "/api/v1/inquiries", about: "an inquiry", ask: asJSON(map[string]any{
		"title": "On notices", "narrative": "Why do they come late?", "respondents": someFirm, "region": "440300"})},
	{method: "POST", route: "/api/v1/requests", about: "one's own data", ask: asJSON(askErasure)},
	{method: "POST", route: "/api/v1/applications", about: "a newsroom", ask: asJSON(workflow.SubmittedApplication{
		Kind: "media", Name: "Another Newsroom", CreditCode: "91330106MA2ABCDE0X", Statement: "We report.", Contact: someFiler})},
	{method: "POST", route: "/api/v1/opinions/:reference/cosign", about: "another's opinion", stage: opinion,
		ask: func(*office, secretCase, string) ask { return ask{} }},
	{method: "GET", route: "/api/v1/opinions/:reference", about: "another's opinion", stage: opinion, public: true},
	{method: "GET", route: "/organization/opinions/:reference", about: "another's opinion", stage: opinion, public: true},
	{method: "POST", route: "/organization/opinions/:reference/cosign", about: "another's opinion", stage: opinion, public: true, ask: always(form())},
	{method: "POST", route: "/api/v1/track/outcome", receipt: true, stage: executing,
		ask: byReceipt(func(secretCase) ask { return jsonOf(map[string]string{"result": "done"}) })},
	{method: "POST", route: "/track/outcome", receipt: true, stage: executing, ask: formOf(func(c secretCase) ask { return form("receipt", c.receipt, "result", "done") })},
	{method: "POST", route: "/track/export", receipt: true, own: true, ask: formOf(func(c secretCase) ask { return form("receipt", c.receipt) })},
	{method: "GET", route: "/api/v1/track/export", receipt: true, own: true, ask: byReceipt(func(secretCase) ask { return ask{} })},
	{method: "POST", route: "/api/v1/track/account", receipt: true, about: "of no admission",
		ask: byReceipt(func(secretCase) ask { return jsonOf(someAccount) })},
	{method: "GET", route: "/invitation"},
	{method: "POST", route: "/invitation", receipt: true, about: "of no admission",
		ask: formOf(func(c secretCase) ask {
			return form("receipt", c.receipt, "name", someAccount["name"], "email", someAccount["email"], "password", someAccount["password"])
		})},
	{method: "GET", route: "/api/v1/public/answers/:reference", about: "before it is answered", stage: opinion},
	{method: "GET", route: "/answers/:reference", about: "before it is answered", stage: opinion},
	{method: "GET", route: "/file/opinion"}, {method: "GET", route: "/file/inquiry"}, {method: "GET", route: "/file/request"}, {method: "GET", route: "/file/application"},
	{method: "POST", route: "/file/opinion", ask: always(matterForm("title", "On notices", "narrative", "They come late.", "target_kind", "enterprise", "target_name", "Some Firm Ltd"))}, {method: "POST", route: "/file/inquiry", ask: always(matterForm("title", "On notices", "narrative", "They come late.", "target_kind", "enterprise", "target_name", "Some Firm Ltd"))},
	{method: "POST", route: "/file/request", ask: always(matterForm("right", "erasure", "narrative", "My account.", "target_name", "Some Firm Ltd", "holder_answer", "not_asked", "name", "A", "contact", "B"))},
	{method: "POST", route: "/file/application", ask: always(matterForm("kind", "media", "title", "A third newsroom", "credit_code", "91330106MA2ABCDE0X", "narrative", "We report.", "name", "A", "contact", "B"))},
}

func asJSON(body any) func(*office, secretCase, string) ask {
	return func(*office, secretCase, string) ask { return jsonOf(body) }
}

func matterForm(values ...string) ask { return form(append(values, "key", uuid.NewString())...) }
