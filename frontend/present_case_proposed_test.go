package frontend

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

func saidIn(lang locale.Lang, texts []Text) string {
	said := make([]string, 0, len(texts))
	for _, t := range texts {
		said = append(said, t.In(locale.For(lang)))
	}
	return strings.Join(said, "\n")
}

// TestTheSecondPersonSeesWhatIsProposed: the ground of a pause with its longest time, and whoever is named.
func TestTheSecondPersonSeesWhatIsProposed(t *testing.T) {
	s := deskSight("shenzhen/leader")
	to := postOf(s.org, "guangzhou/officer").Agency
	agency, _ := s.org.Agency(to)
	made := &record.Proposal{ID: deskID(20), Action: "pause", Args: []byte(`{"ground":"` + clock.GroundExpertAppraisal + `","to":"` + to.String() + `","reason":8}`)}
	s.view.Timeline = append(s.view.Timeline, workflow.TimelineEntry{Kind: workflow.ProposedEvent, Facts: record.Facts{Proposal: made}})
	said := saidIn(locale.ZhCN, s.proposals()[0].Lines)
	ground, _ := clock.Default().Ground(clock.GroundExpertAppraisal)
	for _, want := range []string{ground.Name.Zh, ground.Longest.In("zh"), agency.Name.Zh} {
		require.Contains(t, said, want)
	}
	require.Empty(t, s.proposals()[1].Lines, "an act without fields is its label and its reason")
}

// TestADisputeThatReturnsNamesWhoLeads: no duty moves then, so the line is the only one that says it.
func TestADisputeThatReturnsNamesWhoLeads(t *testing.T) {
	s := deskSight("shenzhen/leader")
	from := postOf(s.org, "shenzhen/officer").Agency
	agency, _ := s.org.Agency(from)
	transfer := &record.Transfer{From: from, To: postOf(s.org, "guangzhou/officer").Agency, State: record.TransferReturned}
	event := s.event(workflow.TimelineEntry{Kind: "transfer.settled", Who: "邓清和", Facts: record.Facts{Transfer: transfer}})
	require.Equal(t, "由 "+agency.Name.Zh+" 继续主办", event.Text.In(locale.For(locale.ZhCN)))
}

// TestAShortenedLimitIsNotCalledLaw on a case and among the rules.
func TestAShortenedLimitIsNotCalledLaw(t *testing.T) {
	s := deskSight("shenzhen/leader")
	s.rules = workflow.NewRulebooks(clock.Default().Demo())
	live, _ := s.clocks()
	p := locale.For(locale.En)
	require.Contains(t, live[0].Rule.Limit.In(p), "(shortened for the demonstration)")
	require.Equal(t, "demo", live[0].Rule.Certainty.In(p))
	row := rulesPage(s.rules.InForce()).Rules[0]
	require.Contains(t, row.Limit.In(p), "(shortened for the demonstration)")
	require.Equal(t, "demo", row.Certainty.Says.In(p))
	require.NotContains(t, rulesPage(clock.Default()).Rules[0].Limit.In(p), "shortened")
}

// TestAnAnsweredQuestionIsNoForm, and a public delay counts no minutes.
func TestAnAnsweredQuestionIsNoForm(t *testing.T) {
	s := newSite(t)
	require.Contains(t, s.post("/track", byReceipt).Body.String(), `action="/track/answer"`)
	s.door.view.Messages = append(s.door.view.Messages, workflow.MessageView{Kind: "answer", Body: "西湖路", At: noon})
	w := s.post("/track", byReceipt)
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "西湖路")
	require.NotContains(t, w.Body.String(), `action="/track/answer"`)
	require.Equal(t, "逾期不足 1 天", lateDays(0).In(locale.For(locale.ZhCN)))
	require.Equal(t, "逾期 4 天", lateDays(4).In(locale.For(locale.ZhCN)))
}
