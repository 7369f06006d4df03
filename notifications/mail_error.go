package notifications

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"

	"gongzhi/locale"
)

// ErrorKind says why a letter did not leave. What to do about it is the
// sentence "mail.remedy_<kind>" of the catalogues.
type ErrorKind string

// The kinds, in the order in which a letter meets them.
const (
	Settings  ErrorKind = "settings" // the password file cannot be read
	DNS       ErrorKind = "dns"
	Connect   ErrorKind = "connect" // no connection, or no greeting
	TLS       ErrorKind = "tls"
	Auth      ErrorKind = "auth"
	Envelope  ErrorKind = "envelope"   // the sender or the recipient was refused
	Data      ErrorKind = "data"       // the letter itself was refused
	Timeout   ErrorKind = "timeout"    // at whichever step
	NoAddress ErrorKind = "no_address" // the person has none
	BadAddr   ErrorKind = "bad_address"
	Excluded  ErrorKind = "excluded" // the person may know nothing of the case any more
	Stale     ErrorKind = "stale"    // too old to be sent for the first time
	Unset     ErrorKind = "not_configured"
)

// ErrorKinds lists all kinds.
var ErrorKinds = []ErrorKind{Settings, DNS, Connect, TLS, Auth, Envelope, Data, Timeout, NoAddress, BadAddr, Excluded, Stale, Unset}

// MailError says at which step a letter failed. It keeps the server's code and
// not its words, which repeat addresses.
type MailError struct {
	Kind      ErrorKind
	Step      ErrorKind // the step that timed out; else as Kind
	Code      int       // RFC 5321 reply code; 0 without a reply
	Permanent bool      // trying again is no use
}

// Error names kind, step and code.
func (e *MailError) Error() string {
	text := "notifications: mail: " + string(e.Kind)
	if e.Step != e.Kind {
		text += " at " + string(e.Step)
	}
	if e.Code != 0 {
		text += fmt.Sprintf(", reply %d", e.Code)
	}
	return text
}

// Remedy is what to do about a kind of error, in one sentence.
func Remedy(kind ErrorKind, lang locale.Lang) string {
	return locale.For(lang).T("mail.remedy_" + string(kind))
}

// failed turns an error at a step into what we keep of it. A refusal is
// permanent only where it is about this letter or its recipient; one of our
// sender or password is for the operator to mend.
func failed(step ErrorKind, err error) *MailError {
	e := &MailError{Kind: step, Step: step}
	var reply *textproto.Error
	var slow net.Error
	switch {
	case errors.As(err, &reply):
		e.Code = reply.Code
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		e.Kind = Timeout
	}
	return e
}

func (e *MailError) lastingIfRefused() *MailError {
	e.Permanent = e.Code >= 500
	return e
}

// asMailError gives every error a kind; a foreign one counts as no connection.
func asMailError(err error) *MailError {
	var e *MailError
	if errors.As(err, &e) {
		return e
	}
	return failed(Connect, err)
}
