// Package frontend is the HTML face: pages that are complete without script, their styles and their handlers.
package frontend

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"gongzhi/locale"
)

//go:embed templates
var templateFiles embed.FS

// Page is the content of one page: a struct whose fields its template reads.
type Page interface {
	// Template is the name of the file below templates/pages, without ".html".
	Template() string
	// Title is the page's heading and, with the name of the service, its title.
	Title() Text
}

// Faulty is a Page that may show errors; its title then says so first.
type Faulty interface {
	Problems() []Problem
}

// Answering is a Page that answers a POST and so has no address to come back to: the language toggle submits the
// form of this id instead, and what was typed is kept.
type Answering interface {
	FormID() string
}

// Problem is an error beside a field, repeated in the summary on top of the page.
type Problem struct {
	// Field is the name of the form field; the summary links to the element with this id.
	Field string
	Says  Text
}

// view is what the layout reads.
type view struct {
	Shell Shell
	Page  Page
}

// Title is the document's title: "Error: " before it when the page shows one.
func (v view) Title() Text {
	if len(v.Problems()) > 0 {
		return K("errors.title", "title", v.Page.Title())
	}
	return v.Page.Title()
}

// Problems are the page's errors, none for most pages.
func (v view) Problems() []Problem {
	if faulty, ok := v.Page.(Faulty); ok {
		return faulty.Problems()
	}
	return nil
}

// Filtered is a page with feeds of its own: FeedFilter is "?…" behind the address of the feeds, or empty.
type Filtered interface {
	FeedFilter() string
}

// FeedFilter restricts the feeds that the document announces, empty for most pages.
func (v view) FeedFilter() string {
	if filtered, ok := v.Page.(Filtered); ok {
		return filtered.FeedFilter()
	}
	return ""
}

// Renderer holds every template, parsed once for each language: when Parse is called, or when the language is first
// asked for.
type Renderer struct {
	assets Assets
	pages  map[locale.Lang]func() (*template.Template, error)
}

// NewRenderer returns a renderer of our pages with the names of these assets.
func NewRenderer(assets Assets) *Renderer {
	r := &Renderer{assets: assets, pages: map[locale.Lang]func() (*template.Template, error){}}
	for _, lang := range locale.All() {
		r.pages[lang] = sync.OnceValues(func() (*template.Template, error) {
			pages, err := parseAll(functions(locale.For(lang), assets))
			if err != nil {
				return nil, fmt.Errorf("templates in %s: %w", lang, err)
			}
			return pages, nil
		})
	}
	return r
}

// Parse parses all templates; an error names the file.
func (r *Renderer) Parse() error {
	var errs []error
	for _, lang := range locale.All() {
		_, err := r.pages[lang]()
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// own are the pages with the page build inside the program, the same for everybody.
var own = sync.OnceValues(func() (*Renderer, error) {
	assets, err := BuiltAssets()
	if err != nil && !errors.Is(err, ErrNotBuilt) {
		return nil, err
	}
	return NewRenderer(assets), nil
})

// Prepare parses every page. It need not be called: a page whose templates are not parsed yet waits for them. But a
// program that has started should not find out by a reader that they are broken.
func Prepare() error {
	r, err := own()
	if err != nil {
		return err
	}
	return r.Parse()
}

// functions are what templates may call besides Go's own.
func functions(p *locale.Printer, assets Assets) template.FuncMap {
	return template.FuncMap{
		"t":        p.T,
		"say":      func(t Text) string { return t.In(p) },
		"text":     func(key string) Text { return K(key) },
		"asset":    assets.URL,
		"date":     p.Date,
		"datetime": p.DateTime,
		"day":      p.Day,
		"left":     p.TimeLeft,
		"duration": p.Duration,
		"number":   func(n int64) string { return p.Number(n) },
		"rounded":  func(n int64) string { return p.Rounded(n) },
		"machine":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"list":     func(names []string) string { return strings.Join(names, p.T("common.comma")+gap(p)) },
		"suffix":   suffix,
	}
}

// Render writes the page in the shell's language. Nothing is written when the template fails, so that the caller
// can still send an error page.
func (r *Renderer) Render(w io.Writer, shell Shell, page Page) error {
	set, err := r.pages[locale.For(shell.Lang).Lang()]()
	if err != nil {
		return err
	}
	tmpl := set.Lookup(ownName(layout, page.Template()))
	if tmpl == nil {
		return fmt.Errorf("no template %q", page.Template())
	}
	if answering, ok := page.(Answering); ok {
		shell.langForm = answering.FormID()
	}
	var out bytes.Buffer
	if err := tmpl.Execute(&out, view{Shell: shell, Page: page}); err != nil {
		return fmt.Errorf("page %s: %w", page.Template(), err)
	}
	_, err = w.Write(out.Bytes())
	return err
}

// suffix makes the ids of a list of options: the first bears the field's plain name, so that the error summary's
// link lands on it; the others are numbered.
func suffix(i int) string {
	if i == 0 {
		return ""
	}
	return "-" + strconv.Itoa(i+1)
}

// gap is the blank that Latin text sets after a comma and Chinese does not.
func gap(p *locale.Printer) string {
	if p.Lang() == locale.En {
		return " "
	}
	return ""
}
