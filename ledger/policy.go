package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// ErrSignature says that a note is not signed by the log, or that a signature
// by a known key is false.
var ErrSignature = errors.New("ledger: signature")

// Policy says which logs and which witnesses count, and which of the witnesses
// must have cosigned before a checkpoint is called sealed:
// c2sp.org/tlog-policy. Witnesses are grouped by stakeholder.
type Policy struct {
	logs      []note.Verifier
	witnesses []Witness
	groups    map[string]group
	quorum    string // a witness, a group, or none
}

// Witness is a witness of a policy.
type Witness struct {
	Name string // inside the policy
	Key  note.Verifier
	URL  string // where it takes checkpoints, may be empty
}

type group struct {
	threshold int
	members   []string
}

// noQuorum is the predefined name that asks for no cosignature.
const noQuorum = "none"

// PolicyOf trusts one log and asks for no witness.
func PolicyOf(log note.Verifier) *Policy {
	return &Policy{logs: []note.Verifier{log}, quorum: noQuorum}
}

// Witnesses are the policy's witnesses in the order of its lines.
func (p *Policy) Witnesses() []Witness { return slices.Clone(p.witnesses) }

// Opened is a signed checkpoint that was verified under a policy.
type Opened struct {
	Checkpoint
	Cosigned []Cosigned // the policy's witnesses that cosigned it, by time
	Sealed   bool       // the quorum is reached; never true when the policy asks for none
	SealedAt time.Time  // when the quorum was reached, by the witnesses' clocks; zero without
}

// Cosigned says who cosigned a checkpoint and when, to the second.
type Cosigned struct {
	Witness string // its name inside the policy
	At      time.Time
}

// Open verifies a signed checkpoint: a log of the policy signed it under its
// own name, and no signature by a known key is false. Errors are ErrSignature
// or tell what is malformed.
func (p *Policy) Open(signed []byte) (Opened, error) {
	if len(signed) > maxNote {
		return Opened{}, errors.New("ledger: a checkpoint is longer than 64 KiB")
	}
	n, err := note.Open(signed, p.verifiers())
	if err != nil {
		return Opened{}, fmt.Errorf("%w: %s", ErrSignature, plain(err))
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Opened{}, err
	}
	if err := p.checkSigners(c.Origin, n.Sigs); err != nil {
		return Opened{}, err
	}
	o := Opened{Checkpoint: c}
	if o.Cosigned, err = p.cosigned(n.Sigs); err != nil {
		return Opened{}, err
	}
	p.seal(&o)
	return o, nil
}

// seal finds the first cosignatures that make the quorum.
func (p *Policy) seal(o *Opened) {
	if p.quorum == noQuorum {
		return
	}
	for i, c := range o.Cosigned {
		if p.reached(p.quorum, o.Cosigned[:i+1]) {
			o.Sealed, o.SealedAt = true, c.At
			return
		}
	}
}

// Sealed tells whether a signed checkpoint is valid under a policy and cosigned
// by its quorum.
func Sealed(signed []byte, p *Policy) bool {
	o, err := p.Open(signed)
	return err == nil && o.Sealed
}

func (p *Policy) verifiers() note.Verifiers {
	list := slices.Clone(p.logs)
	for _, w := range p.witnesses {
		list = append(list, w.Key)
	}
	return note.VerifierList(list...)
}

// checkSigners wants a signature by a log under the checkpoint's origin, and
// every verified signature written in the one way.
func (p *Policy) checkSigners(origin string, sigs []note.Signature) error {
	signed := false
	for _, s := range sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return fmt.Errorf("%w: malformed", ErrSignature)
		}
		signed = signed || slices.ContainsFunc(p.logs, func(v note.Verifier) bool {
			return v.Name() == origin && v.Name() == s.Name && v.KeyHash() == s.Hash
		})
	}
	if !signed {
		return fmt.Errorf("%w: the log itself has not signed", ErrSignature)
	}
	return nil
}

func (p *Policy) cosigned(sigs []note.Signature) ([]Cosigned, error) {
	var found []Cosigned
	for _, s := range sigs {
		for _, w := range p.witnesses {
			if w.Key.Name() != s.Name || w.Key.KeyHash() != s.Hash {
				continue
			}
			at, err := cosignedAt(s)
			if err != nil {
				return nil, err
			}
			found = append(found, Cosigned{Witness: w.Name, At: at})
		}
	}
	slices.SortStableFunc(found, func(a, b Cosigned) int { return a.At.Compare(b.At) })
	return found, nil
}

// reached tells whether a witness or group has cosigned. Groups only hold names
// of lines before them, so this ends.
func (p *Policy) reached(name string, cosigned []Cosigned) bool {
	g, isGroup := p.groups[name]
	if !isGroup {
		return slices.ContainsFunc(cosigned, func(c Cosigned) bool { return c.Witness == name })
	}
	n := 0
	for _, member := range g.members {
		if p.reached(member, cosigned) {
			n++
		}
	}
	return n >= g.threshold
}

// plain says what note.Open found, without the note.
func plain(err error) string {
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified):
		return "not signed by the expected key"
	case errors.As(err, &invalid):
		return "a signature by a known key is false"
	}
	return strings.TrimPrefix(err.Error(), "note: ")
}
