package frontend

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
)

func TestAFilerAppealsRatesAndWithdrawsByReceipt(t *testing.T) {
	s := newSite(t)
	s.door.view.Actions = workflow.FilerActs
	s.door.view.AppealGrounds, s.door.view.AppealUntil = []string{"facts", "law"}, "2026-12-24"
	for _, lang := range locale.All() {
		page := s.post("/track", byReceipt, "Cookie", "lang="+string(lang)).Body.String()
		lintPage(t, page)
		for _, act := range workflow.FilerActs {
			require.Contains(t, page, `name="action" value="`+string(act)+`"`)
		}
		require.NotContains(t, page, `value="procedure"`, "used before")
	}
	w := s.post("/track/act", with(byReceipt, "action", "appeal", "ground", "law", "reason", "条文不对"))
	require.Equal(t, http.StatusOK, w.Code)
	w = s.post("/track/act", with(byReceipt, "action", "rate", "confirmed", "no", "rating", "2", "body", "没有落实"))
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, []workflow.Command{
		{Action: workflow.Appeal, Ground: "law", Reason: "条文不对"},
		{Action: workflow.Rate, Rating: &record.Satisfaction{Confirmed: "no", Rating: 2}},
	}, s.cases.filerActs)
	require.Equal(t, []string{"", "没有落实"}, s.cases.answers)

	s.cases.refuse = record.Refuse(record.Invalid, "ground", "appeal_ground", "x")
	w = s.post("/track/act", with(byReceipt, "action", "appeal", "reason", "写好的理由"))
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	lintPage(t, w.Body.String())
	require.Contains(t, w.Body.String(), "写好的理由")
	require.Contains(t, w.Body.String(), `href="#appeal-ground"`)
	require.Equal(t, http.StatusBadRequest, s.post("/track/act", with(byReceipt, "action", "accept")).Code)
}
