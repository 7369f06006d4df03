package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"gongzhi/record"
)

// proofVersion is the version of our fields inside a proof file.
const proofVersion = 1

// Proof is the file a filer keeps: it shows that an event is in the log, and,
// with the stream's key, what followed or did not. As a file it is a
// c2sp.org/tlog-proof with our fields in its extra line; none of them is
// trusted before it was checked against the tree.
type Proof struct {
	Canonical  []byte     // the event, record.ParseCanonical
	Salt       []byte     // 32 bytes
	Label      [32]byte   // of the leaf
	Stream     *StreamKey // of the event's stream, nil when it was not handed out
	Promise    []byte     // the signed promise, nil without one
	Index      int64      // of the leaf, from 0
	Inclusion  tlog.RecordProof
	Checkpoint []byte // signed note with cosignatures
}

type proofExtra struct {
	V       int    `json:"v"`
	Event   []byte `json:"event"`
	Salt    []byte `json:"salt"`
	Label   []byte `json:"label"`
	Stream  []byte `json:"stream_key,omitempty"`
	Promise string `json:"promise,omitempty"`
}

// NewProof makes the proof of an event at an index of the log, under a signed
// checkpoint that includes it.
func NewProof(ctx context.Context, tiles Tiles, signed []byte, index int64, key CaseKey, e record.Event) (Proof, error) {
	leaf, err := LeafOf(key, e)
	if err != nil {
		return Proof{}, err
	}
	c, err := readUnverified(signed)
	if err != nil {
		return Proof{}, err
	}
	inclusion, err := Inclusion(ctx, tiles, c, index)
	if err != nil {
		return Proof{}, err
	}
	if tlog.CheckRecord(inclusion, c.Size, c.Root, index, leaf.Hash()) != nil {
		return Proof{}, fmt.Errorf("ledger: the leaf at index %d is not this event's", index)
	}
	stream := key.Stream(e.Subject.Kind)
	return Proof{Canonical: e.Canonical, Salt: e.Salt, Label: leaf.Label, Stream: &stream,
		Index: index, Inclusion: inclusion, Checkpoint: signed}, nil
}

// Marshal is the proof as a file, to be kept as NAME.tlog-proof.
func (p Proof) Marshal() ([]byte, error) {
	extra := proofExtra{V: proofVersion, Event: p.Canonical, Salt: p.Salt, Label: p.Label[:], Promise: string(p.Promise)}
	if p.Stream != nil {
		extra.Stream = p.Stream[:]
	}
	b, err := json.Marshal(extra)
	if err != nil {
		return nil, fmt.Errorf("ledger: proof: %w", err)
	}
	return tlogProof{extra: b, index: p.Index, inclusion: p.Inclusion, checkpoint: p.Checkpoint}.marshal(), nil
}

// IsProof tells whether a file claims to be a proof.
func IsProof(file []byte) bool { return strings.HasPrefix(string(file), proofHeader+"\n") }

// ParseProof reads a proof file; nothing of it is verified yet.
func ParseProof(file []byte) (Proof, error) {
	t, err := parseTlogProof(file)
	if err != nil {
		return Proof{}, err
	}
	var extra proofExtra
	d := json.NewDecoder(bytes.NewReader(t.extra))
	d.DisallowUnknownFields()
	if err := d.Decode(&extra); err != nil || d.More() {
		return Proof{}, errors.New("ledger: the proof does not carry an event of ours")
	}
	if extra.V != proofVersion {
		return Proof{}, fmt.Errorf("ledger: proof version %d is unknown", extra.V)
	}
	if len(extra.Label) != 32 || len(extra.Stream) != 0 && len(extra.Stream) != 32 {
		return Proof{}, errors.New("ledger: a label or key of the proof has not 32 bytes")
	}
	p := Proof{Canonical: extra.Event, Salt: extra.Salt, Label: [32]byte(extra.Label), Index: t.index,
		Inclusion: t.inclusion, Checkpoint: t.checkpoint}
	if len(extra.Stream) == 32 {
		key := StreamKey(extra.Stream)
		p.Stream = &key
	}
	if extra.Promise != "" {
		p.Promise = []byte(extra.Promise)
	}
	return p, nil
}

// Leaf is the leaf that the proof's event, salt and label make.
func (p Proof) Leaf() (Leaf, error) {
	commitment, err := Commit(p.Salt, p.Canonical)
	return Leaf{Label: p.Label, Commitment: commitment}, err
}

// Proven is what a proof shows.
type Proven struct {
	Event   record.Event // without salt
	Leaf    Leaf
	Opened  Opened   // the state of the log that includes it
	Promise *Promise // nil without one
}

// Verify checks the whole proof off-line under a policy.
func (p Proof) Verify(policy *Policy) (Proven, error) {
	opened, err := policy.Open(p.Checkpoint)
	if err != nil {
		return Proven{}, err
	}
	leaf, err := p.Leaf()
	if err != nil {
		return Proven{}, err
	}
	if p.Index < 0 || p.Index >= opened.Size || tlog.CheckRecord(p.Inclusion, opened.Size, opened.Root, p.Index, leaf.Hash()) != nil {
		return Proven{}, fmt.Errorf("ledger: the event is not what the log holds at index %d", p.Index)
	}
	event, err := record.ParseCanonical(p.Canonical)
	if err != nil {
		return Proven{}, errors.New("ledger: the event cannot be read")
	}
	if p.Stream != nil && p.Stream.Label(event.Seq) != p.Label {
		return Proven{}, errors.New("ledger: the leaf does not carry the label of this event's place in the case")
	}
	proven := Proven{Event: event, Leaf: leaf, Opened: opened}
	if p.Promise != nil {
		promise, err := policy.OpenPromise(p.Promise)
		if err != nil {
			return Proven{}, err
		}
		if promise.Leaf != leaf.Hash() {
			return Proven{}, errors.New("ledger: the promise is for another event")
		}
		proven.Promise = &promise
	}
	return proven, nil
}
