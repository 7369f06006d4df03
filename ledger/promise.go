package ledger

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// promiseHeader is the first line of a promise. It has spaces, so that no
// origin can be equal and the log's key never signs a text with two readings.
const promiseHeader = "gongzhi filing promise v1"

// Promise is what the filer gets at once: the log will hold this leaf within a
// time. A broken promise is evidence by itself, together with a later cosigned
// state of the log in which the leaf is missing.
type Promise struct {
	Origin string
	Leaf   tlog.Hash     // RFC 6962 leaf hash
	Filed  time.Time     // to the second
	Within time.Duration // longest merge delay, whole seconds
}

// Due is when the log must hold the leaf.
func (p Promise) Due() time.Time { return p.Filed.Add(p.Within) }

func (p Promise) text() string {
	return fmt.Sprintf("%s\n%s\nleaf %s\nfiled %d\nwithin %d\n", promiseHeader, p.Origin, p.Leaf,
		p.Filed.Unix(), int64(p.Within/time.Second))
}

// SignPromise promises a leaf; the origin is the signer's name.
func SignPromise(l Leaf, filed time.Time, within time.Duration, log note.Signer) ([]byte, error) {
	if filed.Unix() < 0 || within < time.Second {
		return nil, errors.New("ledger: a promise wants a time after 1970 and a delay of at least a second")
	}
	p := Promise{Origin: log.Name(), Leaf: l.Hash(), Filed: filed, Within: within}
	signed, err := note.Sign(&note.Note{Text: p.text()}, log)
	if err != nil {
		return nil, fmt.Errorf("ledger: sign promise: %w", err)
	}
	return signed, nil
}

// IsPromise tells whether a file claims to be a promise.
func IsPromise(signed []byte) bool { return strings.HasPrefix(string(signed), promiseHeader+"\n") }

// OpenPromise verifies a promise that a log of the policy signed.
func (p *Policy) OpenPromise(signed []byte) (Promise, error) {
	if len(signed) > maxNote {
		return Promise{}, errors.New("ledger: a promise is longer than 64 KiB")
	}
	n, err := note.Open(signed, note.VerifierList(p.logs...))
	if err != nil {
		return Promise{}, fmt.Errorf("%w: %s", ErrSignature, plain(err))
	}
	promise, err := parsePromise(n.Text)
	if err != nil {
		return Promise{}, err
	}
	return promise, p.checkSigners(promise.Origin, n.Sigs)
}

func parsePromise(text string) (Promise, error) {
	bad := errors.New("ledger: not a filing promise")
	lines := strings.Split(text, "\n")
	if len(lines) != 6 || lines[0] != promiseHeader {
		return Promise{}, bad
	}
	leaf, ok := strings.CutPrefix(lines[2], "leaf ")
	hash, err := parseHash(leaf)
	if !ok || err != nil {
		return Promise{}, bad
	}
	filed, err := field(lines[3], "filed ")
	if err != nil {
		return Promise{}, bad
	}
	within, err := field(lines[4], "within ")
	if err != nil || within > int64(1<<62/time.Second) {
		return Promise{}, bad
	}
	p := Promise{Origin: lines[1], Leaf: hash, Filed: time.Unix(filed, 0).UTC(), Within: time.Duration(within) * time.Second}
	if p.text() != text {
		return Promise{}, bad
	}
	return p, nil
}

// field reads the number behind a name.
func field(line, name string) (int64, error) {
	value, found := strings.CutPrefix(line, name)
	if !found {
		return 0, errors.New("no " + strconv.Quote(name))
	}
	return parseDecimal(value)
}
