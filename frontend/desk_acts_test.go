package frontend

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/demo"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

const caseBase = "/desk/cases/" + reference

// actForms is a good form for every act that the page offers, with the command it must become.
func actForms(org *roles.Org) map[workflow.Action]struct {
	form []string
	want workflow.Command
} {
	post, agency := postOf(org, "shenzhen/leader").ID, postOf(org, "guangzhou/officer").Agency
	type row = struct {
		form []string
		want workflow.Command
	}
	why := func(extra ...string) []string { return append(extra, "reason", " 理由 ") }
	return map[workflow.Action]row{
		workflow.Accept: {nil, workflow.Command{}}, workflow.Investigate: {nil, workflow.Command{}}, workflow.Resume: {nil, workflow.Command{}},
		workflow.AcceptTransfer: {nil, workflow.Command{}}, workflow.WithdrawTransfer: {nil, workflow.Command{}},
		workflow.Reject: {why("ground", "no_violation"), workflow.Command{Reason: "理由", Ground: "no_violation"}}, workflow.Close: {why(), workflow.Command{Reason: "理由"}},
		workflow.MarkUrgent: {why(), workflow.Command{Reason: "理由"}}, workflow.LowerUrgency: {why(), workflow.Command{Reason: "理由"}},
		workflow.Merge:          {why("other", " gz-22222-22222"), workflow.Command{Reason: "理由", Other: "GZ-22222-22222"}},
		workflow.Unmerge:        {why("other", "GZ-22222-22222"), workflow.Command{Reason: "理由", Other: "GZ-22222-22222"}},
		workflow.CloseWithdrawn: {why(), workflow.Command{Reason: "理由"}}, workflow.Uphold: {why(), workflow.Command{Reason: "理由"}},
		workflow.Reopen: {why(), workflow.Command{Reason: "理由"}}, workflow.Overturn: {why("to", agency.String()), workflow.Command{Reason: "理由", To: agency}},
		workflow.OrderRectify: {why(), workflow.Command{Reason: "理由"}}, workflow.RefuseTransfer: {why(), workflow.Command{Reason: "理由"}},
		workflow.DecideCase: {why("founded", "no", "path", "civil", "clauses", "甲\r\n\r\n 乙 "), workflow.Command{Reason: "理由",
			Outcome: &record.Outcome{Path: "civil", Clauses: []string{"甲", "乙"}}}},
		workflow.Reply:          {why("title", "题", "summary", "问"), workflow.Command{Reason: "理由", Title: "题", Summary: "问"}},
		workflow.Withhold:       {why("ground", "state_secret", "because", "因"), workflow.Command{Reason: "理由", Ground: "state_secret", Because: "因"}},
		workflow.VerifyIdentity: {why("ground", "document"), workflow.Command{Reason: "理由", Ground: "document"}}, workflow.DiscloseIdentity: {why(), workflow.Command{Reason: "理由"}},
		workflow.Object:          {why("ground", "kept_by_law"), workflow.Command{Reason: "理由", Ground: "kept_by_law"}},
		workflow.AnswerObjection: {why("task", deskID(43).String(), "result", "dismissed"), workflow.Command{Reason: "理由", Task: deskID(43), Result: "dismissed"}},
		workflow.DecideRequest:   {why("result", "partly", "clauses", "甲"), workflow.Command{Reason: "理由", Result: "partly", Clauses: []string{"甲"}}},
		workflow.ReportExecution: {why(), workflow.Command{Reason: "理由"}}, workflow.Admit: {why(), workflow.Command{Reason: "理由"}},
		workflow.TurnDown:       {why("ground", "incomplete"), workflow.Command{Reason: "理由", Ground: "incomplete"}},
		workflow.Assign:         {[]string{"to", post.String()}, workflow.Command{To: post}},
		workflow.OfferTransfer:  {why("to", agency.String()), workflow.Command{Reason: "理由", To: agency}},
		workflow.SettleTransfer: {why("to", agency.String()), workflow.Command{Reason: "理由", To: agency}},
		workflow.Pause:          {why("ground", clock.GroundForceMajeure), workflow.Command{Reason: "理由", Ground: clock.GroundForceMajeure}},
		workflow.Urge: {why("due", "2026-11-23", "due_time", "17:30"), workflow.Command{Reason: "理由",
			Due: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)}},
		workflow.ConfirmBreachNotice: {why("task", deskID(43).String()), workflow.Command{Reason: "理由", Task: deskID(43)}},
		workflow.EndBreachHandling: {why("task", deskID(49).String(), "ended", "2026-11-21", "ended_time", "17:30"), workflow.Command{Reason: "理由", Task: deskID(49),
			Ended: time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)}},
		workflow.PassOnBreach:         {why("task", deskID(44).String()), workflow.Command{Reason: "理由", Task: deskID(44)}},
		workflow.LiftBreachTask:       {why("task", deskID(43).String()), workflow.Command{Reason: "理由", Task: deskID(43)}},
		workflow.Consult:              {why("to", agency.String()), workflow.Command{Reason: "理由", To: agency}},
		workflow.InviteJoint:          {why("to", agency.String()), workflow.Command{Reason: "理由", To: agency}},
		workflow.AnswerConsultation:   {why("task", deskID(40).String()), workflow.Command{Reason: "理由", Task: deskID(40)}},
		workflow.WithdrawConsultation: {[]string{"task", deskID(40).String()}, workflow.Command{Task: deskID(40)}},
		workflow.AcceptJoint:          {[]string{"task", deskID(41).String()}, workflow.Command{Task: deskID(41)}},
		workflow.RefuseJoint:          {why("task", deskID(41).String()), workflow.Command{Reason: "理由", Task: deskID(41)}},
		workflow.LeaveJoint:           {why("task", deskID(42).String()), workflow.Command{Reason: "理由", Task: deskID(42)}},
		workflow.EndJoint:             {why("task", deskID(42).String()), workflow.Command{Reason: "理由", Task: deskID(42)}},
		workflow.Confirm:              {[]string{"proposal", deskID(20).String()}, workflow.Command{Proposal: deskID(20)}},
		workflow.Decline:              {why("proposal", deskID(20).String()), workflow.Command{Reason: "理由", Proposal: deskID(20)}},
		workflow.Withdraw:             {[]string{"proposal", deskID(21).String()}, workflow.Command{Proposal: deskID(21)}},
		workflow.NameRepresentative:   {why("to", deskID(50).String(), "body", "张三"), workflow.Command{Reason: "理由", To: deskID(50), Body: "张三"}},
		workflow.AcceptRectification:  {why("task", deskID(43).String()), workflow.Command{Reason: "理由", Task: deskID(43)}},
		workflow.ReturnRectification:  {why("task", deskID(43).String()), workflow.Command{Reason: "理由", Task: deskID(43)}},
		workflow.Prolong: {why("due", "2026-11-23", "due_time", "17:30"), workflow.Command{Reason: "理由",
			Due: time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)}},
		workflow.Refer:                 {why("to", demo.Body("police", "440300").String(), "ground", "pipl_64"), workflow.Command{Reason: "理由", To: demo.Body("police", "440300"), Ground: "pipl_64"}},
		workflow.AdoptPublicInterest:   {why("task", deskID(43).String(), "to", demo.Body("procuratorate", "440300").String()), workflow.Command{Reason: "理由", Task: deskID(43), To: demo.Body("procuratorate", "440300")}},
		workflow.DeclinePublicInterest: {why("task", deskID(43).String()), workflow.Command{Reason: "理由", Task: deskID(43)}},
		workflow.ApproveReferral:       {[]string{"task", deskID(43).String()}, workflow.Command{Task: deskID(43)}},
		workflow.DeclineReferral:       {why("task", deskID(43).String()), workflow.Command{Reason: "理由", Task: deskID(43)}},
		workflow.HandOverReferral:      {[]string{"task", deskID(43).String()}, workflow.Command{Task: deskID(43)}},
		workflow.RecordReply:           {why("task", deskID(43).String(), "result", "accepted"), workflow.Command{Reason: "理由", Task: deskID(43), Result: "accepted"}},
		workflow.AskReconsideration:    {why("task", deskID(43).String()), workflow.Command{Reason: "理由", Task: deskID(43)}},
		workflow.TakeOver:              {why(), workflow.Command{Reason: "理由"}},
		workflow.GiveBack:              {why(), workflow.Command{Reason: "理由"}},
		workflow.Sample:                {why(), workflow.Command{Reason: "理由"}},
		workflow.Recuse:                {why(), workflow.Command{Reason: "理由"}},
		workflow.RecordFinding:         {why("task", deskID(46).String(), "result", "upheld"), workflow.Command{Reason: "理由", Task: deskID(46), Result: "upheld"}},
		workflow.HearExplanation:       {why("task", deskID(47).String(), "result", "cleared"), workflow.Command{Reason: "理由", Task: deskID(47), Result: "cleared"}},
	}
}

