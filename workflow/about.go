package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// checkAbout lets an opinion or an inquiry be about a case that everybody may
// read, that the actor filed, or that the actor reads. For all others there is
// no such case. It goes to the agency that leads the case, and whoever must not
// handle that case must not handle what is said about it.
func (d *decision) checkAbout(f *Filing) error {
	if f.About == uuid.Nil {
		return nil
	}
	about := d.w.About
	known := about != nil && about.Incident.ID == f.About
	if known && about.Public && (f.Matter == "" || f.Matter == record.MatterIncident) {
		return nil // it happened again, after the other case had ended
	}
	if !known || !slices.Contains(answered, f.Matter) {
		return refuse(Invalid, "about", "about_unknown", "no such case")
	}
	standing := d.env.Org.Stand(d.c.Actor, about.Case(), d.env.Now)
	if standing.Excluded || !about.Public && !standing.Sees() && !standing.May(roles.ReadOwnReport) {
		return refuse(Invalid, "about", "about_unknown", "no such case")
	}
	f.Via, f.Region, f.Sector = about.Incident.Agency, about.Incident.Region, about.Incident.Sector
	f.Violation = about.Incident.Violation
	f.Accused = append(slices.Clone(f.Accused), about.Incident.Accused...)
	return nil
}

// AgencyMeant is the agency that an accused party is, by name or credit code.
// What is said about an agency begins its way there and climbs to the next
// clean superior: never to the agency itself.
func AgencyMeant(org *roles.Org, accused []roles.Party) roles.ID {
	keys := org.Resolve(accused)
	for _, a := range org.Agencies {
		if slices.Contains(keys, roles.AgencyParty(a.ID)) {
			return a.ID
		}
	}
	return uuid.Nil
}

// isCase reports whether a matter is what counters and lists call an incident.
func isCase(m record.Matter) bool { return m == "" || m == record.MatterIncident }
