package workflow

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"gongzhi/record"
	"gongzhi/workflow/region"
)

// Submission is a report as somebody tells it, before anything is sealed. Its
// JSON form is the body of POST /api/v1/reports.
type Submission struct {
	Title        string           `json:"title"`
	Narrative    string           `json:"narrative"`
	Violation    string           `json:"violation"`
	Respondents  []SubmittedParty `json:"respondents,omitempty"`
	Region       string           `json:"region,omitempty"`
	Sector       string           `json:"sector,omitempty"`
	OccurredOn   record.Date      `json:"occurred_on,omitempty"`
	DiscoveredOn record.Date      `json:"discovered_on,omitempty"`
	Persons      *int64           `json:"persons_affected,omitempty"`
	Pieces       map[string]int64 `json:"pieces,omitempty"`
	Filer        SubmittedFiler   `json:"filer,omitzero"`
	Urgent       bool             `json:"urgent,omitempty"`    // it is happening now
	Joins        string           `json:"joins,omitempty"`     // reference of a published incident: it happened to me too
	Behalf       *Behalf          `json:"on_behalf,omitempty"` // filed for somebody else
	Lang         string           `json:"-"`

	Matter      record.Matter       `json:"-"` // empty: an incident
	About       string              `json:"-"` // reference of the case that an opinion or an inquiry is about
	Request     *record.DataRequest `json:"-"`
	Application *record.Application `json:"-"`

	Evidence   []record.Evidence `json:"-"` // uploaded before, already sealed
	OnBehalf   string            `json:"-"`
	ExternalID string            `json:"-"` // source:id of an imported report: filed once for ever
	ReceivedAt time.Time         `json:"-"`
}

// SubmittedParty is an accused party as told.
type SubmittedParty struct {
	Kind       string `json:"kind"`
	Role       string `json:"role,omitempty"`
	Name       string `json:"name,omitempty"`
	CreditCode string `json:"credit_code,omitempty"`
}

// SubmittedFiler says who files; for a signed-in organization its account.
type SubmittedFiler struct {
	Kind    string `json:"kind"`
	Name    string `json:"name,omitempty"`
	Contact string `json:"contact,omitempty"`
}

// The vocabularies of a report, as in the public interface.
var (
	Violations      = []string{"illegal_collection", "excessive_collection", "leak", "theft", "sale", "illegal_provision", "malicious_disclosure", "illegal_use", "refused_rights", "other"}
	Sectors         = []string{"government", "telecom", "internet", "finance", "health", "education", "logistics", "retail", "property", "employment", "other"}
	PartyKinds      = []string{"enterprise", "organ", "individual", "unknown"}
	PartyRoles      = []string{"holder", "user", "discloser", "other"}
	FilerKinds      = []string{"anonymous", "pseudonymous", "named"}
	PieceCategories = []string{"track", "communication_content", "credit", "property", "accommodation", "communication_record", "health", "transaction", "other_safety", "other"}
)

// Limits of a report's fields, in characters and entries.
const (
	MaxTitle       = 200
	MaxNarrative   = 20000
	MaxParties     = 20
	MaxPartyName   = 200
	MaxContact     = 200
	maxPieces      = 2_000_000_000_000
	unknownRegion  = "unknown"
	defaultSector  = "other"
	maxCreditCode  = 18
	kindAnonymous  = "anonymous"
	kindPseudonym  = "pseudonymous"
	kindNamed      = "named"
	kindIndividual = "individual"
	kindUnknown    = "unknown"
)

// Normalize trims what people type and fills what may be left out.
func (s *Submission) Normalize() {
	s.Title, s.Narrative = strings.Join(strings.Fields(s.Title), " "), record.CleanText(s.Narrative)
	if s.Region == "" {
		s.Region = unknownRegion
	}
	if s.Sector == "" {
		s.Sector = defaultSector
	}
	if s.Filer.Kind == "" {
		s.Filer.Kind = kindAnonymous
	}
	s.Filer.Name, s.Filer.Contact = strings.TrimSpace(s.Filer.Name), strings.TrimSpace(s.Filer.Contact)
	if a := s.Application; a != nil {
		a.Name, a.NameEn = strings.Join(strings.Fields(a.Name), " "), strings.Join(strings.Fields(a.NameEn), " ")
		a.CreditCode = strings.ToUpper(strings.TrimSpace(a.CreditCode))
	}
	for i := range s.Respondents {
		p := &s.Respondents[i]
		p.Name, p.CreditCode = strings.TrimSpace(p.Name), strings.ToUpper(strings.TrimSpace(p.CreditCode))
		if p.Role == "" {
			p.Role = "other"
		}
	}
}

// Check returns every fault of a normalised submission, by JSON pointer, or
// nil. It never repeats a value.
func (s *Submission) Check(now time.Time, organization bool) Refusals {
	c := &checker{now: now}
	c.text("/title", s.Title, MaxTitle)
	c.text("/narrative", s.Narrative, MaxNarrative)
	c.oneOf("/violation", s.Violation, Violations)
	c.oneOf("/sector", s.Sector, Sectors)
	if s.Region != unknownRegion && !region.Known(s.Region) {
		c.fault("/region", "region_unknown", "not a GB/T 2260 code; use \"unknown\" where it is not known")
	}
	occurred := c.date("/occurred_on", s.OccurredOn)
	discovered := c.date("/discovered_on", s.DiscoveredOn)
	if !occurred.IsZero() && !discovered.IsZero() && discovered.Before(occurred) {
		c.fault("/discovered_on", "discovered_before", "must not be before occurred_on")
	}
	c.counts(s)
	if len(s.Evidence) > MaxEvidence {
		c.fault("/evidence", "file_too_many", fmt.Sprintf("at most %d", MaxEvidence))
	}
	c.parties(s.Respondents)
	c.matter(s)
	c.filer(s.Filer, organization)
	c.behalf(s.Behalf)
	return c.faults
}

