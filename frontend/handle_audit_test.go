package frontend

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
	"gongzhi/record"
)

// filings knows one report: the first act of case 1, at a position of the log.
type filings struct {
	log   *ledgertest.Log
	event record.Event
	pos   int64
}

func (f *filings) FilingEvent(_ context.Context, receipt []byte) (record.Event, int64, error) {
	if string(receipt) != strings.ReplaceAll(goodReceipt, "-", "") {
		return record.Event{}, 0, record.ErrNotFound
	}
	return f.event, f.pos, nil
}

func (f *filings) IndexOf(_ context.Context, pos int64) (int64, error) {
	index, placed := f.log.Memory.Index[pos]
	if !placed {
		return 0, ledger.ErrNotFound
	}
	return index, nil
}

// audited is a site with a public log of some events, the last of which is the filing.
func audited(t *testing.T) (*site, *ledgertest.Log, *filings) {
	t.Helper()
	log := ledgertest.NewLog(t, 4)
	f := &filings{log: log, event: ledgertest.Event(t, 1, 1)}
	log.Events.AddMany(9)
	log.Next(t)
	desk := &ledger.Desk{
		Site: log.Memory, Events: f, Policy: log.Trust(), Keys: ledger.Keys{Signer: log.Integrator.Log, Verifier: log.Verifier, Public: log.Public},
		Key: func(uuid.UUID) ledger.CaseKey { return ledgertest.CaseKey(1) }, Within: time.Hour, Every: time.Minute,
	}
	return newSite(t, func(d *Deps) { d.Log = desk }), log, f
}

func TestTheLogIsShownWithItsState(t *testing.T) {
	s, log, _ := audited(t)
	said := s.get("/audit?lang=en").Body.String()
	require.Contains(t, said, "No witnesses")
	require.Contains(t, html.UnescapeString(said), log.Public)
	require.NotContains(t, said, "gz-broken")
	require.Contains(t, s.get("/audit?lang=zh-CN").Body.String(), "公开日志")
	require.Contains(t, s.get("/audit/verify?lang=en").Body.String(), "It is not sent anywhere")
	require.Contains(t, s.get("/audit/witnesses?lang=en").Body.String(), "gongzhi witness --listen")
	require.Contains(t, s.get("/").Body.String(), `href="/audit"`)
}

func TestAnEntryIsShownWithItsProof(t *testing.T) {
	s, log, _ := audited(t)
	said := s.get("/audit/entry?index=3&lang=en").Body.String()
	require.Contains(t, said, "In order")
	require.Contains(t, said, "index=4")
	for typed, status := range map[string]int{"-1": 422, "x": 422, "": 422, "16": 404, "99999999999999999999": 422} {
		require.Equal(t, status, s.get("/audit/entry?index="+typed).Code, typed)
	}
	log.Memory.Mutate(ledger.Tile{Level: ledger.Entries, N: 0}, func(b []byte) []byte { b[3*67+40] ^= 1; return b })
	said = s.get("/audit/entry?index=3&lang=en").Body.String()
	require.Contains(t, said, "gz-broken")
	require.Contains(t, said, "Entry 3 is not what the signed state of the log says")
}

func TestStatesAreCompared(t *testing.T) {
	s, log, _ := audited(t)
	before := log.Memory.Clone()
	kept, err := log.Memory.Published(t.Context())
	require.NoError(t, err)
	log.Events.AddMany(3)
	log.Next(t)
	newer, err := log.Memory.Published(t.Context())
	require.NoError(t, err)
	compare := func(note []byte) (int, string) {
		w := s.post("/audit/compare", url.Values{"checkpoint": {strings.ReplaceAll(string(note), "\n", "\r\n")}}, "Accept-Language", "en")
		return w.Code, w.Body.String()
	}
	code, said := compare(kept)
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, said, "The log of 20 entries begins with the same 16 entries")
	require.Contains(t, s.get("/audit/compare?size=16&lang=en").Body.String(), "begins with the same 16")
	code, said = compare([]byte("nonsense"))
	require.Equal(t, http.StatusUnprocessableEntity, code)
	require.Contains(t, said, "nonsense")
	code, _ = compare([]byte(strings.Replace(string(kept), "\n16\n", "\n15\n", 1)))
	require.Equal(t, http.StatusUnprocessableEntity, code, "not signed: it accuses nobody")

	// Yesterday's dump is put back: first shorter, then longer than what was signed before.
	head, err := before.Head(t.Context())
	require.NoError(t, err)
	note, err := before.Published(t.Context())
	require.NoError(t, err)
	log.Memory.SetHead(head)
	log.Memory.SetPublished(note, head.Size)
	_, said = compare(newer)
	require.Contains(t, said, "The log had 20 entries when your checkpoint was signed and shows 16 now")
	require.Contains(t, said, "gz-broken")
	log.Padding[0] ^= 1
	log.Next(t)
	log.Next(t)
	_, said = compare(newer)
	require.Contains(t, said, "The first 20 entries are not the ones that were signed before")
	_, said = compare(kept)
	require.Contains(t, said, "begins with the same 16", "what both have in common is still there")
}

func TestTheServerSaysItselfThatItsLogIsBroken(t *testing.T) {
	s, log, _ := audited(t)
	log.Memory.Mutate(ledger.Tile{Level: 0, N: 0}, func(b []byte) []byte { b[5] ^= 1; return b })
	require.Contains(t, s.get("/audit?lang=en").Body.String(), "The stored hashes do not make the root that the log signed")
	note, err := log.Memory.Published(t.Context())
	require.NoError(t, err)
	log.Memory.SetPublished([]byte(strings.Replace(string(note), "\n16\n", "\n15\n", 1)), 16)
	require.Contains(t, s.get("/audit?lang=en").Body.String(), "is not signed by the log")
}

// TestTheFilerTakesTheProofAway: at once the promise, then the proof, which holds.
func TestTheFilerTakesTheProofAway(t *testing.T) {
	s, log, f := audited(t)
	receipt := url.Values{"receipt": {goodReceipt}}
	require.Contains(t, s.post("/track", receipt, "Accept-Language", "en").Body.String(), "takes your report in shortly")
	w := s.post("/track/promise", receipt)
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Header().Get("Content-Disposition"), ".tlog-promise")
	_, err := log.Trust().OpenPromise(w.Body.Bytes())
	require.NoError(t, err)
	require.Equal(t, http.StatusConflict, s.post("/track/proof", receipt).Code, "not yet")

	f.pos = log.Events.Add(t, 1, 1)
	log.Next(t)
	require.Contains(t, s.post("/track", receipt, "Accept-Language", "en").Body.String(), "is entry 16 of the public log")
	w = s.post("/track/proof", receipt)
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	p, err := ledger.ParseProof(w.Body.Bytes())
	require.NoError(t, err)
	proven, err := p.Verify(log.Trust())
	require.NoError(t, err)
	require.Equal(t, f.event.ID, proven.Event.ID)
	require.NotNil(t, proven.Promise)

	f.event.Salt = nil
	require.Contains(t, s.post("/track", receipt, "Accept-Language", "en").Body.String(), "was erased")
	require.Equal(t, http.StatusConflict, s.post("/track/proof", receipt).Code)
	require.Equal(t, http.StatusNotFound, s.post("/track/proof", url.Values{"receipt": {"WRONG"}}).Code)
}
