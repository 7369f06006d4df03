package roles

import (
	"fmt"
	"slices"
	"strings"
)

// FieldRule says which permission opens a field of a case to its reader.
type FieldRule struct {
	Field string // of workflow.CaseView, by its Go name
	Needs Permission
}

// CaseFields is the whole of what a case shows. A field without a row is shown
// to nobody, and a test fails. Names and contacts of filers and of accused
// individuals are in none of them: they open by a recorded reading alone.
var CaseFields = []FieldRule{
	{"Incident", ReadIncident}, {"AgencyName", ReadIncident}, {"Title", ReadIncident}, {"Narrative", ReadIncident},
	{"Respondents", ReadIncident}, {"Reports", ReadIncident}, {"Signers", ReadIncident}, {"Duties", ReadIncident}, {"Timeline", ReadIncident},
	{"Messages", ReadIncident}, {"Proposals", ReadIncident}, {"Transfer", ReadIncident}, {"Tasks", ReadIncident},
	{"DecidedBy", ReadIncident}, {"MergedInto", ReadIncident}, {"Merged", ReadIncident}, {"Similar", ReadIncident}, {"Evidence", ReadIncident},
	{"Public", ReadIncident}, {"Versions", ReadIncident}, {"Readings", ReadIncident}, {"Findings", ReadIncident},
	{"Actions", ReadIncident}, {"May", ReadIncident},
}

// MayRead reports whether a standing opens a field of a case.
func (s Standing) MayRead(field string) bool {
	i := slices.IndexFunc(CaseFields, func(r FieldRule) bool { return r.Field == field })
	return i >= 0 && s.May(CaseFields[i].Needs)
}

// FieldMatrix prints role × relation → fields of a case as a Markdown table, in
// a fixed order. Whoever has no row reads none.
func FieldMatrix() string {
	var b strings.Builder
	b.WriteString("| role | relation to the case | reads |\n| --- | --- | --- |\n")
	for _, g := range Policy {
		var fields []string
		for _, f := range CaseFields {
			if slices.Contains(g.May, f.Needs) {
				fields = append(fields, "`"+f.Field+"`")
			}
		}
		if len(fields) > 0 {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", g.Role, g.Relation, strings.Join(fields, " "))
		}
	}
	return b.String()
}
