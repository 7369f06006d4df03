package ledger

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// proofHeader is the first line of the form.
const proofHeader = "c2sp.org/tlog-proof@v1"

// maxProof bounds a proof file in bytes.
const maxProof = 1 << 22

// tlogProof is the form of c2sp.org/tlog-proof.
type tlogProof struct {
	extra      []byte // nil when the line is missing
	index      int64
	inclusion  tlog.RecordProof
	checkpoint []byte // signed note
}

func (p tlogProof) marshal() []byte {
	var b strings.Builder
	b.WriteString(proofHeader + "\n")
	if p.extra != nil {
		b.WriteString("extra " + base64.StdEncoding.EncodeToString(p.extra) + "\n")
	}
	b.WriteString("index " + strconv.FormatInt(p.index, 10) + "\n")
	for _, h := range p.inclusion {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(p.checkpoint)
	return []byte(b.String())
}

// parseTlogProof reads the form; what is signed is not verified here.
func parseTlogProof(file []byte) (tlogProof, error) {
	if len(file) > maxProof {
		return tlogProof{}, errors.New("ledger: a proof is longer than 4 MiB")
	}
	head, checkpoint, found := strings.Cut(string(file), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != proofHeader {
		return tlogProof{}, errors.New("ledger: not a " + proofHeader)
	}
	p, lines := tlogProof{checkpoint: []byte(checkpoint)}, lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		var err error
		if p.extra, err = decode(strings.TrimPrefix(lines[0], "extra ")); err != nil {
			return tlogProof{}, errors.New("ledger: the proof's extra line is not base64")
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || len(lines) > 64 {
		return tlogProof{}, errors.New("ledger: the proof has no index or too many lines")
	}
	var err error
	if p.index, err = field(lines[0], "index "); err != nil {
		return tlogProof{}, errors.New("ledger: the proof's index is no decimal number")
	}
	for _, line := range lines[1:] {
		h, err := parseHash(line)
		if err != nil {
			return tlogProof{}, errors.New("ledger: a line of the proof is not a hash")
		}
		p.inclusion = append(p.inclusion, h)
	}
	return p, nil
}

// decode reads base64 that is written in the one way.
func decode(s string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err == nil && base64.StdEncoding.EncodeToString(b) != s {
		err = errors.New("line breaks inside")
	}
	if b == nil {
		b = []byte{}
	}
	return b, err
}
