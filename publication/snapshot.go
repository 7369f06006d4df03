package publication

import (
	"slices"

	"gongzhi/record"
)

// Shown is what a public page says of a case beside its wording. A version
// takes it over when it is proposed; what changes later is not shown before
// another version was cleared.
type Shown struct {
	Parties []record.PublicParty
	Outcome *record.Outcome
}

// Kinds of parties that the public may read by name; individuals, and parties
// of whom nobody knows what they are, never.
var namedKinds = []string{"enterprise", "organ"}

// historical is the origin of records that were public before.
const historical = "historical"

// Show picks what the public may read: what was decided, and the names of
// enterprises and organs once the matter was found to be founded or where the
// record was public before. What the gate would stop is left out, whatever
// reason there is to keep something in the wording.
func Show(origin string, outcome *record.Outcome, accused []record.PublicParty) Shown {
	var s Shown
	if outcome != nil {
		o := *outcome
		o.Clauses = slices.DeleteFunc(slices.Clone(o.Clauses), stops)
		if len(o.Clauses) == 0 {
			o.Clauses = nil
		}
		s.Outcome = &o
	}
	named := origin == historical || (outcome != nil && outcome.Founded)
	for _, p := range accused {
		if !named || !slices.Contains(namedKinds, p.Kind) || partyStops(p) {
			p.Name, p.CreditCode = "", ""
		}
		s.Parties = append(s.Parties, p)
	}
	return s
}

// stops tells that the gate finds personal data in a text.
func stops(text string) bool { return slices.ContainsFunc(Scan(text), Blocks) }

// partyStops scans a name, and a credit code for the resident number that
// somebody may have put there: both have 18 characters.
func partyStops(p record.PublicParty) bool {
	return stops(p.Name) || slices.ContainsFunc(Scan(p.CreditCode), func(f Finding) bool { return f.Type == TypeCNID && Blocks(f) })
}

// gateShown stops a version whose names or clauses hold personal data.
func gateShown(v record.PublicVersion) error {
	if slices.ContainsFunc(v.Parties, partyStops) {
		return record.Refuse(record.Invalid, "parties", "gate", "personal data was found in a name")
	}
	if v.Outcome != nil && slices.ContainsFunc(v.Outcome.Clauses, stops) {
		return record.Refuse(record.Invalid, "clauses", "gate", "personal data was found in a clause")
	}
	return nil
}
