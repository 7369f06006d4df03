package clock

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxSpecialDays bounds one span; no holiday comes near it. That counting always
// ends is sure anyway: only listed dates and weekends rest, and files are small.
const maxSpecialDays = 100

//go:embed calendars/cn.yaml
var calendarCN []byte

// CN is the embedded calendar of the People's Republic of China.
var CN = sync.OnceValue(func() *Calendar {
	c, err := LoadCalendar(calendarCN, "calendars/cn.yaml")
	if err != nil {
		panic(err) // the file is embedded: a fault is a fault of the build
	}
	return c
})

type calendarFile struct {
	ID      string               `yaml:"id"`
	Version string               `yaml:"version"`
	Name    Text                 `yaml:"name"`
	Zone    string               `yaml:"zone"`
	Years   map[int]calendarYear `yaml:"years"`
}

type calendarYear struct {
	Source   Source   `yaml:"source"`
	Holidays []string `yaml:"holidays"`
	Workdays []string `yaml:"workdays"`
}

// LoadCalendar reads a calendar from strict YAML; name stands for the file in
// errors. It returns all faults joined, each a *LoadError: unknown fields, dates
// outside their year, a make-up working day that is no weekend or also a
// holiday, repeated dates, missing sources, an unknown zone.
func LoadCalendar(data []byte, name string) (*Calendar, error) {
	var file calendarFile
	doc, err := decode(data, name, &file)
	if err != nil {
		return nil, err
	}
	c := &Calendar{
		id: file.ID, version: file.Version, name: file.Name, zone: doc.zone(file.Zone),
		sources: map[int]Source{}, special: map[day]bool{},
	}
	doc.identity(file.ID, file.Version, file.Name)
	for _, year := range slices.Sorted(maps.Keys(file.Years)) {
		doc.addYear(c, year, file.Years[year])
	}
	if err := doc.err(); err != nil {
		return nil, err
	}
	return c, nil
}

func (d *document) zone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		d.fault([]any{"zone"}, "zone: unknown time zone")
	}
	return zone
}

func (d *document) identity(id, version string, name Text) {
	if !isName(id) {
		d.fault([]any{"id"}, "id: lower-case letters, digits and _ are expected")
	}
	if version == "" {
		d.fault([]any{"version"}, "version: missing")
	}
	if !name.Complete() {
		d.fault([]any{"name"}, "name: zh and en are required")
	}
}

func (d *document) addYear(c *Calendar, year int, y calendarYear) {
	path := []any{"years", year}
	d.source(at(path, "source"), y.Source)
	if len(y.Holidays) == 0 {
		d.fault(path, "holidays: missing")
	}
	for i, span := range y.Holidays {
		for _, holiday := range d.dates(at(path, "holidays", i), year, span) {
			d.mark(c, at(path, "holidays", i), holiday, false)
		}
	}
	for i, span := range y.Workdays {
		for _, workday := range d.dates(at(path, "workdays", i), year, span) {
			d.mark(c, at(path, "workdays", i), workday, true)
		}
	}
	c.sources[year] = y.Source
}

func (d *document) mark(c *Calendar, path []any, date day, works bool) {
	if _, twice := c.special[date]; twice {
		d.fault(path, "date is listed twice")
	}
	if works && !date.isWeekend() {
		d.fault(path, "a make-up working day must fall on a weekend")
	}
	c.special[date] = works
}

// dates reads "YYYY-MM-DD" or a span "first/last" with both ends included.
func (d *document) dates(path []any, year int, span string) []day {
	first, last, isSpan := strings.Cut(span, "/")
	if !isSpan {
		last = first
	}
	from, errFrom := parseDay(first)
	to, errTo := parseDay(last)
	switch {
	case errFrom != nil || errTo != nil:
		d.fault(path, "a date YYYY-MM-DD or a span first/last is expected")
	case from.year() != year || to.year() != year:
		d.fault(path, "date lies outside the year under which it stands")
	case to < from || to-from >= maxSpecialDays:
		d.fault(path, "span ends before it begins, or is longer than %d days", maxSpecialDays)
	default:
		var dates []day
		for date := from; date <= to; date++ {
			dates = append(dates, date)
		}
		return dates
	}
	return nil
}

func (d *document) source(path []any, s Source) {
	if !s.Title.Complete() || !s.Locator.Complete() {
		d.fault(path, "source: title and locator are required, each in zh and en")
	}
	if s.URL != "" && !strings.HasPrefix(s.URL, "https://") {
		d.fault(at(path, "url"), "url: must begin with https://")
	}
}

// isName accepts the identifiers used in files: lower-case letters, digits, _.
func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == "" && s[0] >= 'a'
}
