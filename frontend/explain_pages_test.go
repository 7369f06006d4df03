package frontend

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

// TestWhoeverMovedAwayIsLedToTheirExplanation: the address of the case, which a
// notice names, leads to the page of the miss, and nothing of the case is there.
func TestWhoeverMovedAwayIsLedToTheirExplanation(t *testing.T) {
	d := newDesk(t, "guangzhou/officer")
	d.hidden = true
	require.Equal(t, http.StatusNotFound, d.read(caseURL(reference), "en").Code)
	require.Equal(t, http.StatusNotFound, d.read(explainURL(reference), "en").Code)
	sample := sampleExplain()
	d.explain = &sample
	w := d.read(caseURL(reference), "en")
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, explainURL(reference), w.Header().Get("Location"))
	for _, lang := range []string{"en", "zh-CN"} {
		page := d.page(explainURL(reference), lang)
		require.Contains(t, page, "两人同时病假")
		require.NotContains(t, page, "骑手", "nothing of what was reported")
		require.NotContains(t, page, "worker.explain")
		lintPage(t, page)
	}
	require.Equal(t, explainURL(reference)+"?done=said", d.send(explainURL(reference), "body", "my words").Header().Get("Location"))
	require.Equal(t, []string{"explain_miss 00000000-0000-0000-0000-000000000000 my words"}, d.spoken)
	d.refuse = record.Refuse(record.Invalid, "body", "body_required", "x")
	refused := d.send(explainURL(reference), "body", "")
	require.Equal(t, http.StatusUnprocessableEntity, refused.Code)
	lintPage(t, refused.Body.String())
	d.refuse = workflow.ErrNotFound
	require.Equal(t, http.StatusNotFound, d.send(explainURL(reference), "body", "x").Code)
}
