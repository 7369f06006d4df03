package workflow

import (
	"slices"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// TurnDownGrounds are the grounds on which an application is turned down.
var TurnDownGrounds = []string{"not_registered", "identity_unproven", "not_independent", "outside_purpose", "incomplete"}

// ApplicantKinds are what may be admitted.
var ApplicantKinds = []string{string(roles.Organization), string(roles.Media)}

// invitationDays is how long the first account of an admitted organization
// can be opened with the receipt. A default of this product.
const invitationDays = 30

// admit ends an application: the organization exists, and whoever holds the
// receipt may open its first account, all in one change.
func (d *decision) admit() error {
	detail := d.detail()
	if detail.Application == nil {
		return refuse(WrongTime, "action", "wrong_state", "nobody asks to be admitted")
	}
	a := *detail.Application
	a.Organization, a.Event = d.src.ID(d.env.Now), d.said
	detail.Application = &a
	if err := d.advance(record.Facts{Detail: &detail}); err != nil {
		return err
	}
	d.out.Org = &record.OrgChange{
		Revision:      d.env.Org.Revision + 1,
		Organizations: []roles.Association{{ID: a.Organization, Name: roles.Text{Zh: a.Name, En: a.NameEn}, Kind: roles.Role(a.Kind)}},
		Invitations: []record.Invitation{{
			Incident: d.w.Incident.ID, Report: a.Report, Organization: a.Organization, ExpiresAt: d.env.Now.AddDate(0, 0, invitationDays),
		}},
	}
	return nil
}

func (d *decision) turnDown() error {
	detail := d.detail()
	a := record.Application{}
	if detail.Application != nil {
		a = *detail.Application
	}
	a.Ground, a.Organization, a.Event = d.c.Ground, uuid.Nil, d.said
	detail.Application = &a
	return d.advance(record.Facts{Detail: &detail, Ground: d.c.Ground})
}

func (d *decision) checkTurnDown() error {
	if !slices.Contains(TurnDownGrounds, d.c.Ground) {
		return refuse(Invalid, "ground", "not_listed", "choose the ground on which it is turned down")
	}
	return orNil(Substantial("reason", d.c.Reason))
}