func TestEveryActsFormBecomesItsCommand(t *testing.T) {
	forms := actForms(deskOrg())
	for _, row := range workflow.Transitions {
		if _, ok := decisions(row.Action); !ok {
			continue
		}
		t.Run(string(row.Action), func(t *testing.T) {
			d := newDesk(t, "shenzhen/supervisor")
			require.Contains(t, d.page(caseBase, "en"), `name="action" value="`+string(row.Action)+`"`, "the page offers the form")
			f, ok := forms[row.Action]
			require.True(t, ok, "no form in the test")
			w := d.send(caseBase+"/actions", append(f.form, "action", string(row.Action), "version", "7")...)
			require.Equal(t, http.StatusSeeOther, w.Code)
			require.Equal(t, caseBase+"?done="+string(row.Action), w.Header().Get("Location"))
			require.Len(t, d.commands, 1)
			got := d.commands[0]
			require.True(t, got.Due.Equal(f.want.Due))
			got.Due, f.want.Due = time.Time{}, time.Time{}
			require.True(t, got.Ended.Equal(f.want.Ended))
			got.Ended, f.want.Ended = time.Time{}, time.Time{}
			f.want.Action, f.want.Actor = row.Action, d.actor
			require.Equal(t, f.want, got)
			require.EqualValues(t, 7, d.version)
		})
	}
}

