package web

import (
	"net/http"
	"strconv"
	"strings"
)

// ETag is the strong entity tag of a version: "v12" with its quotes.
func ETag(version int64) string {
	return `"v` + strconv.FormatInt(version, 10) + `"`
}

// IfMatch returns the version that the caller read. Without If-Match it is
// PreconditionRequired; a tag that we never gave, weak or otherwise, cannot
// match and is PreconditionFailed; "*" and lists are invalid, since an act
// must say on which version it was decided.
func IfMatch(r *http.Request) (int64, error) {
	values := r.Header.Values("If-Match")
	if len(values) == 0 || (len(values) == 1 && strings.TrimSpace(values[0]) == "") {
		return 0, PreconditionRequired()
	}
	tag := strings.TrimSpace(values[0])
	if len(values) > 1 || tag == "*" || strings.Contains(tag, ",") {
		return 0, Invalid(FieldError{Detail: "If-Match must be one entity tag"})
	}
	digits, _ := strings.CutPrefix(strings.Trim(tag, `"`), "v")
	version, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || version < 0 || ETag(version) != tag {
		return 0, PreconditionFailed()
	}
	return version, nil
}
