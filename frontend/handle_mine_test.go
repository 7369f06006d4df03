package frontend

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
)

// TestWhoFiledSignedInActsOnTheirOwnPage: without a receipt, under their own name, and on nobody else's report.
func TestWhoFiledSignedInActsOnTheirOwnPage(t *testing.T) {
	d := newDesk(t, "citizen1")
	d.mine = &workflow.TrackView{Reference: reference, State: record.Rejected, Actions: workflow.FilerActs, AppealGrounds: []string{"facts", "law"}}
	for _, lang := range locale.All() {
		page := d.page(mineURL(reference), string(lang))
		for _, act := range workflow.FilerActs {
			require.Contains(t, page, `name="action" value="`+string(act)+`"`)
		}
		require.NotContains(t, page, "receipt")
	}
	w := d.send(mineURL(reference)+"/act", "action", "appeal", "ground", "law", "reason", "条文不对")
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, mineURL(reference)+"?done=appeal", w.Header().Get("Location"))
	require.Equal(t, []workflow.Command{{Action: workflow.Appeal, Ground: "law", Reason: "条文不对", Actor: d.actor}}, d.commands)
	require.Contains(t, d.page(w.Header().Get("Location"), "en"), "govuk-notification-banner")

	d.refuse = record.Refuse(record.Invalid, "ground", "appeal_ground", "x")
	w = d.send(mineURL(reference)+"/act", "action", "appeal", "reason", "写好的理由")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "写好的理由")
	require.Equal(t, http.StatusBadRequest, d.send(mineURL(reference)+"/act", "action", "accept").Code)
	require.Equal(t, http.StatusNotFound, d.read(mineURL("GZ-22222-22222"), "en").Code)
}
