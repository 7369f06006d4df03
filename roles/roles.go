// Package roles knows who takes part: stakeholders, agencies, posts, who
// answers for a post at a given time, who is excluded by a conflict of
// interest, and what each role may do. Everything here is a pure function of
// an immutable snapshot; time is an argument.
package roles

import "github.com/google/uuid"

// ID names an agency, a post, a person or an organization.
type ID = uuid.UUID

// Role is the capacity in which a person acts.
type Role string

// The roles of PRODUCT: four stakeholders (an agency's people appear by the
// class of their post), the accused, and those who run or verify the system.
const (
	Officer      Role = "officer"
	Supervisor   Role = "supervisor"
	Leader       Role = "leader"
	Organization Role = "organization"
	Media        Role = "media"
	Citizen      Role = "citizen"
	Respondent   Role = "respondent"
	Auditor      Role = "auditor"
	Operator     Role = "operator"
	System       Role = "system"
)

// AllRoles lists every role once, in the order in which tables print them.
var AllRoles = []Role{
	Officer, Supervisor, Leader, Organization, Media, Citizen, Respondent, Auditor, Operator, System,
}

// Text is a name in the two languages of the product.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// In returns the text in a language ("en", else Chinese), falling back to the
// other language where one is empty.
func (t Text) In(lang string) string {
	if (lang == "en" && t.En != "") || t.Zh == "" {
		return t.En
	}
	return t.Zh
}

// Actor is somebody who wants something: a signed-in person, an anonymous
// citizen (Person is the zero ID) or the system itself.
type Actor struct {
	Person       ID   `json:"person,omitzero"`
	Role         Role `json:"role"`
	Organization ID   `json:"organization,omitzero"`
}

// Anonymous reports whether nobody is signed in.
func (a Actor) Anonymous() bool { return a.Person == uuid.Nil && a.Role != System }
