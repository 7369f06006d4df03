package frontend

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

type deskDraws struct {
	sent   []string
	refuse error
}

func (*deskDraws) Draws(context.Context) ([]record.Draw, error) { return sampleDraws(), nil }

func (*deskDraws) Tickets(_ context.Context, month string) ([][]byte, error) {
	if month != "2026-10" {
		return nil, nil
	}
	return [][]byte{{0xab, 1}, {0xcd, 2}}, nil
}

func (d *deskDraws) Draw(_ context.Context, _ roles.Actor, month string) (workflow.DrawDone, error) {
	d.sent = append(d.sent, month)
	return workflow.DrawDone{}, d.refuse
}

func (*deskDraws) Drawn(context.Context, roles.Actor, record.Draw) ([]workflow.DrawnCase, error) {
	return []workflow.DrawnCase{{Reference: reference, Title: "骑手", State: record.Closed, Sample: "open"}}, nil
}

// TestAMonthIsDrawnOnThePageAndDrawnAgainByAnybody: a leader has it drawn; the
// public page gives seed, tickets and recipe, and names no case.
func TestAMonthIsDrawnOnThePageAndDrawnAgainByAnybody(t *testing.T) {
	draws := &deskDraws{}
	with := func(deps *DeskDeps) { deps.Samples = draws }
	d := newDesk(t, "shenzhen/leader", with)
	for _, lang := range []string{"en", "zh-CN"} {
		page := d.page(samplesURL, lang)
		require.Contains(t, page, "sha256sum")
		require.Contains(t, page, `href="/audit/entry?index=4711"`)
		require.NotContains(t, page, reference, "the public page names no case")
		require.Contains(t, d.page(deskSamplesURL, lang), reference)
	}
	require.Equal(t, "ab01\ncd02\n", d.read(ticketsURL+"2026-10.txt", "en").Body.String())
	require.Contains(t, d.read(drawsURL, "en").Body.String(), "2026-10,4711,")
	for _, path := range []string{"2026-10", "2026-13.txt", "x.txt"} {
		require.Equal(t, http.StatusNotFound, d.read(ticketsURL+path, "en").Code, path)
	}
	require.Equal(t, deskSamplesURL+"?done=drawn", d.send(deskSamplesURL, "month", "2026-10").Header().Get("Location"))
	require.Equal(t, []string{"2026-10"}, draws.sent)
	draws.refuse = record.Refuse(record.WrongTime, "month", "month_drawn", "x")
	w := d.send(deskSamplesURL, "month", "2026-10")
	require.Equal(t, http.StatusConflict, w.Code)
	lintPage(t, w.Body.String())

	officer := newDesk(t, "guangzhou/officer", with)
	require.Equal(t, http.StatusNotFound, officer.read(deskSamplesURL, "en").Code)
	require.Equal(t, http.StatusOK, officer.read(samplesURL, "en").Code)
}
