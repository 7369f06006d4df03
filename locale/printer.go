package locale

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Printer writes in one language. It is safe for use by many goroutines.
type Printer struct {
	lang Lang
	cat  *catalogue
}

var printers = sync.OnceValue(func() map[Lang]*Printer {
	made := map[Lang]*Printer{}
	for _, lang := range All() {
		cat, err := load(lang)
		if err != nil {
			// The catalogues are part of the program; a broken one is a build fault that the tests catch.
			panic(err)
		}
		made[lang] = &Printer{lang: lang, cat: cat}
	}
	return made
})

// For returns the printer of a language; an unknown language gets the default.
func For(lang Lang) *Printer {
	if p, ok := printers()[lang]; ok {
		return p
	}
	return printers()[ZhCN]
}

// Lang is the language that the printer writes.
func (p *Printer) Lang() Lang { return p.lang }

var missing atomic.Int64

// Missing counts how often, since the start, a key was asked for that no catalogue has.
func Missing() int64 { return missing.Load() }

// T returns the message of the key, "<area>.<name>", with its placeholders {name} filled from args, which are pairs
// of name and value. The value of "count", an int or int64, also chooses the plural form. A missing key is returned
// visibly as ⟦key⟧ and counted.
func (p *Printer) T(key string, args ...any) string {
	text, ok := p.lookup(key, args)
	if !ok {
		missing.Add(1)
		return "⟦" + key + "⟧"
	}
	if len(args) == 0 {
		return text
	}
	return p.fill(text, args)
}

// Has says whether the language has the key.
func (p *Printer) Has(key string) bool {
	_, ok := p.lookup(key, []any{"count", 2})
	return ok
}

func (p *Printer) lookup(key string, args []any) (string, bool) {
	if text, ok := p.cat.simple[key]; ok {
		return text, true
	}
	text, err := p.cat.plurals.Localize(&i18n.LocalizeConfig{
		MessageID:      key,
		PluralCount:    countOf(args),
		TemplateParser: template.IdentityParser{},
	})
	return text, err == nil
}

func countOf(args []any) any {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != "count" {
			continue
		}
		switch n := args[i+1].(type) {
		case int, int64:
			return n
		}
	}
	return nil
}

func (p *Printer) fill(text string, args []any) string {
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+fmt.Sprint(args[i])+"}", p.value(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func (p *Printer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return p.Number(int64(v))
	case int64:
		return p.Number(v)
	}
	return fmt.Sprint(v)
}
