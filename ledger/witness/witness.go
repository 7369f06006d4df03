// Package witness is the outsider that keeps a log honest: it remembers the
// newest checkpoint it saw of each log and cosigns only what continues it.
// The protocol is c2sp.org/tlog-witness; a newsroom or an NGO runs the server,
// the log is the client.
package witness

import (
	"errors"
	"fmt"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"gongzhi/ledger"
)

// The answers of a witness that does not cosign.
var (
	ErrMalformed  = errors.New("witness: malformed request")                        // 400
	ErrForbidden  = errors.New("witness: not signed by a key trusted for this log") // 403
	ErrUnknownLog = errors.New("witness: unknown log")                              // 404
	ErrForked     = errors.New("witness: the checkpoint does not continue the log") // 422
)

// ConflictError says that the request does not start from the newest state the
// witness cosigned: 409, with that state's size.
type ConflictError struct {
	Size   int64
	Forked bool // the same size, another root
}

func (e *ConflictError) Error() string {
	if e.Forked {
		return fmt.Sprintf("witness: another tree of %d entries was cosigned before", e.Size)
	}
	return fmt.Sprintf("witness: the newest cosigned checkpoint has %d entries", e.Size)
}

// Witness cosigns the checkpoints of the logs it knows.
type Witness struct {
	key   note.Signer
	store Store
	logs  map[string]note.Verifier // by origin
	mu    sync.Mutex               // from reading a state to saving the next
}

// New makes a witness with its cosigning key. A log's name is its origin.
func New(key note.Signer, store Store, logs ...note.Verifier) *Witness {
	w := &Witness{key: key, store: store, logs: map[string]note.Verifier{}}
	for _, l := range logs {
		w.logs[l.Name()] = l
	}
	return w
}

// Add checks a request and returns the signature line. The new state is saved
// before the signature is made, so that a crash never forgets a promise.
func (w *Witness) Add(r Request) ([]byte, error) {
	c, text, err := w.verify(r)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	latest, err := w.latest(c.Origin)
	if err != nil {
		return nil, err
	}
	if err := check(r, c, latest); err != nil {
		return nil, err
	}
	if latest != c {
		if err := w.store.Save(c.Origin, r.Checkpoint); err != nil {
			return nil, err
		}
	}
	return w.sign(text)
}

// Latest is the newest checkpoint of a log that was cosigned, nil before the
// first: what monitors compare with.
func (w *Witness) Latest(origin string) ([]byte, error) {
	if w.logs[origin] == nil {
		return nil, ErrUnknownLog
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.store.Latest(origin)
}

// verify finds the log and checks its signature.
func (w *Witness) verify(r Request) (ledger.Checkpoint, string, error) {
	text, err := r.text()
	if err != nil {
		return ledger.Checkpoint{}, "", err
	}
	c, err := ledger.ParseCheckpoint(text)
	if err != nil {
		return c, "", fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	log := w.logs[c.Origin]
	if log == nil {
		return c, "", ErrUnknownLog
	}
	if _, err := ledger.OpenCheckpoint(r.Checkpoint, log); err != nil {
		return c, "", ErrForbidden
	}
	if r.Old > c.Size {
		return c, "", fmt.Errorf("%w: the old size is larger than the checkpoint's", ErrMalformed)
	}
	return c, text, nil
}

// latest reads the state; the signature on it is checked again, so that a
// damaged file stops the witness and does not mislead it.
func (w *Witness) latest(origin string) (ledger.Checkpoint, error) {
	saved, err := w.store.Latest(origin)
	if err != nil || saved == nil {
		return ledger.Checkpoint{}, err
	}
	c, err := ledger.OpenCheckpoint(saved, w.logs[origin])
	if err != nil || c.Origin != origin {
		return ledger.Checkpoint{}, errors.New("witness: the saved state of a log is damaged")
	}
	return c, nil
}

// check applies the rules of the protocol to a request on top of a state.
func check(r Request, c, latest ledger.Checkpoint) error {
	if r.Old != latest.Size {
		return &ConflictError{Size: latest.Size}
	}
	if r.Old == c.Size && latest.Origin != "" && latest.Root != c.Root {
		return &ConflictError{Size: latest.Size, Forked: true}
	}
	if err := ledger.CheckConsistency(tlog.TreeProof(r.Proof), c, latest); err != nil {
		return ErrForked
	}
	return nil
}

func (w *Witness) sign(text string) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: text}, w.key)
	if err != nil {
		return nil, fmt.Errorf("witness: cosign: %w", err)
	}
	return signed[len(text)+1:], nil
}
