package workflow_test

import (
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
)

// matters are all that can be filed, incidents as often as all others together.
var matters = []record.Matter{
	record.MatterIncident, record.MatterIncident, record.MatterIncident, record.MatterIncident,
	record.MatterOpinion, record.MatterInquiry, record.MatterRequest, record.MatterApplication,
}

func filerOf(m record.Matter) roles.Actor {
	switch m {
	case record.MatterOpinion:
		return roles.Actor{Person: rolestest.ID("filer"), Role: roles.Organization, Organization: rolestest.ID("filing body")}
	case record.MatterInquiry:
		return roles.Actor{Person: rolestest.ID("filer"), Role: roles.Media, Organization: rolestest.ID("filing body")}
	default:
		return roles.Actor{Role: roles.Citizen}
	}
}

func detailOf(m record.Matter) *record.Detail {
	switch m {
	case record.MatterRequest:
		return &record.Detail{Request: &record.DataRequest{Report: rolestest.ID("report"), Right: "erasure", Asked: "refused", Consent: true}}
	case record.MatterApplication:
		return &record.Detail{Application: &record.Application{Report: rolestest.ID("report"), Kind: "media", Name: "A newsroom"}}
	default:
		return nil
	}
}
