package frontend

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// acceptsGzip reads an Accept-Encoding header (RFC 9110, 12.5.3): gzip, or everything, with a weight above zero.
func acceptsGzip(header string) bool {
	accepted := false
	for part := range strings.SplitSeq(header, ",") {
		coding, parameters, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return weight(parameters) > 0
		case "*":
			accepted = weight(parameters) > 0
		}
	}
	return accepted
}

// weight is the q value of a coding, 1 where none is given, 0 where it is no number.
func weight(parameters string) float64 {
	name, value, _ := strings.Cut(strings.TrimSpace(parameters), "=")
	if !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return 0
	}
	return q
}

// gzipped compresses for keeping or for one answer. Writing to memory cannot fail.
func gzipped(body []byte, level int) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, level)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}

// unchanged reports whether the client holds what the tags name (RFC 9110, 13.1.2). If-Modified-Since is ignored, as a
// server without times of last change may: what was withdrawn would live on in caches that ask by time.
func unchanged(r *http.Request, tags ...string) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		part = strings.TrimPrefix(strings.TrimSpace(part), "W/")
		if part != "" && (part == "*" || slices.Contains(tags, part)) {
			return true
		}
	}
	return false
}
