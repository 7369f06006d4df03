package ledgertest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"gongzhi/ledger"
	"gongzhi/record"
	"gongzhi/roles"
)

// Epoch is when the clocks of these tests start.
var Epoch = time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)

// Origin is the log of these tests.
const Origin = "log.example/gongzhi"

// zeros stands for randomness, so that every key is the same in every run.
type zeros struct{ seed byte }

func (z zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = z.seed
	}
	return len(p), nil
}

// Key is a signer and its public key; the same seed gives the same key.
func Key(t testing.TB, name string, seed byte) (private, public string) {
	t.Helper()
	private, public, err := note.GenerateKey(zeros{seed}, name)
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

// LogKey is the key of the log, ready for use.
func LogKey(t testing.TB) (note.Signer, note.Verifier, string) {
	t.Helper()
	private, public := Key(t, Origin, 1)
	s, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return s, v, public
}

// CaseKey is the key of the case with a number.
func CaseKey(n int) ledger.CaseKey {
	return ledger.CaseKey(sha256.Sum256(fmt.Appendf(nil, "case %d", n)))
}

// Event is an event of a case, the same for the same numbers.
func Event(t testing.TB, incident int, seq int64) record.Event {
	t.Helper()
	e := record.Event{
		ID:      id("event %d %d", incident, seq),
		Subject: record.Subject{Kind: record.SubjectIncident, ID: id("incident %d", incident)},
		Seq:     seq, Kind: "incident.filed", At: Epoch.Add(time.Duration(seq) * time.Minute),
		Actor: roles.Actor{},
	}
	salt := sha256.Sum256(fmt.Appendf(nil, "salt %d %d", incident, seq))
	e.Salt = salt[:]
	var err error
	if e.Canonical, err = record.Canonicalize(e); err != nil {
		t.Fatal(err)
	}
	return e
}

func id(format string, args ...any) record.ID {
	sum := sha256.Sum256(fmt.Appendf(nil, format, args...))
	return record.ID(sum[:16])
}

// Events are the source of a log: leaves in their order, positions from 1.
type Events struct{ Leaves []ledger.Leaf }

// Add puts the event of a case behind the others and returns its position.
func (e *Events) Add(t testing.TB, incident int, seq int64) int64 {
	t.Helper()
	leaf, err := ledger.LeafOf(CaseKey(incident), Event(t, incident, seq))
	if err != nil {
		t.Fatal(err)
	}
	e.Leaves = append(e.Leaves, leaf)
	return int64(len(e.Leaves))
}

// AddMany adds leaves of no particular events.
func (e *Events) AddMany(n int) {
	for range n {
		var l ledger.Leaf
		b := binary.BigEndian.AppendUint64(nil, uint64(len(e.Leaves)))
		l.Label, l.Commitment = sha256.Sum256(append([]byte("l"), b...)), sha256.Sum256(append([]byte("c"), b...))
		e.Leaves = append(e.Leaves, l)
	}
}

// Pending returns what waits after a position.
func (e *Events) Pending(_ context.Context, after int64, limit int) ([]ledger.Placed, error) {
	var out []ledger.Placed
	for i := after; i < int64(len(e.Leaves)) && len(out) < limit; i++ {
		out = append(out, ledger.Placed{Leaf: e.Leaves[i], Pos: i + 1})
	}
	return out, nil
}

// Log is an integrator over memory with its source and clock.
type Log struct {
	*ledger.Integrator
	Events *Events
	Memory *Memory
	Public string // the log's public key
	now    time.Time
}

// NewLog starts a log that grows by at least floor leaves a minute.
func NewLog(t testing.TB, floor int) *Log {
	t.Helper()
	signer, verifier, public := LogKey(t)
	l := &Log{Events: &Events{}, Memory: NewMemory(), Public: public, now: Epoch}
	l.Integrator = &ledger.Integrator{Log: signer, Verifier: verifier, Padding: ledger.PaddingKey{7},
		Schedule: ledger.Schedule{Every: time.Minute, Floor: floor}, Source: l.Events, Storage: l.Memory}
	return l
}

// Next brings the log into its next slot.
func (l *Log) Next(t testing.TB) ledger.Step {
	t.Helper()
	l.now = l.now.Add(l.Schedule.Every)
	step, err := l.Integrate(context.Background(), l.now)
	if err != nil {
		t.Fatal(err)
	}
	return step
}

// Retry calls the integrator again without a change of time.
func (l *Log) Retry() (ledger.Step, error) { return l.Integrate(context.Background(), l.now) }

// Advance moves the clock by a slot.
func (l *Log) Advance() { l.now = l.now.Add(l.Schedule.Every) }

// Now is the log's time.
func (l *Log) Now() time.Time { return l.now }

// Trust trusts this log and asks for no witness.
func (l *Log) Trust() *ledger.Policy { return ledger.PolicyOf(l.Verifier) }