func TestAnActThatHidesTheCaseLeadsToTheQueue(t *testing.T) {
	d := newDesk(t, "shenzhen/supervisor")
	d.after = func() { d.hidden = true }
	w := d.send(caseBase+"/actions", "action", "accept_transfer", "version", "7")
	require.Equal(t, "/desk?done=accept_transfer", w.Header().Get("Location"))
}

func TestOnlyPossibleActsHaveForms(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	d.view.Actions = []workflow.Action{workflow.Comment}
	page := d.page(caseBase, "en")
	for _, row := range workflow.Transitions {
		if row.Action != workflow.Comment {
			require.NotContains(t, page, `name="action" value="`+string(row.Action)+`"`)
		}
	}
}

func TestActsOfTheSystemAreNoForms(t *testing.T) {
	d := newDesk(t, "shenzhen/leader")
	for _, action := range []string{"time_passed", "redirect", "file", "import", "amend", "unseal", "comment", "", "nonsense"} {
		require.Equal(t, http.StatusBadRequest, d.send(caseBase+"/actions", "action", action, "version", "7", "reason", "x").Code, action)
	}
	require.Equal(t, http.StatusBadRequest, d.send(caseBase+"/actions", "action", "accept").Code, "without a version nothing is guarded")
	require.Empty(t, d.commands)
}

func TestWrongFieldsComeBackWithWhatWasTyped(t *testing.T) {
	d := newDesk(t, "shenzhen/supervisor")
	for action, c := range map[string]struct{ form, field []string }{
		"decide":   {[]string{"path", "civil", "reason", "写好的理由"}, []string{"founded"}},
		"transfer": {[]string{"to", "nobody", "reason", "写好的理由"}, []string{"to"}},
		"urge":     {[]string{"due", "2026-13-01", "due_time", "9:00", "reason", "写好的理由"}, []string{"due"}},
		"pause":    {[]string{"reason", "写好的理由"}, []string{"ground"}},
		"reject":   {nil, []string{"reason", "ground"}},
	} {
		w := d.send(caseBase+"/actions", append(c.form, "action", action, "version", "7")...)
		require.Equal(t, http.StatusUnprocessableEntity, w.Code, action)
		body := w.Body.String()
		lintPage(t, body)
		require.Contains(t, body, "<title>Error: ", action)
		for _, field := range c.field {
			require.Contains(t, body, `<a href="#`+fieldID(action, field)+`">`, action)
		}
		require.Contains(t, body, `<details class="govuk-details gz-act" open>`, action)
		if c.form != nil {
			require.Contains(t, body, "写好的理由", action)
		}
	}
	require.Empty(t, d.commands)
}

