package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// maxNote bounds a signed note in bytes.
const maxNote = 1 << 16

// Checkpoint is a state of the log: c2sp.org/tlog-checkpoint.
type Checkpoint struct {
	Origin string    // names the log for good
	Size   int64     // number of leaves
	Root   tlog.Hash // RFC 6962 tree hash over them
}

// EmptyRoot is the root of the tree without leaves.
func EmptyRoot() tlog.Hash {
	root, _ := tlog.TreeHash(0, nil) // reads nothing, so it cannot fail
	return root
}

// Text is the note text that is signed.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

// ParseCheckpoint reads a note text. Lines after the third are allowed and
// ignored, as the form asks.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[len(lines)-1] != "" {
		return Checkpoint{}, errors.New("ledger: a checkpoint has at least three lines")
	}
	for _, line := range lines[:len(lines)-1] {
		if line == "" {
			return Checkpoint{}, errors.New("ledger: a checkpoint has no empty line")
		}
	}
	size, err := parseDecimal(lines[1])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("ledger: tree size: %w", err)
	}
	root, err := parseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("ledger: root hash: %w", err)
	}
	if size == 0 && root != EmptyRoot() {
		return Checkpoint{}, errors.New("ledger: the empty tree has another root hash")
	}
	return Checkpoint{Origin: lines[0], Size: size, Root: root}, nil
}

// SignCheckpoint is the checkpoint as a note signed by the log.
func SignCheckpoint(c Checkpoint, log note.Signer) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: c.Text()}, log)
	if err != nil {
		return nil, fmt.Errorf("ledger: sign checkpoint: %w", err)
	}
	return signed, nil
}

// OpenCheckpoint reads a note that the log signed; other signatures may be
// there and are not looked at.
func OpenCheckpoint(signed []byte, log note.Verifier) (Checkpoint, error) {
	opened, err := PolicyOf(log).Open(signed)
	return opened.Checkpoint, err
}

// readUnverified reads the checkpoint of a note without looking at signatures.
func readUnverified(signed []byte) (Checkpoint, error) {
	text, _, found := strings.Cut(string(signed), "\n\n")
	if !found {
		return Checkpoint{}, errors.New("ledger: not a signed note")
	}
	return ParseCheckpoint(text + "\n")
}

// parseDecimal reads a non-negative number that is written in the one way:
// digits only, no leading zero.
func parseDecimal(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, errors.New("not a decimal number without sign or leading zeroes")
	}
	return n, nil
}

// parseHash reads 32 bytes of base64 that are written in the one way.
func parseHash(s string) (tlog.Hash, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != tlog.HashSize || strings.ContainsAny(s, "\r\n") {
		return tlog.Hash{}, errors.New("not 32 bytes in base64")
	}
	return tlog.Hash(b), nil
}
