package frontend

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func sampleInterest() workflow.InterestView {
	return workflow.InterestView{Reference: reference, Public: true, Proposals: []workflow.InterestProposal{
		{Reason: "又有两千人受影响。", State: workflow.InterestOpen, On: "2026-11-21", DueOn: "2026-12-11", Office: roles.Text{Zh: "深圳市个人信息保护科（演示）", En: "Shenzhen office (demo)"}},
		{Reason: "三千余名骑手的信息被出售。", State: workflow.InterestDeclined, On: "2026-10-09", Answer: "受影响人员已由企业逐一通知并赔偿。", AnsweredOn: "2026-10-28"}}}
}

func TestAnOrganizationProposesAndReadsWhyItWasDeclined(t *testing.T) {
	d := newDesk(t, "org1")
	view := sampleInterest()
	d.interest = &view
	for _, lang := range locale.All() {
		page := d.page(interestURL(reference), string(lang))
		require.Contains(t, page, "受影响人员已由企业逐一通知并赔偿。")
		require.NotContains(t, page, `name="reason"`, "one waits already")
	}
	view.MayPropose, view.Proposals = true, view.Proposals[1:]
	require.Contains(t, d.page(interestURL(reference), "en"), `name="reason"`)
	w := d.send(interestURL(reference), "reason", " 许多人受影响 ")
	require.Equal(t, interestURL(reference)+"?done=interest", w.Header().Get("Location"))
	require.Equal(t, []workflow.Command{{Action: workflow.ProposePublicInterest, Actor: d.actor, Reason: "许多人受影响"}}, d.commands)
	require.Contains(t, d.page(w.Header().Get("Location"), "en"), "A duty to answer with reasons was opened")

	for code, kind := range map[string]record.Kind{"reason_required": record.Invalid, "asked_already": record.WrongTime} {
		d.refuse = record.Refuse(kind, "reason", code, "x")
		w = d.send(interestURL(reference), "reason", "许多人")
		require.Equal(t, refusalStatus[kind], w.Code)
		lintPage(t, w.Body.String())
		require.Contains(t, w.Body.String(), "许多人", "what was typed is kept")
	}
	require.Equal(t, http.StatusNotFound, d.read(interestURL("GZ-22222-22222"), "en").Code)
}
