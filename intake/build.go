package intake

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/workflow"
)

const (
	maxExternalID   = 200
	defaultVerified = "unverified"
	maxCredit       = 500
	maxCount        = 2_000_000_000_000 // far above the number of anything about people
)

// Build turns a row into a record, or says what is wrong with the row. Dates
// after now are refused.
func (m *Mapping) Build(row Row, now time.Time) (Record, *RowError) {
	b := &builder{m: m, row: row}
	r := b.record()
	if b.fault != nil {
		return Record{}, b.fault
	}
	if fault := m.checkRecord(&r, now); fault != nil {
		return Record{}, fault
	}
	return r, nil
}

// builder keeps the first fault; what follows it is not used.
type builder struct {
	m     *Mapping
	row   Row
	fault *RowError
}

func (b *builder) text(v *Value) string {
	s, fault := v.of(b.row, false)
	b.keep(fault)
	return strings.TrimSpace(s)
}

func (b *builder) keep(fault *RowError) {
	if b.fault == nil {
		b.fault = fault
	}
}

func (b *builder) date(v *Value, field string) record.Date {
	if v == nil {
		return ""
	}
	d, fault := v.date(b.row, field)
	b.keep(fault)
	return d
}

func (b *builder) record() Record {
	m, f := b.m, b.m.Fields
	r := Record{
		Origin: m.Origin, ExternalID: m.Source + ":" + b.text(m.ExternalID), Lang: m.Language,
		Title: b.text(f.Title), Narrative: b.text(f.Narrative), HTML: b.html(f.HTML),
		Violation: b.text(f.Violation), Region: b.text(f.Region), Sector: b.text(f.Sector),
		OccurredOn: b.date(f.OccurredOn, "occurred_on"), DiscoveredOn: b.date(f.DiscoveredOn, "discovered_on"),
		Pieces: b.pieces(), Respondents: b.parties(),
		Filer:        workflow.SubmittedFiler{Kind: b.text(m.Filer.Kind), Name: b.text(m.Filer.Name), Contact: b.text(m.Filer.Contact)},
		Verification: b.text(f.Verification), Kept: b.text(m.Kept), Note: b.text(m.AmendmentNote),
		Credit: record.Credit{Source: b.text(m.Credit.Source), URL: b.text(m.Credit.URL), Licence: b.text(m.Credit.Licence)},
	}
	if f.ReceivedAt != nil {
		at, fault := f.ReceivedAt.time(b.row, "received_at")
		b.keep(fault)
		r.ReceivedAt = at
	}
	if f.Persons != nil {
		n, fault := f.Persons.count(b.row, "persons_affected")
		b.keep(fault)
		r.Persons = n
	}
	return r
}

// html is sanitised last, over the source's text and the mapping's own tags.
func (b *builder) html(v *Value) string {
	s, fault := v.of(b.row, true)
	b.keep(fault)
	return publication.SanitizeHTML(s)
}

func (b *builder) parties() []workflow.SubmittedParty {
	var list []workflow.SubmittedParty
	for _, p := range b.m.Respondents {
		if b.leftOut(p) {
			continue
		}
		party := workflow.SubmittedParty{Kind: b.text(p.Kind), Role: b.text(p.Role), Name: b.text(p.Name), CreditCode: b.text(p.CreditCode)}
		if party.Name != "" || party.CreditCode != "" {
			list = append(list, party)
		}
	}
	return list
}

func (b *builder) leftOut(p PartyMapping) bool {
	for _, c := range p.Unless {
		holds, fault := c.holds(b.row)
		b.keep(fault)
		if holds {
			return true
		}
	}
	return false
}

func (b *builder) pieces() map[string]int64 {
	p := b.m.Pieces
	counts := map[string]int64{}
	for _, category := range slices.Sorted(maps.Keys(p.Counts)) {
		n, fault := p.Counts[category].count(b.row, "pieces."+category)
		b.keep(fault)
		if n != nil {
			counts[category] = *n
		}
	}
	b.piecesByClass(counts)
	if len(counts) == 0 {
		return nil
	}
	return counts
}

