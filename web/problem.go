// Package web is the plumbing that the JSON face and the pages share: one
// engine with safe defaults, one way to answer errors, strict decoding,
// cookies, limits and conditional requests. It knows no case and no page.
package web

import (
	"net/http"
	"time"
)

// FieldError names what is wrong with one field, never its value.
type FieldError struct {
	Pointer string `json:"pointer"` // RFC 6901; empty for the whole body
	Detail  string `json:"detail"`
}

// Problem is an error with a text for people (RFC 9457). Handlers return one;
// every other error is shown as internal.
type Problem struct {
	Type       string        `json:"type"` // one of the Type constants: a stable name
	Title      string        `json:"title"`
	Status     int           `json:"status"`
	Detail     string        `json:"detail,omitempty"`
	Errors     []FieldError  `json:"errors,omitempty"`
	RetryAfter time.Duration `json:"-"` // zero for none; sent in whole seconds, rounded up
}

// Types of problems. They are part of the public interface.
const (
	TypeInvalid              = "/problems/invalid"
	TypeInvalidCursor        = "/problems/invalid-cursor"
	TypeUnauthorized         = "/problems/unauthorized"
	TypeForbidden            = "/problems/forbidden"
	TypeCrossSite            = "/problems/cross-site"
	TypeNotFound             = "/problems/not-found"
	TypeMethodNotAllowed     = "/problems/method-not-allowed"
	TypeConflict             = "/problems/conflict"
	TypePreconditionFailed   = "/problems/precondition-failed"
	TypePreconditionRequired = "/problems/precondition-required"
	TypeTooLarge             = "/problems/too-large"
	TypeUnsupportedMedia     = "/problems/unsupported-media-type"
	TypeKeyReuse             = "/problems/idempotency-key-reuse"
	TypeTooMany              = "/problems/too-many-requests"
	TypeInternal             = "/problems/internal"
	TypeUnavailable          = "/problems/unavailable"
)

// Error names the kind and the fields, so that a log line of it is harmless.
func (p *Problem) Error() string {
	text := "web: " + p.Type
	for _, e := range p.Errors {
		text += "; " + e.Pointer + " " + e.Detail
	}
	return text
}

// Is makes errors.Is compare problems by their type.
func (p *Problem) Is(target error) bool {
	other, ok := target.(*Problem)
	return ok && other.Type == p.Type
}

// Invalid is 400: the request is not understood, field by field.
func Invalid(errors ...FieldError) *Problem {
	return &Problem{Type: TypeInvalid, Title: "The request is not valid", Status: http.StatusBadRequest, Errors: errors}
}

// InvalidCursor is 400: the cursor is damaged or belongs to another filter.
func InvalidCursor() *Problem {
	return &Problem{
		Type: TypeInvalidCursor, Title: "The cursor is not valid for this list", Status: http.StatusBadRequest,
		Detail: "Start again without a cursor; a cursor belongs to the filter it was given for.",
	}
}

// Unauthorized is 401: sign in first.
func Unauthorized() *Problem {
	return &Problem{Type: TypeUnauthorized, Title: "Sign in first", Status: http.StatusUnauthorized}
}

// Forbidden is 403: signed in, but not allowed. The detail may say which
// permission is missing.
func Forbidden(detail string) *Problem {
	return &Problem{Type: TypeForbidden, Title: "You may not do this", Status: http.StatusForbidden, Detail: detail}
}

// CrossSite is 403: a browser sent the request from another site.
func CrossSite() *Problem {
	return &Problem{Type: TypeCrossSite, Title: "The request came from another site", Status: http.StatusForbidden}
}

// NotFound is 404: absent, or not to be known about.
func NotFound() *Problem {
	return &Problem{Type: TypeNotFound, Title: "Not found", Status: http.StatusNotFound}
}

// MethodNotAllowed is 405.
func MethodNotAllowed() *Problem {
	return &Problem{Type: TypeMethodNotAllowed, Title: "This address does not take this method", Status: http.StatusMethodNotAllowed}
}

// Conflict is 409: the state does not allow it now.
func Conflict(detail string) *Problem {
	return &Problem{Type: TypeConflict, Title: "Not possible in the present state", Status: http.StatusConflict, Detail: detail}
}

// PreconditionFailed is 412: somebody changed it meanwhile.
func PreconditionFailed() *Problem {
	return &Problem{
		Type: TypePreconditionFailed, Title: "It was changed meanwhile", Status: http.StatusPreconditionFailed,
		Detail: "Read it again and decide on the present version.",
	}
}

// PreconditionRequired is 428: If-Match is missing.
func PreconditionRequired() *Problem {
	return &Problem{
		Type: TypePreconditionRequired, Title: "If-Match is required", Status: http.StatusPreconditionRequired,
		Detail: "Send the ETag of the version that you read as If-Match.",
	}
}

// TooLarge is 413.
func TooLarge() *Problem {
	return &Problem{Type: TypeTooLarge, Title: "The request is too large", Status: http.StatusRequestEntityTooLarge}
}

// UnsupportedMedia is 415: the detail says which media types are taken.
func UnsupportedMedia(detail string) *Problem {
	return &Problem{Type: TypeUnsupportedMedia, Title: "This kind of content is not accepted", Status: http.StatusUnsupportedMediaType, Detail: detail}
}

// UnprocessableKeyReuse is 422: the Idempotency-Key was used for another
// request.
func UnprocessableKeyReuse() *Problem {
	return &Problem{
		Type: TypeKeyReuse, Title: "The Idempotency-Key was used for another request", Status: http.StatusUnprocessableEntity,
		Detail: "Use a new random key for each new request.",
	}
}

// TooMany is 429: try again after a while.
func TooMany(retryAfter time.Duration) *Problem {
	return &Problem{Type: TypeTooMany, Title: "Too many requests", Status: http.StatusTooManyRequests, RetryAfter: retryAfter}
}

// Unavailable is 503: try again after a while.
func Unavailable(retryAfter time.Duration) *Problem {
	return &Problem{Type: TypeUnavailable, Title: "Not available at the moment", Status: http.StatusServiceUnavailable, RetryAfter: retryAfter}
}

// Internal is 500. It tells nothing.
func Internal() *Problem {
	return &Problem{Type: TypeInternal, Title: "Something went wrong on our side", Status: http.StatusInternalServerError}
}
