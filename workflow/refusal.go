package workflow

import "gongzhi/record"

// Kind says which answer a refusal gets from a face; see package record.
type Kind = record.Kind

// The kinds of refusal.
const (
	NotFound  = record.NotFound
	Forbidden = record.Forbidden
	WrongTime = record.WrongTime
	Invalid   = record.Invalid
	Stale     = record.Stale
	Reused    = record.Reused
	Busy      = record.Busy
)

// Refusal is an error for people; see package record.
type Refusal = record.Refusal

// Refusals are several field errors at once.
type Refusals = record.Refusals

// ErrNotFound is the one answer for what does not exist and for what must not
// be known to exist.
var ErrNotFound = record.ErrNotFound

// ErrStale says that the subject moved on since it was read.
var ErrStale = record.ErrStale

// AsRefusal unwraps a refusal.
func AsRefusal(err error) (*Refusal, bool) { return record.AsRefusal(err) }

func refuse(kind Kind, field, code, detail string) *Refusal {
	return record.Refuse(kind, field, code, detail)
}
