package frontend

import (
	"time"

	"gongzhi/locale"
)

// Text is something a page says, in whichever language it is rendered. Page structs hold Texts, so that they are
// the same in every language; nil says nothing.
type Text func(*locale.Printer) string

// K is a message of the catalogue. Args are pairs of placeholder and value; a value may itself be a Text.
func K(key string, args ...any) Text {
	return func(p *locale.Printer) string {
		said := make([]any, len(args))
		for i, arg := range args {
			said[i] = arg
			if text, ok := arg.(Text); ok {
				said[i] = text.In(p)
			}
		}
		return p.T(key, said...)
	}
}

// Plain is text that comes from data and has no translation: a name, a title, an answer.
func Plain(s string) Text {
	if s == "" {
		return nil
	}
	return func(*locale.Printer) string { return s }
}

// OnDay is a calendar day, YYYY-MM-DD; an empty one reads "not known".
func OnDay(day string) Text {
	return func(p *locale.Printer) string { return p.Day(day) }
}

// DateOf is the day of an instant in Beijing time.
func DateOf(t time.Time) Text {
	return func(p *locale.Printer) string { return p.Date(t) }
}

// At is an instant to the minute, zone named.
func At(t time.Time) Text {
	return func(p *locale.Printer) string { return p.DateTime(t) }
}

// Count is a whole number with its thousands apart.
func Count(n int64) Text {
	return func(p *locale.Printer) string { return p.Number(n) }
}

// Left says how long until a deadline, or how long it is overdue when d is negative.
func Left(d time.Duration) Text {
	return func(p *locale.Printer) string { return p.TimeLeft(d) }
}

// In says the text in the printer's language; nil is empty.
func (t Text) In(p *locale.Printer) string {
	if t == nil {
		return ""
	}
	return t(p)
}
