package frontend

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gongzhi/ledger"
	"gongzhi/record"
	"gongzhi/web"
)

// filing is what the public log holds of the report behind a receipt.
func (s *server) filing(c *gin.Context, receipt string) (ledger.Filing, error) {
	hash, err := s.Receipt(receipt)
	if err != nil {
		return ledger.Filing{}, record.ErrNotFound
	}
	return s.Log.Filing(c, hash)
}

// proofShown says what can be taken away. Days are said, never hours.
func proofShown(f ledger.Filing) *TrackProof {
	switch {
	case f.Erased:
		return &TrackProof{Says: K("track.proof_erased"), Erased: true}
	case f.Proof == nil:
		return &TrackProof{Says: K("track.proof_soon", "due", DateOf(f.Due))}
	}
	return &TrackProof{Says: K("track.proof_ready", "index", Count(f.Index)), Ready: true}
}

// trackProof hands out the proof of filing as a file.
func (s *server) trackProof(c *gin.Context) error {
	return s.takeAway(c, ".tlog-proof", func(f ledger.Filing) []byte { return f.Proof })
}

// trackPromise hands out the signed promise as a file.
func (s *server) trackPromise(c *gin.Context) error {
	return s.takeAway(c, ".tlog-promise", func(f ledger.Filing) []byte { return f.Promise })
}

func (s *server) takeAway(c *gin.Context, ending string, of func(ledger.Filing) []byte) error {
	form, err := readForm(c.Request, nil)
	if err != nil {
		return err
	}
	receipt := clean(form.Get("receipt"))
	view, err := s.track(c, receipt)
	if err != nil {
		return s.noSuchReceipt(c, err)
	}
	f, err := s.filing(c, receipt)
	if err != nil {
		return err
	}
	file := of(f)
	if file == nil {
		return s.showTrack(c, http.StatusConflict, receipt, view, func(*TrackCasePage) {})
	}
	web.Attachment(c, view.Reference+ending, "application/octet-stream")
	c.Data(http.StatusOK, "application/octet-stream", file)
	return nil
}
