package record

import "errors"

// Kind says which answer a refusal gets from a face.
type Kind string

// The kinds of refusal.
const (
	NotFound  Kind = "not_found" // does not exist, or not for this actor
	Forbidden Kind = "forbidden"
	WrongTime Kind = "wrong_state" // the act does not fit where the case stands
	Invalid   Kind = "invalid"     // a field is wrong
	Stale     Kind = "stale"       // somebody else was faster
	Reused    Kind = "key_reused"  // one idempotency key, two bodies
	Busy      Kind = "busy"        // try again later
)

// Refusal is an error for people. It names fields and reasons, never values.
type Refusal struct {
	Kind   Kind
	Field  string // JSON name of the field, for Invalid
	Code   string // key of the wording in the catalogues, e.g. reason_required
	Detail string // English wording for the API
}

// Error implements error.
func (r *Refusal) Error() string {
	if r.Field != "" {
		return r.Field + ": " + r.Detail
	}
	return r.Detail
}

// Refuse makes a refusal.
func Refuse(kind Kind, field, code, detail string) *Refusal {
	return &Refusal{Kind: kind, Field: field, Code: code, Detail: detail}
}

// ErrNotFound is the one answer for what does not exist and for what must not
// be known to exist.
var ErrNotFound = Refuse(NotFound, "", "not_found", "not found")

// ErrStale says that the subject moved on since it was read.
var ErrStale = Refuse(Stale, "", "stale", "the case has changed since it was read")

// AsRefusal unwraps a refusal.
func AsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}

// Refusals are several field errors at once.
type Refusals []*Refusal

// Error implements error.
func (rs Refusals) Error() string {
	if len(rs) == 0 {
		return "no refusal"
	}
	return rs[0].Error()
}