func TestRefusedActsAreExplained(t *testing.T) {
	d := newDesk(t, "shenzhen/supervisor")
	d.refuse = record.Refuse(record.Invalid, "due", "due_not_earlier", "x")
	w := d.send(caseBase+"/actions", "action", "urge", "version", "7", "due", "2027-01-01", "due_time", "10:00", "reason", "快一点")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "must be earlier than the present one")
	require.Contains(t, w.Body.String(), `value="2027-01-01"`)
	d.refuse = record.Refuse(record.Forbidden, "proposal", "second_person", "x")
	w = d.send(caseBase+"/actions", "action", "decline", "form", "decline-"+deskID(20).String(), "version", "7", "proposal", deskID(20).String(), "reason", "不妥")
	require.Equal(t, http.StatusForbidden, w.Code)
	require.Contains(t, w.Body.String(), "A second person must decide this")
	require.Contains(t, w.Body.String(), "不妥")
	d.refuse = record.Refuse(record.WrongTime, "action", "not_open", "x")
	require.Equal(t, http.StatusConflict, d.send(caseBase+"/actions", "action", "accept", "version", "7").Code)
}

func TestAStaleFormIsToldKindly(t *testing.T) {
	for _, refuse := range []error{record.ErrStale, record.Refuse(record.WrongTime, "action", "wrong_state", "x")} {
		d := newDesk(t, "shenzhen/supervisor")
		d.refuse, d.view.Incident.Version = refuse, 9
		w := d.send(caseBase+"/actions", "action", "reject", "version", "7", "ground", "flood", "reason", "重复举报")
		require.Equal(t, http.StatusConflict, w.Code)
		require.Contains(t, w.Body.String(), "updated the case meanwhile")
		require.Contains(t, w.Body.String(), "重复举报")
		require.Contains(t, w.Body.String(), `name="version" value="9"`)
	}
}

func TestTheLanguageOfARefusedFormCanBeChanged(t *testing.T) {
	d := newDesk(t, "shenzhen/supervisor")
	w := d.send(caseBase+"/actions", "action", "reject", "version", "7", "reason", "写到一半", "switch_language", "zh-CN")
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `<html lang="zh-CN"`)
	require.Contains(t, w.Body.String(), "写到一半")
	require.Contains(t, w.Body.String(), `form="act-reject" name="switch_language"`)
	require.Empty(t, d.commands)
}

func TestMessages(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	require.Equal(t, caseBase+"?done=said", d.send(caseBase+"/messages", "action", "comment", "body", " 好 ").Header().Get("Location"))
	d.send(caseBase+"/messages", "action", "ask", "report", deskID(11).String(), "body", "哪里？")
	require.Equal(t, []string{"comment 00000000-0000-0000-0000-000000000000 好", "ask " + deskID(11).String() + " 哪里？"}, d.spoken)
	require.Equal(t, http.StatusUnprocessableEntity, d.send(caseBase+"/messages", "action", "ask", "body", "哪里？").Code)
	require.Equal(t, http.StatusNotFound, d.send(caseBase+"/messages", "action", "ask", "report", deskID(99).String(), "body", "x").Code)
	require.Equal(t, http.StatusBadRequest, d.send(caseBase+"/messages", "action", "accept", "body", "x").Code)
	require.Len(t, d.spoken, 2)
}

func TestASealedFieldOpensOnceOnAPageThatIsKeptNowhere(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	require.NotContains(t, d.page(caseBase, "en"), "13900139000")
	w := d.send(caseBase+"/unseal", "action", "unseal", "field", "contact:"+deskID(11).String(), "purpose", "核实交易地点")
	require.Equal(t, http.StatusOK, w.Code)
	lintPage(t, w.Body.String())
	require.Contains(t, w.Body.String(), "13900139000")
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	require.Contains(t, w.Body.String(), `href="`+caseBase+`?lang=zh-CN"`, "changing the language must not read again")
	require.Equal(t, []string{"contact " + deskID(11).String() + " 核实交易地点"}, d.unsealed)
	require.Equal(t, http.StatusNotFound, d.send(caseBase+"/unseal", "field", "contact:"+deskID(99).String(), "purpose", "核实交易地点").Code, "a report of another case")
	require.Equal(t, http.StatusUnprocessableEntity, d.send(caseBase+"/unseal", "field", "receipt:"+deskID(11).String(), "purpose", "核实交易地点").Code)
	require.Len(t, d.unsealed, 1)
	d.refuse = record.Refuse(record.Invalid, "purpose", "purpose_required", "x")
	w = d.send(caseBase+"/unseal", "field", "contact:"+deskID(11).String(), "purpose", "看")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.NotContains(t, w.Body.String(), "13900139000")
	require.Contains(t, w.Body.String(), `href="#unseal-purpose"`)
}

