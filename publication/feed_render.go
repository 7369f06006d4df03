package publication

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
)

// Rendered is a document made once per change and served from memory, plain or
// compressed. It has no time of last change: the newest change of what it lists
// goes back when a page is withdrawn. The ETag is strong for Plain; a server that sends Gzip may use
// GzipETag, since the two differ in bytes.
type Rendered struct {
	Plain       []byte
	Gzip        []byte
	ETag        string
	GzipETag    string
	ContentType string
}

// Render compresses and labels a document. The same input gives the same bytes,
// on every instance.
func Render(contentType string, body []byte) Rendered {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:16])
	return Rendered{
		Plain: body, Gzip: compress(body), ETag: `"` + tag + `"`, GzipETag: `"` + tag + `-gzip"`,
		ContentType: contentType,
	}
}

// compress writes gzip without name or time in its header. Writing to memory
// cannot fail.
func compress(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}
