package workflow

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Statement is an opinion of an organization or an inquiry of a newsroom, as
// it is told: about a case, an enterprise or an agency.
type Statement struct {
	Title       string           `json:"title"`
	Narrative   string           `json:"narrative"`
	About       string           `json:"about,omitempty"` // reference of a case
	Respondents []SubmittedParty `json:"respondents,omitempty"`
	Region      string           `json:"region,omitempty"`
	Sector      string           `json:"sector,omitempty"`
}

// Submission is the statement as what is filed.
func (s Statement) Submission(m record.Matter) Submission {
	return Submission{Matter: m, Title: s.Title, Narrative: s.Narrative, About: s.About, Respondents: s.Respondents,
		Region: s.Region, Sector: s.Sector, Violation: "other"}
}

// SubmittedRequest is a person's request about their data, as it is told.
type SubmittedRequest struct {
	Right       string           `json:"right"`
	Data        string           `json:"data"`          // which data, and what happened
	Holder      string           `json:"holder_answer"` // what the holder said when asked
	AskedOn     record.Date      `json:"asked_on,omitempty"`
	Consent     bool             `json:"consent,omitempty"` // the holder may learn who asks
	Respondents []SubmittedParty `json:"respondents"`
	Region      string           `json:"region,omitempty"`
	Sector      string           `json:"sector,omitempty"`
	Filer       SubmittedFiler   `json:"filer"`
}

// Submission is the request as what is filed. Its title names the right: in
// the language of whoever files it the faces say it.
func (s SubmittedRequest) Submission(title string) Submission {
	return Submission{Matter: record.MatterRequest, Title: title, Narrative: s.Data, Violation: "refused_rights", Respondents: s.Respondents,
		Region: s.Region, Sector: s.Sector, Filer: s.Filer,
		Request: &record.DataRequest{Right: s.Right, Asked: s.Holder, AskedOn: s.AskedOn, Consent: s.Consent}}
}

// SubmittedApplication is how an organization or a newsroom asks to be admitted.
type SubmittedApplication struct {
	Kind       string         `json:"kind"`
	Name       string         `json:"name"`
	NameEn     string         `json:"name_en,omitempty"`
	CreditCode string         `json:"credit_code"`
	Statement  string         `json:"statement"`
	Region     string         `json:"region,omitempty"`
	Contact    SubmittedFiler `json:"contact"` // the person to talk to, sealed
}

// Submission is the application as what is filed.
func (s SubmittedApplication) Submission() Submission {
	return Submission{Matter: record.MatterApplication, Title: s.Name, Narrative: s.Statement, Violation: "other", Region: s.Region, Filer: s.Contact,
		Application: &record.Application{Kind: s.Kind, Name: s.Name, NameEn: s.NameEn, CreditCode: s.CreditCode}}
}

// matter checks what a matter asks for besides what all have in common.
func (c *checker) matter(s *Submission) {
	switch s.Matter {
	case record.MatterOpinion, record.MatterInquiry:
		c.target(s)
	case record.MatterRequest:
		c.request(s)
	case record.MatterApplication:
		c.application(s)
	case record.MatterIncident: // asks for nothing more
	}
}

// target: an opinion or an inquiry is about a case, an enterprise or an
// agency, never about a natural person.
func (c *checker) target(s *Submission) {
	if s.About == "" && len(s.Respondents) == 0 {
		c.fault("/about", "target_required", "name a case, an enterprise or an agency")
	}
	for i, p := range s.Respondents {
		if p.Kind != "enterprise" && p.Kind != "organ" {
			c.fault(fmt.Sprintf("/respondents/%d/kind", i), "target_kind", "must be an enterprise or an organ")
		}
	}
}

func (c *checker) request(s *Submission) {
	r := s.Request
	if r == nil {
		c.fault("/right", "required", "is required")
		return
	}
	c.oneOf("/right", r.Right, Rights)
	c.oneOf("/holder_answer", r.Asked, HolderAnswers)
	c.date("/asked_on", r.AskedOn)
	if r.AskedOn == "" && r.Asked != "not_asked" {
		c.fault("/asked_on", "required", "since when: the day on which the holder was asked")
	}
	if !slices.ContainsFunc(s.Respondents, func(p SubmittedParty) bool { return p.Role == "holder" || p.Role == "user" }) {
		c.fault("/respondents", "holder_required", "name the holder or the user of the data")
	}
	if s.Filer.Kind != kindNamed {
		c.fault("/filer/kind", "identity_required", "a request is made by a named person: it must be made sure whose data they are")
	}
}

func (c *checker) application(s *Submission) {
	a := s.Application
	if a == nil {
		c.fault("/kind", "required", "is required")
		return
	}
	c.oneOf("/kind", a.Kind, ApplicantKinds)
	c.form("/name_en", a.NameEn, MaxPartyName)
	if len(a.CreditCode) != maxCreditCode {
		c.fault("/credit_code", "credit_code_form", "a unified credit code has 18 digits and capital letters")
	} else {
		c.parties([]SubmittedParty{{Kind: "enterprise", Role: "other", Name: a.Name, CreditCode: a.CreditCode}})
	}
	if s.Filer.Kind != kindNamed {
		c.fault("/contact", "contact_required", "name the person to talk to, with an address")
	}
}

// sameness is what of a matter makes two requests with one key the same.
func (s *Submission) sameness() any {
	if isCase(s.Matter) {
		return nil
	}
	return []any{s.Matter, s.About, s.Request, s.Application}
}

// filingWorld loads the case that a filing is about. Whether the actor may know
// of it is decided with the filing.
func (u *UseCases) filingWorld(ctx context.Context, s Submission) (World, error) {
	if s.About == "" {
		return World{}, nil
	}
	about, err := u.Store.World(ctx, s.About)
	if r, ok := AsRefusal(err); ok && r.Kind == NotFound || err == nil && !isCase(about.Incident.Matter) {
		return World{}, refuse(Invalid, "about", "about_unknown", "no such case")
	}
	if err != nil {
		return World{}, err
	}
	about.Public, err = u.Store.IsPublic(ctx, about.Incident.ID)
	return World{About: &about}, err
}

// tellMatter adds to a filing what its matter knows.
func (s *Submission) tellMatter(env Env, f *Filing) {
	f.Matter = s.Matter
	switch {
	case s.Request != nil:
		r := *s.Request
		r.Report = f.ReportID
		f.Detail = &record.Detail{Request: &r}
	case s.Application != nil:
		a := *s.Application
		a.Report, a.Organization = f.ReportID, uuid.Nil
		f.Detail = &record.Detail{Application: &a}
		f.Accused = append(env.Org.MeantBy(a.Name), roles.NameParty(a.Name), roles.CodeParty(a.CreditCode))
	}
}
