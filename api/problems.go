package api

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"gongzhi/accounts"
	"gongzhi/record"
	"gongzhi/web"
)

// retryBusy is what a caller is told to wait when we cannot take more.
const retryBusy = 2 * time.Second

// asProblem turns refusals into problems; other errors pass unchanged and are
// shown as internal.
func asProblem(err error) error {
	var throttled *accounts.Throttled
	var refusals record.Refusals
	var refusal *record.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusals) && len(refusals) > 0:
		return unprocessable(refusals...)
	case errors.As(err, &refusal):
		return refusalProblem(refusal)
	case errors.Is(err, accounts.ErrUnauthenticated):
		return web.Unauthorized()
	case errors.Is(err, accounts.ErrSignIn):
		p := web.Unauthorized()
		p.Detail = "E-mail address or password is wrong."
		return p
	case errors.As(err, &throttled):
		return web.TooMany(throttled.RetryAfter)
	case errors.Is(err, accounts.ErrBusy):
		return web.Unavailable(retryBusy)
	}
	return err
}

func refusalProblem(r *record.Refusal) error {
	switch r.Kind {
	case record.NotFound:
		return web.NotFound()
	case record.Forbidden:
		return web.Forbidden(r.Detail)
	case record.WrongTime:
		return web.Conflict(r.Detail)
	case record.Stale:
		return web.Conflict("It was changed meanwhile; read it again.")
	case record.Reused:
		return web.UnprocessableKeyReuse()
	case record.Busy:
		return web.Unavailable(retryBusy)
	case record.Invalid:
		if r.Field == "cursor" {
			return web.InvalidCursor()
		}
	}
	return unprocessable(r)
}

// unprocessable is 422: understood, but a field does not fit. What is not
// understood at all is 400, by strict decoding.
func unprocessable(list ...*record.Refusal) error {
	faults := make([]web.FieldError, 0, len(list))
	for _, r := range list {
		faults = append(faults, fieldFault(r.Field, r.Detail))
	}
	p := web.Invalid(faults...)
	p.Status = http.StatusUnprocessableEntity
	return p
}

func invalidField(field, detail string) error {
	return unprocessable(record.Refuse(record.Invalid, field, "", detail))
}

// fieldFault names a field by JSON pointer; the domain names some fields of
// the body's top level by their bare name.
func fieldFault(field, detail string) web.FieldError {
	if field != "" && !strings.HasPrefix(field, "/") {
		field = "/" + field
	}
	return web.FieldError{Pointer: field, Detail: detail}
}

// onVersion is asProblem for an act on a version that the caller named.
func onVersion(err error) error {
	var r *record.Refusal
	if errors.As(err, &r) && r.Kind == record.Stale {
		return web.PreconditionFailed()
	}
	return asProblem(err)
}
