package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalog/*.yaml
var files embed.FS

// entry is one message of one language. A message without plural forms has only other.
type entry struct {
	area, name string
	one, other string
}

func (e entry) key() string { return e.area + "." + e.name }

// catalogue holds every message of one language. Messages without plural forms are looked up directly; the
// others go through go-i18n, which knows the CLDR plural rules.
type catalogue struct {
	tag     language.Tag
	simple  map[string]string
	plurals *i18n.Localizer
}

// load reads the files catalog/<area>.<lang>.yaml; the key of a message is "<area>.<name>".
func load(lang Lang) (*catalogue, error) {
	entries, err := readEntries(files, lang)
	if err != nil {
		return nil, err
	}
	c := &catalogue{tag: language.Make(string(lang)), simple: map[string]string{}}
	bundle := i18n.NewBundle(c.tag)
	for _, e := range entries {
		if e.one == "" {
			c.simple[e.key()] = e.other
			continue
		}
		if err := bundle.AddMessages(c.tag, &i18n.Message{ID: e.key(), One: e.one, Other: e.other}); err != nil {
			return nil, fmt.Errorf("catalogue %s: %s: %w", lang, e.key(), err)
		}
	}
	c.plurals = i18n.NewLocalizer(bundle, c.tag.String())
	return c, nil
}

// readEntries returns the messages in the order of the files, so that a test can see whether they are sorted.
func readEntries(fsys fs.FS, lang Lang) ([]entry, error) {
	names, err := fs.Glob(fsys, "catalog/*."+string(lang)+".yaml")
	if err != nil {
		return nil, fmt.Errorf("catalogue %s: %w", lang, err)
	}
	var all []entry
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", lang, err)
		}
		area := strings.TrimSuffix(path.Base(name), "."+string(lang)+".yaml")
		part, err := parseArea(area, text)
		if err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", name, err)
		}
		all = append(all, part...)
	}
	return all, nil
}

// parseArea reads one file: a flat map from name to text, or to its plural forms {one, other}.
func parseArea(area string, text []byte) ([]entry, error) {
	var items yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(text, &items, yaml.UseOrderedMap()); err != nil {
		return nil, err
	}
	entries := make([]entry, 0, len(items))
	for _, item := range items {
		e := entry{area: area, name: fmt.Sprint(item.Key)}
		switch value := item.Value.(type) {
		case string:
			e.other = value
		case yaml.MapSlice:
			forms := value.ToMap()
			e.one, _ = forms["one"].(string)
			e.other, _ = forms["other"].(string)
		default:
			return nil, fmt.Errorf("%s: neither text nor plural forms", e.name)
		}
		entries = append(entries, e)
	}
	return entries, nil
}
