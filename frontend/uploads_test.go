package frontend

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
)

// TestFilesOfAFailedRequestAreTakenBack: nothing stays in the store that no draft and no report names.
func TestFilesOfAFailedRequestAreTakenBack(t *testing.T) {
	s := newSite(t)
	s.cases.refuse = record.Refuse(record.WrongTime, "", "closed", "closed")
	require.Equal(t, http.StatusConflict, s.multi("/track/evidence", byReceipt, "a.png", "x", "b.png", "y").Code)
	require.Equal(t, 2, s.files.taken)
	require.Equal(t, 2, s.files.discarded)

	s = newSite(t)
	s.post("/report/start", nil)
	s.drafts.full = errors.New("no room")
	w := s.multi("/report/step", url.Values{"draft": {"draft-1"}, "step": {"evidence"}}, "a.png", "x")
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Equal(t, 1, s.files.taken)
	require.Equal(t, 1, s.files.discarded)
}

type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("read before its turn")
	return 0, io.EOF
}

// TestAnUploadWaitsForItsTurnBeforeItIsRead: however many come at once, few files are in memory.
func TestAnUploadWaitsForItsTurnBeforeItIsRead(t *testing.T) {
	s := &server{uploads: make(chan struct{}, 1)}
	s.uploads <- struct{}{}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := s.store(ctx, "a.png", unread{t})
	require.ErrorIs(t, err, context.Canceled)
}
