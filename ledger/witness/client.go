package witness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"gongzhi/ledger"
)

// ErrRefused says that a witness did not cosign.
var ErrRefused = errors.New("witness: refused")

// Client asks the witnesses of a policy for cosignatures.
type Client struct {
	HTTP      *http.Client // with a timeout
	Tiles     ledger.Tiles // of the log, for the proofs
	Witnesses []ledger.Witness
}

// Cosign is a ledger.CosignFunc. Each witness without a cosignature on the note
// is asked once; the answers that are no valid cosignatures come as an error.
func (c *Client) Cosign(ctx context.Context, state ledger.Checkpoint, signed []byte) ([]byte, error) {
	var refusals []error
	for _, w := range c.Witnesses {
		if w.URL == "" || has(signed, w.Key) {
			continue
		}
		lines, err := c.ask(ctx, w, state, signed)
		if err == nil {
			signed, err = merge(signed, lines, w.Key)
		}
		if err != nil {
			refusals = append(refusals, fmt.Errorf("%s: %w", w.Name, err))
		}
	}
	return signed, errors.Join(refusals...)
}

// ask learns the witness's size by its conflict answer and asks again from
// there, at most once.
func (c *Client) ask(ctx context.Context, w ledger.Witness, state ledger.Checkpoint, signed []byte) ([]byte, error) {
	lines, size, err := c.send(ctx, w, state, signed, 0)
	if size <= 0 {
		return lines, err
	}
	if size > state.Size {
		return nil, fmt.Errorf("%w: it has seen %d entries of this log, which has %d: a roll-back", ErrRefused, size, state.Size)
	}
	lines, size, err = c.send(ctx, w, state, signed, size)
	if size > 0 {
		return nil, fmt.Errorf("%w: it has cosigned another state of %d entries", ErrRefused, size)
	}
	return lines, err
}

// send makes one request. A conflict comes as the witness's size and no error.
func (c *Client) send(ctx context.Context, w ledger.Witness, state ledger.Checkpoint, signed []byte, old int64) ([]byte, int64, error) {
	proof, err := ledger.Consistency(ctx, c.Tiles, state, old)
	if err != nil {
		return nil, 0, err
	}
	body := Request{Old: old, Proof: proof, Checkpoint: signed}.Marshal()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(w.URL, "/")+"/add-checkpoint", bytes.NewReader(body))
	if err != nil {
		return nil, 0, errors.New("witness: its address is malformed")
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return nil, 0, fmt.Errorf("witness: cannot be reached: %w", err)
	}
	defer func() { _ = resp.Body.Close() }() // only read
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxRequest))
	if err != nil {
		return nil, 0, fmt.Errorf("witness: its answer was cut off: %w", err)
	}
	switch resp.StatusCode {
	case http.StatusOK:
		return answer, 0, nil
	case http.StatusConflict:
		size, err := strconv.ParseInt(strings.TrimSuffix(string(answer), "\n"), 10, 64)
		if err != nil || size <= 0 {
			return nil, 0, fmt.Errorf("%w: it answered a conflict without a size", ErrRefused)
		}
		return nil, size, nil
	}
	return nil, 0, fmt.Errorf("%w: it answered with status %d", ErrRefused, resp.StatusCode)
}

// has tells whether a note carries a signature line of a key, valid or not.
func has(signed []byte, key note.Verifier) bool {
	n, err := note.Open(signed, note.VerifierList(key))
	return err == nil && len(n.Sigs) > 0
}

// merge moves the witness's valid cosignature to the note.
func merge(signed, lines []byte, key note.Verifier) ([]byte, error) {
	n, err := note.Open(slices.Concat(signed, lines), note.VerifierList(key))
	if err != nil || len(n.Sigs) == 0 {
		return signed, fmt.Errorf("%w: its answer is no cosignature of this checkpoint", ErrRefused)
	}
	s := n.Sigs[0]
	return slices.Concat(signed, []byte("— "+s.Name+" "+s.Base64+"\n")), nil
}
