package main

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"gongzhi/roles"
)

// organisationFile is an organisation as people write it: things name each
// other by keys of their own.
type organisationFile struct {
	Agencies  []agencyRow  `yaml:"agencies"`
	Posts     []postRow    `yaml:"posts"`
	People    []personRow  `yaml:"people"`
	Holdings  []holdingRow `yaml:"holdings"`
	Routes    []routeRow   `yaml:"routes"` // the first that matches wins
	Default   string       `yaml:"default_agency"`
	Oversight string       `yaml:"oversight_post"`
	Second    string       `yaml:"second_oversight_post"` // for cases that accuse the oversight itself; may be left out
	Cooling   *int         `yaml:"cooling_off_months"`    // 12 where left out
}

type textRow struct {
	Zh string `yaml:"zh"`
	En string `yaml:"en"`
}

func (t textRow) text() roles.Text { return roles.Text{Zh: t.Zh, En: t.En} }

type agencyRow struct {
	Key        string  `yaml:"key"`
	Name       textRow `yaml:"name"`
	Parent     string  `yaml:"parent"`
	Region     string  `yaml:"region"`      // GB/T 2260
	CreditCode string  `yaml:"credit_code"` // GB 32100
	Head       string  `yaml:"head"`
	Intake     string  `yaml:"intake"`
}

type postRow struct {
	Key      string  `yaml:"key"`
	Agency   string  `yaml:"agency"`
	Title    textRow `yaml:"title"`
	Class    string  `yaml:"class"`
	Superior string  `yaml:"superior"`
}

type personRow struct {
	Key  string `yaml:"key"`
	Name string `yaml:"name"`
	Role string `yaml:"role"`
}

type holdingRow struct {
	Post   string `yaml:"post"`
	Person string `yaml:"person"`
	Deputy bool   `yaml:"deputy"`
	From   string `yaml:"from"` // 2026-01-31
}

type routeRow struct {
	Region    string `yaml:"region"`
	Sector    string `yaml:"sector"`
	Violation string `yaml:"violation"`
	Agency    string `yaml:"agency"`
}

// orgReader turns keys into ids and collects what is wrong, with its place.
type orgReader struct {
	doc    *yamlDocument
	keys   map[string]map[string]bool // kind, key: defined
	faults []error
}

func (r *orgReader) fault(format string, why string, at ...any) {
	r.faults = append(r.faults, r.doc.fault(fmt.Sprintf(format, why), at...))
}

func (r *orgReader) define(kind, key string, at ...any) {
	if r.keys[kind] == nil {
		r.keys[kind] = map[string]bool{}
	}
	switch {
	case key == "":
		r.fault("every %s needs a key", kind, at...)
	case r.keys[kind][key]:
		r.fault("this key is that of another %s", kind, append(at, "key")...)
	}
	r.keys[kind][key] = true
}

// ref is the id of something that must be defined.
func (r *orgReader) ref(kind, key string, at ...any) roles.ID {
	if key == "" || !r.keys[kind][key] {
		r.fault("no such %s", kind, at...)
		return roles.ID{}
	}
	return fileID(kind, key)
}

// refOr is ref for what may be left out.
func (r *orgReader) refOr(kind, key string, at ...any) roles.ID {
	if key == "" {
		return roles.ID{}
	}
	return r.ref(kind, key, at...)
}

var postClasses = []roles.Role{roles.Officer, roles.Supervisor, roles.Leader}

func (r *orgReader) class(s string, at ...any) roles.Role {
	if !slices.Contains(postClasses, roles.Role(s)) {
		r.fault("must be %s", "officer, supervisor or leader", at...)
	}
	return roles.Role(s)
}

func (r *orgReader) day(s string, at ...any) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		r.fault("must be a day such as %s", "2026-01-31", at...)
	}
	return t
}

var regionCode = regexp.MustCompile(`^([0-9]{6})?$`)

func (r *orgReader) region(s string, at ...any) string {
	if !regionCode.MatchString(s) {
		r.fault("must be a code of %s, six digits in quotes", "GB/T 2260", at...)
	}
	return s
}

func (r *orgReader) parts(f organisationFile) roles.Parts {
	for i, a := range f.Agencies {
		r.define("agency", a.Key, "agencies", i)
	}
	for i, p := range f.Posts {
		r.define("post", p.Key, "posts", i)
	}
	for i, p := range f.People {
		r.define("person", p.Key, "people", i)
	}
	p := roles.Parts{Default: r.ref("agency", f.Default, "default_agency"), Oversight: r.ref("post", f.Oversight, "oversight_post"), CoolingOff: roles.DefaultCoolingOff}
	if f.Second != "" {
		p.Second = r.ref("post", f.Second, "second_oversight_post")
	}
	if f.Cooling != nil {
		p.CoolingOff = *f.Cooling
	}
	r.addAgencies(&p, f)
	r.addPeople(&p, f)
	for i, x := range f.Routes {
		p.Routes = append(p.Routes, roles.Route{
			Region: r.region(x.Region, "routes", i, "region"), Sector: x.Sector, Violation: x.Violation, Agency: r.ref("agency", x.Agency, "routes", i, "agency"),
		})
	}
	return p
}

func (r *orgReader) addAgencies(p *roles.Parts, f organisationFile) {
	for i, a := range f.Agencies {
		if a.Name == (textRow{}) {
			r.fault("needs a %s, zh or en or both", "name", "agencies", i)
		}
		p.Agencies = append(p.Agencies, roles.Agency{
			ID: fileID("agency", a.Key), Name: a.Name.text(), Parent: r.refOr("agency", a.Parent, "agencies", i, "parent"),
			Region: r.region(a.Region, "agencies", i, "region"), CreditCode: a.CreditCode,
			Head: r.ref("post", a.Head, "agencies", i, "head"), Intake: r.ref("post", a.Intake, "agencies", i, "intake"),
		})
	}
	for i, x := range f.Posts {
		p.Posts = append(p.Posts, roles.Post{
			ID: fileID("post", x.Key), Agency: r.ref("agency", x.Agency, "posts", i, "agency"), Title: x.Title.text(),
			Class: r.class(x.Class, "posts", i, "class"), Superior: r.refOr("post", x.Superior, "posts", i, "superior"),
		})
	}
}

func (r *orgReader) addPeople(p *roles.Parts, f organisationFile) {
	for i, x := range f.People {
		if x.Name == "" {
			r.fault("needs a %s", "name", "people", i)
		}
		p.People = append(p.People, roles.Person{ID: fileID("person", x.Key), Name: x.Name, Role: r.class(x.Role, "people", i, "role")})
	}
	for i, h := range f.Holdings {
		p.Holdings = append(p.Holdings, roles.Holding{
			ID:   fileID("holding", fmt.Sprint(h.Post, " ", h.Person, " ", h.From, " ", h.Deputy)),
			Post: r.ref("post", h.Post, "holdings", i, "post"), Person: r.ref("person", h.Person, "holdings", i, "person"),
			Deputy: h.Deputy, From: r.day(h.From, "holdings", i, "from"),
		})
	}
}
