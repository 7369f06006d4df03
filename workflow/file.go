package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow/region"
)

// file opens a case from a report: it is routed, its lead duty opens on a
// clean post, and the clock runs from when the report was received.
func (d *decision) file() error {
	f := d.c.Filing
	if f == nil {
		return refuse(Invalid, "", "filing_required", "nothing was told")
	}
	rule, ok := MatterRuleOf(f.Matter)
	switch {
	case !ok:
		return refuse(Invalid, "matter", "matter_unknown", "no such matter")
	case !d.env.Org.Stand(d.c.Actor, d.w.Case(), d.env.Now).May(rule.Permission):
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	if err := d.checkAbout(f); err != nil {
		return err
	}
	if err := d.checkTakenIn(f); err != nil {
		return err
	}
	duty := firstDuty(rule, f.Urgent)
	accused := d.env.Org.Resolve(f.Accused)
	d.w.Incident = d.newIncident(f, accused)
	post, err := d.receiver(f, accused)
	if err != nil {
		return err
	}
	clk, err := d.env.Rules.Clock(duty, 0, d.w.Incident.ReceivedAt, "")
	if err != nil {
		return err
	}
	lead, err := d.openAt(duty, post.ID, true, clk)
	if err != nil {
		return err
	}
	row := d.w.Incident
	row.Agency = post.Agency
	row.LeadChain = lead.Chain
	d.w.Incident = row
	content := append(d.say("title", f.Title), d.say("narrative", f.Narrative)...)
	d.emit(rule.Event, record.Facts{
		Incident: &row, To: record.Filed, Opened: []record.Duty{lead},
		Report: f.ReportID, FilerKind: f.FilerKind, Content: content,
	})
	d.keepReport(f)
	return nil
}

// originReport marks a case that somebody reported here.
const originReport = "report"

func (d *decision) newIncident(f *Filing, accused []roles.Party) record.Incident {
	received := f.ReceivedAt
	if received.IsZero() || received.After(d.env.Now) {
		received = d.env.Now
	}
	rule, _ := MatterRuleOf(f.Matter)
	return record.Incident{
		ID: d.src.ID(d.env.Now), Reference: f.Reference, Matter: rule.Matter, About: f.About, Urgent: f.Urgent, Detail: f.Detail, State: "", Origin: originReport,
		Violation: f.Violation, Region: f.Region, Sector: f.Sector,
		OccurredOn: f.OccurredOn, DiscoveredOn: f.DiscoveredOn, Persons: f.Persons, Pieces: f.Pieces,
		Accused: accused, ExternalID: f.ExternalID, ReceivedAt: received.UTC(), ChangedAt: d.env.Now,
	}
}

// receiver is the clean post that gets a report: the routed agency's intake
// or whoever is above it; the oversight post when the whole ladder is accused.
func (d *decision) receiver(f *Filing, accused []roles.Party) (roles.Post, error) {
	via := f.Via
	if via == uuid.Nil && slices.Contains(answered, f.Matter) {
		via = AgencyMeant(d.env.Org, f.Accused)
	}
	if via == uuid.Nil {
		via = Route(d.env.Org, f.Region, f.Sector, f.Violation)
	}
	agency, ok := d.env.Org.Agency(via)
	if !ok {
		return roles.Post{}, refuse(Busy, "", "no_receiver", "no agency can receive reports")
	}
	clean := d.env.Org.CleanAt(agency.Intake, accused, d.env.Now)
	if d.env.Org.Conflicted(clean, accused, d.env.Now) {
		d.lastResort()
	}
	post, ok := d.env.Org.Post(clean)
	if !ok {
		return roles.Post{}, refuse(Busy, "", "no_receiver", "no post can receive reports")
	}
	return post, nil
}

// lastResort lets the oversight office handle a case in which it is accused
// itself beside everybody else: a case that nobody may see would be worse.
func (d *decision) lastResort() {
	oversight, _ := d.env.Org.Post(d.env.Org.Oversight)
	own := d.env.Org.AgencyParties(oversight.Agency)
	d.w.Incident.Accused = slices.DeleteFunc(slices.Clone(d.w.Incident.Accused), func(p roles.Party) bool { return slices.Contains(own, p) })
}

func (d *decision) keepReport(f *Filing) {
	by := d.c.Actor
	if takenIn(f) && by.Organization == uuid.Nil {
		by = roles.Actor{}
	}
	d.out.Reports = append(d.out.Reports, record.Report{
		ID: f.ReportID, Incident: d.w.Incident.ID, Receipt: f.Receipt, FilerKind: f.FilerKind,
		Filer: by.Person, Organization: by.Organization, Identity: f.Identity, Contact: f.Contact,
		OnBehalf: f.OnBehalf, FiledOn: DateOf(d.env.Now), At: d.env.Now, Lang: f.Lang,
	})
	d.keepParties(f)
	for _, e := range f.Evidence {
		e.Incident, e.Report, e.At = d.w.Incident.ID, f.ReportID, d.env.Now
		d.out.Evidence = append(d.out.Evidence, e)
	}
}

func (d *decision) keepParties(f *Filing) {
	for _, r := range f.Respondents {
		r.Incident = d.w.Incident.ID
		d.out.Parties = append(d.out.Parties, r)
	}
}

// Route finds the agency for a report: the first row that matches, else the
// default agency, so that every report has a receiver.
func Route(org *roles.Org, reg, sector, violation string) roles.ID {
	for _, r := range org.Routes {
		if (r.Region == "" || r.Region == reg || region.Within(reg, r.Region)) &&
			(r.Sector == "" || r.Sector == sector) && (r.Violation == "" || r.Violation == violation) {
			return r.Agency
		}
	}
	return org.Default
}

// historical brings in a public record of the past: decided and closed, no
// clocks, published with its credit; or amends one that changed.
func (d *decision) historical() error {
	f := d.c.Filing
	if f == nil || f.Historical == nil {
		return refuse(Invalid, "", "filing_required", "nothing was told")
	}
	amending := d.w.Incident.ID != uuid.Nil
	if amending && (d.w.Incident.Origin != "historical" || d.w.Incident.ExternalID != f.Historical.ExternalID) {
		return refuse(WrongTime, "action", "not_imported", "only an imported record is amended by its import")
	}
	row := d.w.Incident
	if !amending {
		row = d.newIncident(f, nil)
	}
	row.Accused = d.env.Org.Resolve(f.Accused)
	closed := row.ReceivedAt
	row.Origin, row.State, row.Agency = "historical", record.Closed, d.env.Org.Default
	row.Violation, row.Sector, row.Region = f.Violation, f.Sector, f.Region
	row.OccurredOn, row.DiscoveredOn, row.Persons, row.Pieces = f.OccurredOn, f.DiscoveredOn, f.Persons, f.Pieces
	row.ExternalID, row.Credit, row.ClosedAt = f.Historical.ExternalID, &f.Historical.Credit, &closed
	d.w.Incident = row
	content := append(d.say("title", f.Title), d.say("narrative", f.Narrative)...)
	d.emit(d.row.Event, record.Facts{Incident: &row, To: record.Closed, Content: content})
	d.keepParties(f)
	return nil
}