// Warnings are remarks that never refuse a report: early real credit codes
// fail the checksum of GB 32100.
func (s *Submission) Warnings() []string {
	var w []string
	for i, p := range s.Respondents {
		if p.CreditCode != "" && !CreditCodeValid(p.CreditCode) {
			w = append(w, fmt.Sprintf("/respondents/%d/credit_code: the checksum of GB 32100 does not fit", i))
		}
	}
	return w
}

type checker struct {
	now    time.Time
	faults Refusals
}

func (c *checker) fault(field, code, detail string) {
	c.faults = append(c.faults, refuse(Invalid, field, code, detail))
}

func (c *checker) text(field, value string, limit int) {
	if value == "" {
		c.fault(field, "required", "is required")
		return
	}
	c.form(field, value, limit)
}

// form checks an optional text.
func (c *checker) form(field, value string, limit int) {
	if r := record.CheckText(Invalid, field, value, limit); r != nil {
		if r.Code == "too_long" {
			r.Detail = fmt.Sprintf("at most %d characters", limit)
		}
		c.faults = append(c.faults, r)
	}
}

func (c *checker) oneOf(field, value string, allowed []string) {
	if !slices.Contains(allowed, value) {
		c.fault(field, "not_in_list", "must be one of "+strings.Join(allowed, ", "))
	}
}

func (c *checker) date(field string, d record.Date) time.Time {
	if d == "" {
		return time.Time{}
	}
	t, ok := ParseDate(string(d))
	switch {
	case !ok:
		c.fault(field, "date_impossible", "must be a day that exists, YYYY-MM-DD")
	case t.After(c.now):
		c.fault(field, "date_future", "must not be in the future")
	case t.Year() < 1900:
		c.fault(field, "date_impossible", "must not be before 1900")
	}
	return t
}

func (c *checker) counts(s *Submission) {
	if s.Persons != nil && (*s.Persons < 0 || *s.Persons > maxPieces) {
		c.fault("/persons_affected", "count_range", "must be a whole number from 0")
	}
	for _, k := range slices.Sorted(maps.Keys(s.Pieces)) {
		if !slices.Contains(PieceCategories, k) {
			c.fault("/pieces", "category_unknown", "categories are "+strings.Join(PieceCategories, ", "))
			continue
		}
		if n := s.Pieces[k]; n < 0 || n > maxPieces {
			c.fault("/pieces/"+k, "count_range", "must be a whole number from 0")
		}
	}
}

func (c *checker) parties(list []SubmittedParty) {
	if len(list) > MaxParties {
		c.fault("/respondents", "too_many", fmt.Sprintf("at most %d", MaxParties))
		return
	}
	for i, p := range list {
		at := fmt.Sprintf("/respondents/%d", i)
		c.oneOf(at+"/kind", p.Kind, PartyKinds)
		c.oneOf(at+"/role", p.Role, PartyRoles)
		c.form(at+"/name", p.Name, MaxPartyName)
		if p.Name == "" && p.Kind != "unknown" {
			c.fault(at+"/name", "required", "is required unless the kind is unknown")
		}
		switch {
		case len(p.CreditCode) > maxCreditCode || strings.ContainsFunc(p.CreditCode, notCodeRune):
			c.fault(at+"/credit_code", "credit_code_form", "at most 18 digits and capital letters")
		case p.CreditCode != "" && (p.Kind == kindIndividual || residentNumber.MatchString(p.CreditCode)):
			c.fault(at+"/credit_code", "credit_code_person", "a person's number does not belong here")
		}
	}
}

// residentNumber is the form of a resident identity number (GB 11643), which a
// unified credit code never has: its ninth to sixteenth characters would have
// to be a birthday.
var residentNumber = regexp.MustCompile(`^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$`)

func notCodeRune(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') }

func (c *checker) filer(f SubmittedFiler, organization bool) {
	c.oneOf("/filer/kind", f.Kind, FilerKinds)
	for _, part := range []struct{ field, value string }{{"/filer/name", f.Name}, {"/filer/contact", f.Contact}} {
		c.form(part.field, part.value, MaxContact)
	}
	switch f.Kind {
	case kindAnonymous:
		if f.Name != "" || f.Contact != "" {
			c.fault("/filer", "anonymous_with_contact", "an anonymous filer leaves neither name nor contact")
		}
	case kindPseudonym:
		if f.Contact == "" {
			c.fault("/filer/contact", "required", "is required for a pseudonymous filer")
		}
	case kindNamed:
		if !organization && (f.Name == "" || f.Contact == "") {
			c.fault("/filer", "named_incomplete", "name and contact are required for a named filer")
		}
	}
}

const (
	creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	creditLength   = 18
)

var creditWeights = [creditLength - 1]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// CreditCodeValid checks a unified social credit code against GB 32100-2015.
func CreditCodeValid(code string) bool {
	if len(code) != creditLength {
		return false
	}
	sum := 0
	for i, w := range creditWeights {
		v := strings.IndexByte(creditAlphabet, code[i])
		if v < 0 {
			return false
		}
		sum += v * w
	}
	return code[creditLength-1] == creditAlphabet[(31-sum%31)%31]
}
