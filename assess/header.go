package assess

import (
	"regexp"
	"slices"
)

// Kind says what a pack is for.
type Kind string

// Kinds of packs.
const (
	KindSeriousness Kind = "seriousness"
	KindDisclosure  Kind = "disclosure"
	KindCirculation Kind = "circulation"
	KindBreach      Kind = "breach_duties"
	KindClauses     Kind = "clauses"
)

// Ref names the version of a pack that made a finding.
type Ref struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

// Header is what all packs have in common. Label, when present, must be shown
// with every finding of the pack.
type Header struct {
	Kind         Kind
	ID           string
	Version      string
	Jurisdiction string // ISO 3166-1 alpha-2, or EU; with a region: CN-310000
	Name         Text
	Label        Text
	Validity     Validity
	Sources      []Source
}

// Ref names this version of the pack.
func (h *Header) Ref() Ref { return Ref{h.ID, h.Version} }

// Head gives the header; it makes every pack a Pack.
func (h *Header) Head() *Header { return h }

// Source gives the source with this id.
func (h *Header) Source(id string) (Source, bool) {
	i := slices.IndexFunc(h.Sources, func(s Source) bool { return s.ID == id })
	if i < 0 {
		return Source{}, false
	}
	return h.Sources[i], true
}

// cited gives the sources with these ids in the order of the pack, each once.
func (h *Header) cited(ids map[string]bool) []Source {
	sources := make([]Source, 0, len(ids))
	for _, s := range h.Sources {
		if ids[s.ID] {
			sources = append(sources, s)
		}
	}
	return sources
}

type headerFile struct {
	Kind         Kind     `yaml:"kind"`
	ID           string   `yaml:"id"`
	Version      string   `yaml:"version"`
	Jurisdiction string   `yaml:"jurisdiction"`
	Name         Text     `yaml:"name"`
	Label        Text     `yaml:"label"`
	ValidFrom    string   `yaml:"valid_from"`
	ValidTo      string   `yaml:"valid_to"`
	Sources      []Source `yaml:"sources"`
}

var (
	nameForm         = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,63}$`)
	versionForm      = regexp.MustCompile(`^[0-9]{1,6}(\.[0-9]{1,6}){0,3}$`)
	jurisdictionForm = regexp.MustCompile(`^[A-Z]{2}(-[0-9A-Z]{1,6})?$`)
)

func (d *document) header(f headerFile, kind Kind) Header {
	h := Header{
		Kind: f.Kind, ID: f.ID, Version: f.Version, Jurisdiction: f.Jurisdiction,
		Name: f.Name, Label: f.Label, Sources: f.Sources,
	}
	if f.Kind != kind {
		d.fault(path{"kind"}, "kind: must be %s here", kind)
	}
	d.form("id", f.ID, nameForm, "lower-case letters, digits, _ . and - are expected")
	d.form("version", f.Version, versionForm, "numbers with points are expected")
	d.form("jurisdiction", f.Jurisdiction, jurisdictionForm, "a code such as CN, EU or CN-310000 is expected")
	d.bothLanguages(path{"name"}, "name", f.Name)
	if f.Label != (Text{}) {
		d.bothLanguages(path{"label"}, "label", f.Label)
	}
	h.Validity = d.validity(nil, f.ValidFrom, f.ValidTo, Validity{})
	d.sources(f.Sources)
	return h
}

func (d *document) form(field, value string, form *regexp.Regexp, expected string) {
	if !form.MatchString(value) {
		d.fault(path{field}, "%s: %s", field, expected)
	}
}

func (d *document) bothLanguages(where path, field string, t Text) {
	if !t.Complete() {
		d.fault(where, "%s: zh and en are required", field)
	}
}

func (d *document) sources(sources []Source) {
	seen := map[string]bool{}
	for i, s := range sources {
		where := path{"sources", i}
		d.id(where.at("id"), s.ID, seen)
		d.bothLanguages(where.at("title"), "title", s.Title)
		d.bothLanguages(where.at("locator"), "locator", s.Locator)
		d.bothLanguages(where.at("brief"), "brief", s.Brief)
		if !s.Certainty.known() {
			d.fault(where.at("certainty"), "certainty: %s", certainties)
		}
	}
}

// id checks the form of an id and that seen does not have it yet.
func (d *document) id(where path, id string, seen map[string]bool) {
	switch {
	case !nameForm.MatchString(id):
		d.fault(where, "id: lower-case letters, digits, _ . and - are expected")
	case seen[id]:
		d.fault(where, "id: listed twice")
	}
	seen[id] = true
}

// basis checks that a row cites sources that the pack has, and says how firmly
// it stands on them.
func (d *document) basis(where path, b Basis, h *Header) {
	if len(b.Sources) == 0 {
		d.fault(where.at("sources"), "sources: at least one is required")
	}
	d.citations(where, b.Sources, h)
	if !b.Certainty.known() {
		d.fault(where.at("certainty"), "certainty: %s", certainties)
	}
	if b.Certainty != ByText && !b.Note.Complete() {
		d.fault(where.at("note"), "note: zh and en are required unless certainty is text")
	}
}

func (d *document) citations(where path, ids []string, h *Header) {
	for i, id := range ids {
		if _, ok := h.Source(id); !ok {
			d.fault(where.at("sources", i), "sources: %q is not a source of this pack", shortened(id))
		}
	}
}

// shortened keeps messages readable whatever a file calls its things.
func shortened(s string) string {
	if r := []rune(s); len(r) > 64 {
		return string(r[:64]) + "…"
	}
	return s
}
