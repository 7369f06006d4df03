package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// MaxEvidence is the largest evidence file accepted, in bytes.
const MaxEvidence = 20 << 20

// Reasons why an evidence file is refused. None of them quotes its name or
// content.
var (
	ErrTooBig   = errors.New("vault: evidence file is larger than 20 MiB")
	ErrEmpty    = errors.New("vault: evidence file is empty")
	ErrKind     = errors.New("vault: evidence may be JPEG, PNG, GIF, PDF, TXT, CSV, DOCX or XLSX")
	ErrMismatch = errors.New("vault: the file's content is not what its name ending says")
	ErrPixels   = errors.New("vault: picture has more than 40 million pixels")
	ErrBroken   = errors.New("vault: file is damaged and cannot be read")
	ErrUnsafe   = errors.New("vault: document holds macros or unpacks to too much")
)

// Kind is an accepted kind of evidence.
type Kind string

// The allow-list. Archives are not on it: they are never unpacked.
const (
	JPEG Kind = "jpg"
	PNG  Kind = "png"
	GIF  Kind = "gif"
	PDF  Kind = "pdf"
	TXT  Kind = "txt"
	CSV  Kind = "csv"
	DOCX Kind = "docx"
	XLSX Kind = "xlsx"
)

const (
	openXML   = "application/vnd.openxmlformats-officedocument."
	mimeDOCX  = openXML + "wordprocessingml.document"
	mimeXLSX  = openXML + "spreadsheetml.sheet"
	mimePlain = "text/plain"
)

// contentOf lists what the detector may say about each kind. Short text is
// often taken for CSV and the reverse, and office files for plain ZIP; those
// are looked into further.
var contentOf = map[Kind][]string{
	JPEG: {"image/jpeg"},
	PNG:  {"image/png"},
	GIF:  {"image/gif"},
	PDF:  {"application/pdf"},
	TXT:  {mimePlain, "text/csv", "text/tab-separated-values"},
	CSV:  {mimePlain, "text/csv", "text/tab-separated-values"},
	DOCX: {mimeDOCX, "application/zip"},
	XLSX: {mimeXLSX, "application/zip"},
}

var mediaTypes = map[Kind]string{
	JPEG: "image/jpeg", PNG: "image/png", GIF: "image/gif", PDF: "application/pdf",
	TXT: mimePlain, CSV: "text/csv", DOCX: mimeDOCX, XLSX: mimeXLSX,
}

// MediaType returns the media type under which a kind is served, always as an
// attachment.
func (k Kind) MediaType() string { return mediaTypes[k] }

// Evidence is an accepted file. Nothing in it comes from the sender but Body,
// and for pictures that is a new encoding of the pixels.
type Evidence struct {
	Kind    Kind   // of Body: an animated GIF becomes a PNG of its first frame
	Body    []byte // at most MaxEvidence bytes
	Cleaned bool   // metadata removed; false for documents, which are kept as sent
}

// Name returns the server-made name shown for the file with an id.
func (e Evidence) Name(id string) string { return id + "." + string(e.Kind) }

// Inspect reads an uploaded file and accepts it if its content and its name
// ending agree on a kind of the allow-list. Pictures are re-encoded without
// metadata, one at a time: ctx bounds the wait. On refusal it returns one of the
// errors above.
func Inspect(ctx context.Context, r io.Reader, filename string) (Evidence, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxEvidence+1))
	switch {
	case err != nil:
		return Evidence{}, fmt.Errorf("vault: read evidence: %w", err)
	case len(body) > MaxEvidence:
		return Evidence{}, ErrTooBig
	case len(body) == 0:
		return Evidence{}, ErrEmpty
	}
	kind, err := kindOf(body, filename)
	if err != nil {
		return Evidence{}, err
	}
	return accept(ctx, kind, body)
}

func accept(ctx context.Context, kind Kind, body []byte) (Evidence, error) {
	switch kind {
	case JPEG, PNG, GIF:
		return cleanImage(ctx, body, kind)
	case DOCX, XLSX:
		return Evidence{Kind: kind, Body: body}, checkOffice(body, kind)
	case TXT, CSV:
		return Evidence{Kind: kind, Body: body}, checkText(body)
	default:
		return Evidence{Kind: kind, Body: body}, nil
	}
}

func kindOf(body []byte, filename string) (Kind, error) {
	kind := Kind(strings.ToLower(strings.TrimPrefix(path.Ext(filename), ".")))
	if kind == "jpeg" {
		kind = JPEG
	}
	allowed, known := contentOf[kind]
	if !known {
		return "", ErrKind
	}
	found := mimetype.Detect(body)
	for _, m := range allowed {
		if found.Is(m) {
			return kind, nil
		}
	}
	return "", ErrMismatch
}

// checkText refuses binary content behind a text-like beginning. UTF-16, known
// by its mark, is the one text form with zero bytes.
func checkText(body []byte) error {
	if bytes.HasPrefix(body, []byte{0xFF, 0xFE}) || bytes.HasPrefix(body, []byte{0xFE, 0xFF}) {
		return nil
	}
	if bytes.IndexByte(body, 0) >= 0 {
		return ErrMismatch
	}
	return nil
}
