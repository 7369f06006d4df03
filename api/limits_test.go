package api

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/web"
	"gongzhi/workflow"
)

// TestEachOpenOperationHasALimit: what anybody may ask for without an account
// is answered only so often.
func TestEachOpenOperationHasALimit(t *testing.T) {
	for name, x := range map[string]struct {
		rate   web.Rate
		method string
		path   string
		header string
	}{
		"filing":   {web.FilingRate, http.MethodPost, "/api/v1/reports", "X-None: 1"},
		"track":    {web.TrackRate, http.MethodGet, "/api/v1/track", byReceipt},
		"evidence": {web.UploadRate, http.MethodPost, "/api/v1/track/evidence", byReceipt},
		"sign-in":  {web.SignInRate, http.MethodPost, "/api/v1/session", "X-None: 1"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFace(t)
			for range x.rate.Burst {
				require.NotEqual(t, http.StatusTooManyRequests, f.call(x.method, x.path, "", x.header).Code)
			}
			w := f.call(x.method, x.path, "", x.header)
			require.Equal(t, http.StatusTooManyRequests, w.Code)
			require.NotEmpty(t, w.Header().Get("Retry-After"))
			if name == "filing" {
				require.NotEqual(t, http.StatusTooManyRequests, f.call(x.method, x.path, "", asNGO).Code, "an account has a bucket of its own")
			}
		})
	}
}

func TestAnEleventhFileIsNotRead(t *testing.T) {
	f := newFace(t)
	f.door.files = workflow.MaxEvidence
	body, form := upload(t, "file", "a.jpg", []byte("picture"))
	w := f.call(http.MethodPost, "/api/v1/track/evidence", body, byReceipt, form)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Empty(t, f.cases.said)
}

// TestARefusedFileIsTakenBack: nothing stays in the store that no report names.
func TestARefusedFileIsTakenBack(t *testing.T) {
	f := newFace(t)
	f.cases.err = record.Refuse(record.WrongTime, "action", "wrong_state", "the case is closed")
	body, form := upload(t, "file", "a.jpg", []byte("picture"))
	w := f.call(http.MethodPost, "/api/v1/track/evidence", body, byReceipt, form)
	require.Equal(t, http.StatusConflict, w.Code)
	require.Equal(t, []record.ID{reportID}, f.evidence.discarded)
}

// TestAnUploadWaitsForItsTurnBeforeItIsRead: files in memory are few.
func TestAnUploadWaitsForItsTurnBeforeItIsRead(t *testing.T) {
	s := &server{uploads: make(chan struct{}, 1)}
	s.uploads <- struct{}{}
	s.Door = &fakeDoor{}
	s.ReceiptHash = func(string) ([]byte, error) { return []byte(theReceipt), nil }
	s.Now = func() time.Time { return noon }
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := s.AddEvidence(ctx, AddEvidenceRequestObject{}) // without a body: reading it would panic
	require.ErrorIs(t, err, ctx.Err())
}
