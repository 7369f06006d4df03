package notifications

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"gongzhi/locale"
	"gongzhi/record"
)

// Letter is one e-mail. It names no person and no content: what is new, the
// public reference, the level, and where to read on after signing in.
type Letter struct {
	ID        string // of the message, without the sender's domain; the same on every try
	To        string
	Kind      Kind
	Reference string
	Level     int
	Lang      locale.Lang
	Date      time.Time // of sending, to the hour: a letter leaves moments after an anonymous filer acted
}

func letterOf(d Delivery, address string, now time.Time) Letter {
	l := Letter{ID: messageID(d.ID), To: address, Kind: d.Kind, Level: d.Level, Lang: d.Lang, Date: now.Truncate(time.Hour)}
	if reference.MatchString(d.Reference) {
		l.Reference = d.Reference
	}
	return l
}

// reference is the form of references; anything else stays out of headers.
var reference = regexp.MustCompile(`^[A-Z0-9]{1,8}(-[A-Z0-9]{1,8}){0,4}$`)

// messageID lets receivers recognise a second copy. It is a hash, since the
// delivery's id tells a time and stays inside.
func messageID(delivery record.ID) string {
	h := sha256.Sum256(append([]byte("delivery "), delivery[:]...))
	return hex.EncodeToString(h[:16])
}

// Subject says what is new.
func (l Letter) Subject() string {
	p := locale.For(l.Lang)
	told := p.T("notices.told_" + string(l.Kind))
	if l.Reference == "" {
		return p.T("mail.subject_plain", "told", told)
	}
	return p.T("mail.subject", "told", told, "reference", l.Reference)
}

// Body says it again with reference, level and the address to read on.
func (l Letter) Body(baseURL string) string {
	p := locale.For(l.Lang)
	lines := []string{p.T("notices.told_" + string(l.Kind)), ""}
	if l.Reference != "" {
		lines = append(lines, p.T("mail.reference", "reference", l.Reference))
	}
	if l.Level > 0 {
		lines = append(lines, p.T("mail.level", "level", l.Level))
	}
	lines = append(lines, p.T("mail.link", "link", baseURL+"/inbox"), "", p.T("mail.footer"), "")
	return strings.Join(lines, "\r\n")
}

// message builds the letter; RFC 3834 marks it as sent by a machine, so that
// nobody's holiday answers it.
func (s MailSettings) message(l Letter) *gomail.Msg {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	_ = m.FromFormat(locale.For(l.Lang).T("common.service_name"), s.From) // both addresses are plain: checked before
	_ = m.To(l.To)
	m.Subject(l.Subject())
	m.SetMessageIDWithValue(l.ID + "@" + s.domain())
	m.SetDateWithValue(l.Date.UTC())
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader(gomail.HeaderXAutoResponseSuppress, "All")
	m.SetGenHeader("Content-Language", string(locale.For(l.Lang).Lang()))
	m.SetBodyString(gomail.TypeTextPlain, l.Body(s.BaseURL))
	return m
}