func TestEvidenceIsOnlyEverAttached(t *testing.T) {
	d := newDesk(t, "shenzhen/officer")
	w := d.read(caseBase+"/evidence/"+deskID(30).String(), "en")
	require.Equal(t, http.StatusOK, w.Code)
	header := w.Header().Get("Content-Disposition")
	require.True(t, strings.HasPrefix(header, "attachment;"), header)
	require.NotContains(t, header, "\n")
	require.Empty(t, w.Header().Get("X-Evil"))
	require.Contains(t, w.Header().Get("Content-Security-Policy"), "sandbox")
	require.Equal(t, http.StatusNotFound, d.read(caseBase+"/evidence/"+deskID(31).String(), "en").Code)
	require.Equal(t, http.StatusNotFound, d.read(caseBase+"/evidence/nonsense", "en").Code)
}

func TestProposingMasksWhatWasFound(t *testing.T) {
	d := newDesk(t, "shenzhen/leader")
	text := "联系人 13800138000。"
	w := d.send(caseBase+"/publication", "action", "publish_propose", "title", "标题", "summary", text, "verification", "verified")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code, "nobody was asked about the number yet")
	lintPage(t, w.Body.String())
	require.Contains(t, w.Body.String(), `<mark class="gz-mark">13800138000</mark>`)
	require.Empty(t, d.published)

	choice := findingName("summary", publication.Scan(text)[0])
	require.Contains(t, w.Body.String(), `name="`+choice+`" type="radio" value="mask" checked`, "unasked, it is masked")
	w = d.send(caseBase+"/publication", "action", "publish_propose", "title", "标题", "summary", text, "verification", "verified", choice, "mask")
	require.Equal(t, caseBase+"?done=publish_propose", w.Header().Get("Location"))
	require.Equal(t, publication.Command{Action: publication.Propose, Actor: d.actor, Title: "标题", Summary: "联系人 138****8000。", Verification: "verified"}, d.published[0])

	w = d.send(caseBase+"/publication", "action", "publish_propose", "title", "标题", "summary", text, "verification", "verified", choice, "keep", "kept", "短")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), `href="#publish_propose-kept"`)
	d.send(caseBase+"/publication", "action", "publish_propose", "title", "标题", "summary", text, "verification", "verified", choice, "keep", "kept", "这是机关公开的举报电话号码。")
	require.Equal(t, text, d.published[1].Summary)
	require.Equal(t, "这是机关公开的举报电话号码。", d.published[1].Kept)
}

func TestTheSecondPersonClearsWhatTheySaw(t *testing.T) {
	d := newDesk(t, "shenzhen/leader")
	d.view.Public, d.view.Versions = publicSight().view.Public, publicSight().view.Versions
	page := d.page(caseBase, "en")
	require.Contains(t, page, "举报电话 0755-12345678")
	require.Contains(t, page, "/incidents/"+reference)
	require.Equal(t, http.StatusConflict, d.send(caseBase+"/publication", "action", "publish_clear", "number", "1").Code)
	require.Empty(t, d.published)
	require.Equal(t, http.StatusSeeOther, d.send(caseBase+"/publication", "action", "publish_clear", "number", "2").Code)
	d.send(caseBase+"/publication", "action", "publish_withdraw", "reason", "应要求")
	require.Equal(t, publication.Command{Action: publication.Withdraw, Actor: d.actor, Reason: "应要求"}, d.published[1])
	require.Equal(t, http.StatusBadRequest, d.send(caseBase+"/publication", "action", "accept").Code)
	proposer := newDesk(t, "shenzhen/officer")
	proposer.view = d.view
	require.NotContains(t, proposer.page(caseBase, "en"), `value="publish_clear"`)
}

func TestTheSecondPersonSeesTheNamesThatAWordingReleases(t *testing.T) {
	d := newDesk(t, "shenzhen/leader")
	d.view.Public, d.view.Versions = publicSight().view.Public, publicSight().view.Versions
	d.view.Versions[1].Parties = []record.PublicParty{{Kind: "enterprise", Name: "只在待公开版本中的公司"}, {Kind: "individual"}}
	d.view.Versions[1].Outcome = &record.Outcome{Founded: true, Clauses: []string{"PIPL 51"}}
	page := d.page(caseBase, "en")
	require.Contains(t, page, "只在待公开版本中的公司")
	require.Contains(t, page, "PIPL 51")
}
