package frontend

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// changedPack judges like the embedded one but is stricter about the residual category.
func changedPack(t testing.TB) assess.Pack {
	t.Helper()
	p, err := assess.Changed("cn-seriousness", "2026.9", "of: [other], at_least: 5000}", "of: [other], at_least: 4000}")
	require.NoError(t, err)
	return p
}

// shelfDesk is a desk with one offered pack and n past findings of 4,500 pieces.
type shelfDesk struct {
	*desk
	pack    assess.Pack
	n       int
	asked   int
	adopted []string
}

func (d *shelfDesk) Offer(_ context.Context, _ roles.Actor, text []byte) (string, error) {
	if len(text) == 0 {
		return "", record.Refuse(record.Invalid, "pack", "pack_refused", "pack:1:1: kind: missing")
	}
	return "abc", nil
}

func (d *shelfDesk) Offered(_ context.Context, hash string) (assess.Pack, error) {
	if hash != "abc" {
		return nil, record.ErrNotFound
	}
	return d.pack, nil
}

func (d *shelfDesk) Recent(context.Context) ([]string, error)              { return []string{"abc"}, nil }
func (d *shelfDesk) CountPast(context.Context, assess.Pack) (int64, error) { return int64(d.n), nil }
func (d *shelfDesk) May(roles.Actor) bool                                  { return true }
func (d *shelfDesk) Adopt(_ context.Context, _ roles.Actor, h string) error {
	d.adopted = append(d.adopted, h)
	return d.refuse
}
func (d *shelfDesk) Past(_ context.Context, _ roles.Actor, _ assess.Pack, _ record.ID, limit int) ([]workflow.PastFinding, error) {
	var list []workflow.PastFinding
	for ; d.asked < d.n && len(list) < limit; d.asked++ {
		list = append(list, workflow.PastFinding{ID: deskID(1), Reference: fmt.Sprint("GZ-", d.asked), Pack: "cn-seriousness", Version: "2026.1",
			Facts: []byte(`{"facts":{"acts":["sell"],"pieces":{"other":4500}}}`)})
	}
	return list, nil
}

func newShelfDesk(t *testing.T, n int) *shelfDesk {
	d := &shelfDesk{pack: changedPack(t), n: n}
	d.desk = newDesk(t, "shenzhen/leader", func(deps *DeskDeps) { deps.PackDesk = d })
	return d
}

// TestThePreviewGoesOnWithoutScript: each look assesses some more and the page refreshes itself until all are done;
// then it lists what would change and why.
func TestThePreviewGoesOnWithoutScript(t *testing.T) {
	d := newShelfDesk(t, 2*previewStep+50)
	for _, done := range []string{"200 of 450", "400 of 450"} {
		w := d.read(packsURL+"/abc", "en")
		require.Equal(t, http.StatusOK, w.Code)
		lintPage(t, w.Body.String())
		require.Equal(t, "1", w.Header().Get("Refresh"))
		require.Contains(t, w.Body.String(), done)
		require.NotContains(t, w.Body.String(), `value="adopt_pack"`)
	}
	w := d.read(packsURL+"/abc", "en")
	require.Empty(t, w.Header().Get("Refresh"))
	require.Contains(t, w.Body.String(), "450 assessed again: 450 would change")
	require.Contains(t, w.Body.String(), "Not serious by these facts → Serious")
	require.Contains(t, w.Body.String(), "figure 4000, was 5000", "and why")
	require.Contains(t, w.Body.String(), `value="adopt_pack"`)
	require.Equal(t, packsURL+"?done=proposed", d.send(packsURL+"/abc").Header().Get("Location"))
	require.Equal(t, []string{"abc"}, d.adopted)
}

func TestPacksAreOfferedAndRefusedWithTheirPlace(t *testing.T) {
	d := newShelfDesk(t, 0)
	page := d.page(packsURL, "zh-CN")
	require.Contains(t, page, "cn-seriousness 2026.1")
	require.Contains(t, page, "cn-seriousness 2026.9")
	w := d.send(packsURL, "action", "offer_pack", "text", "")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Contains(t, w.Body.String(), "pack:1:1: kind: missing")
	require.Equal(t, packsURL+"/abc", d.send(packsURL, "action", "offer_pack", "text", "kind: x").Header().Get("Location"))
	require.Equal(t, http.StatusNotFound, d.read(packsURL+"/nonsense", "en").Code)
	d.refuse = record.Refuse(record.WrongTime, "pack", "adoption_waits", "x")
	require.Contains(t, d.send(packsURL+"/abc").Body.String(), "waits for its second person")
	d.refuse = errors.New("broken")
	require.Equal(t, http.StatusInternalServerError, d.send(packsURL+"/abc").Code)
}
