package witness

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// The bounds of a request: lines of proof, and bytes.
const (
	maxProof   = 63
	maxRequest = 1 << 16
)

// Request is the body of add-checkpoint.
type Request struct {
	Old        int64       // size of the state that the proof starts from
	Proof      []tlog.Hash // RFC 6962 consistency proof
	Checkpoint []byte      // signed note
}

// Marshal writes the body.
func (r Request) Marshal() []byte {
	var b bytes.Buffer
	b.WriteString("old " + strconv.FormatInt(r.Old, 10) + "\n")
	for _, h := range r.Proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(r.Checkpoint)
	return b.Bytes()
}

// ParseRequest reads the body; errors are ErrMalformed.
func ParseRequest(body []byte) (Request, error) {
	head, checkpoint, found := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(body) > maxRequest || len(lines) > 1+maxProof {
		return Request{}, ErrMalformed
	}
	old, ok := strings.CutPrefix(lines[0], "old ")
	size, err := strconv.ParseInt(old, 10, 64)
	if !ok || err != nil || size < 0 || strconv.FormatInt(size, 10) != old {
		return Request{}, fmt.Errorf("%w: old size", ErrMalformed)
	}
	r := Request{Old: size, Checkpoint: []byte(checkpoint)}
	for _, line := range lines[1:] {
		h, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(h) != tlog.HashSize || strings.Contains(line, "\r") {
			return Request{}, fmt.Errorf("%w: proof", ErrMalformed)
		}
		r.Proof = append(r.Proof, tlog.Hash(h))
	}
	return r, nil
}

// text is the checkpoint's note text, not verified.
func (r Request) text() (string, error) {
	text, _, found := strings.Cut(string(r.Checkpoint), "\n\n")
	if !found {
		return "", fmt.Errorf("%w: checkpoint", ErrMalformed)
	}
	return text + "\n", nil
}