func (b *builder) piecesByClass(counts map[string]int64) {
	p := b.m.Pieces
	if p.Classes == nil {
		return
	}
	n, fault := p.Count.count(b.row, "pieces")
	b.keep(fault)
	if n == nil {
		return
	}
	if *n < 0 || *n > maxCount {
		b.keep(&RowError{Field: "pieces", Code: "count_range", Detail: "must be a whole number from 0"})
		return
	}
	for _, class := range b.classes() {
		category, known := b.m.classes[class]
		switch {
		case known:
		case isCategory(p.Unknown):
			category = p.Unknown
		case p.Unknown == unknownSkip:
			continue
		default:
			b.keep(&RowError{Field: "pieces", Code: "class_unknown", Detail: "a class of data is not in the mapping's table"})
			return
		}
		counts[category] += *n
	}
}

// classes are the data classes that a row lists, each once.
func (b *builder) classes() []string {
	var words []string
	if list, ok := b.row.Values[b.m.Pieces.Classes.Column].([]any); ok {
		for _, item := range list {
			s, _ := textOf(item)
			words = append(words, s)
		}
	} else {
		separator := b.m.Pieces.Separator
		if separator == "" {
			separator = ";"
		}
		for _, s := range strings.Split(b.text(b.m.Pieces.Classes), separator) {
			words = append(words, strings.TrimSpace(s))
		}
	}
	slices.Sort(words)
	return slices.DeleteFunc(slices.Compact(words), func(s string) bool { return s == "" })
}

// checkRecord normalises a record and holds it to the same rules as a report
// that somebody files, and a historical record to a few more.
func (m *Mapping) checkRecord(r *Record, now time.Time) *RowError {
	id := strings.TrimPrefix(r.ExternalID, m.Source+":")
	switch {
	case id == "":
		return &RowError{Field: "external_id", Code: "required", Detail: "is required"}
	case len([]rune(id)) > maxExternalID:
		return &RowError{Field: "external_id", Code: "too_long", Detail: "at most 200 characters"}
	case strings.ContainsFunc(id, unicode.IsControl):
		return &RowError{Field: "external_id", Code: "bad_character", Detail: "must not contain control characters"}
	case r.ReceivedAt.After(now):
		return &RowError{Field: "received_at", Code: "date_future", Detail: "must not be in the future"}
	}
	s := r.Submission()
	s.Normalize()
	if faults := s.Check(now, m.Origin == OriginReport); len(faults) > 0 {
		return rowErrorOf(faults)
	}
	r.Region, r.Sector, r.Respondents, r.Filer = s.Region, s.Sector, s.Respondents, s.Filer
	if m.Origin == OriginHistorical {
		return checkHistorical(r)
	}
	return nil
}

func checkHistorical(r *Record) *RowError {
	if r.Verification == "" {
		r.Verification = defaultVerified
	}
	for _, p := range r.Respondents {
		if p.Kind == "individual" {
			return &RowError{Field: "respondents", Code: "individual_public", Detail: "a public record must not name an individual"}
		}
	}
	address, err := url.Parse(r.Credit.URL)
	switch {
	case !slices.Contains(publication.Verifications, r.Verification):
		return &RowError{Field: "verification", Code: "verification_unknown", Detail: "no such level of verification"}
	case r.ReceivedAt.IsZero():
		return &RowError{Field: "received_at", Code: "required", Detail: "is required"}
	case r.Credit.Source == "" || r.Credit.Licence == "":
		return &RowError{Field: "credit", Code: "required", Detail: "source and licence are required"}
	case err != nil || (address.Scheme != "https" && address.Scheme != "http") || address.Host == "" || len(r.Credit.URL) > maxCredit:
		return &RowError{Field: "credit.url", Code: "address_form", Detail: "must be an http or https address of at most 500 characters"}
	}
	return nil
}
