package frontend

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

type deskFloods struct {
	sent    []string
	skipped []string
	refuse  error
}

func sampleFloods() workflow.FloodDesk {
	cases := []workflow.FloodCase{{Reference: "GZ-11111-11111", Title: "同一段话", ReceivedAt: noon}, {Reference: "GZ-22222-22222", Title: "同一段话", ReceivedAt: noon}, {Reference: "GZ-33333-33333", Title: "同一段话", ReceivedAt: noon}}
	return workflow.FloodDesk{
		Clusters: []workflow.FloodCluster{{Cases: cases}},
		Waiting:  []workflow.FloodWaiting{{Batch: deskID(70), Cases: 30, ProposedBy: "黄明澈", Reason: "同一文本发送三十次", At: noon, DueAt: noon.Add(day), Samples: cases}},
	}
}

func (f *deskFloods) Floods(_ context.Context, actor roles.Actor) (workflow.FloodDesk, error) {
	if actor.Role == roles.Officer {
		return workflow.FloodDesk{}, record.ErrNotFound
	}
	return sampleFloods(), nil
}

func (f *deskFloods) did(what string) (workflow.FloodDone, error) {
	f.sent = append(f.sent, what)
	return workflow.FloodDone{Cases: 3, Skipped: f.skipped}, f.refuse
}

func (f *deskFloods) ProposeFlood(_ context.Context, _ roles.Actor, refs []string, reason string) (workflow.FloodDone, error) {
	return f.did("propose " + strings.Join(refs, " ") + " " + reason)
}

func (f *deskFloods) ConfirmFlood(_ context.Context, _ roles.Actor, batch record.ID) (workflow.FloodDone, error) {
	return f.did("confirm " + batch.String())
}

func (f *deskFloods) DeclineFlood(_ context.Context, _ roles.Actor, batch record.ID, reason string) (workflow.FloodDone, error) {
	return f.did("decline " + batch.String() + " " + reason)
}

// TestAFloodIsChosenAndAnsweredOnOnePage: the page offers what tells the same,
// sends what was chosen, says what was left alone, and is nothing to an officer.
func TestAFloodIsChosenAndAnsweredOnOnePage(t *testing.T) {
	floods := &deskFloods{}
	with := func(deps *DeskDeps) { deps.Floods = floods }
	d := newDesk(t, "shenzhen/leader", with)
	for _, lang := range []string{"en", "zh-CN"} {
		page := d.page(floodURL, lang)
		require.Contains(t, page, "GZ-33333-33333")
		require.Contains(t, page, "同一文本发送三十次")
		require.NotContains(t, page, "worker.flood")
	}
	require.Contains(t, d.page("/desk", "en"), `href="/desk/flood"`)
	batch := deskID(70).String()
	require.Equal(t, floodURL+"?done=proposed", d.send(floodURL, "action", floodReject, "references", "GZ-11111-11111", "references", "GZ-22222-22222", "reason", "same text").Header().Get("Location"))
	require.Equal(t, floodURL+"?done=confirmed", d.send(floodURL, "action", floodConfirm, "batch", batch).Header().Get("Location"))
	require.Equal(t, floodURL+"?done=declined", d.send(floodURL, "action", floodDecline, "batch", batch, "reason", "three differ").Header().Get("Location"))
	require.Equal(t, []string{"propose GZ-11111-11111 GZ-22222-22222 same text", "confirm " + batch, "decline " + batch + " three differ"}, floods.sent)

	floods.skipped = []string{"GZ-22222-22222"}
	require.Contains(t, d.send(floodURL, "action", floodConfirm, "batch", batch).Body.String(), "were left alone: GZ-22222-22222")
	floods.refuse = record.Refuse(record.Invalid, "references", "flood_unlike", "x")
	w := d.send(floodURL, "action", floodReject, "form", floodReject+"-0", "references", "GZ-11111-11111", "reason", "kept words")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "kept words")
	lintPage(t, w.Body.String())

	officer := newDesk(t, "guangzhou/officer", with)
	require.Equal(t, http.StatusNotFound, officer.read(floodURL, "en").Code)
	require.NotContains(t, officer.page("/desk", "en"), `href="/desk/flood"`)
}
