package notifications

import (
	"context"
	"errors"

	"gongzhi/locale"
)

// Finding is what the check of one step found.
type Finding struct {
	Step    ErrorKind // settings, dns, connect, tls, auth, envelope
	OK      bool
	Reached bool      // false: an earlier step failed, or the settings do not ask for this one
	Kind    ErrorKind // why not, empty when OK or not reached
	Code    int       // the server's reply code; 0 without one
}

// Remedy is what to do about it, empty where nothing is wrong.
func (f Finding) Remedy(lang locale.Lang) string {
	if f.Kind == "" {
		return ""
	}
	return Remedy(f.Kind, lang)
}

var steps = []ErrorKind{Settings, DNS, Connect, TLS, Auth, Envelope}

// Check walks a letter's way up to the server's yes to our sender, and sends
// none. A nil mailer is not configured.
func (m *Mailer) Check(ctx context.Context) []Finding {
	if m == nil {
		return []Finding{{Step: Settings, Reached: true, Kind: Unset}}
	}
	var failure *MailError
	if err := m.tryEnvelope(ctx); err != nil && !errors.As(err, &failure) {
		failure = failed(Connect, err)
	}
	var list []Finding
	past := false
	for _, step := range steps {
		f := Finding{Step: step, Reached: !past && m.settings.asksFor(step)}
		if failure != nil && failure.Step == step {
			f.Reached, f.Kind, f.Code, past = true, failure.Kind, failure.Code, true
		}
		f.OK = f.Reached && f.Kind == ""
		list = append(list, f)
	}
	return list
}

func (m *Mailer) tryEnvelope(ctx context.Context) error {
	c, err := m.connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.sender()
}

func (s MailSettings) asksFor(step ErrorKind) bool {
	switch step {
	case TLS:
		return s.TLS != NoTLS
	case Auth:
		return s.User != ""
	default:
		return true
	}
}
