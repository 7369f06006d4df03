package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// MatterRule is one row of the table of matters.
type MatterRule struct {
	Matter     record.Matter
	Permission roles.Permission // who may file it
	Duty       string           // kind of its first lead duty
	Event      string           // kind of the event that opens it
}

// Matters is the whole of what may be filed.
var Matters = []MatterRule{
	{record.MatterIncident, roles.FileReport, DutyTriage, "report.filed"},
	{record.MatterOpinion, roles.FileOpinion, DutyOpinion, "opinion.filed"},
	{record.MatterInquiry, roles.FileInquiry, DutyInquiry, "inquiry.filed"},
	{record.MatterRequest, roles.FileRequest, DutyTriage, "request.filed"},
	{record.MatterApplication, roles.FileApplication, DutyApplication, "application.filed"},
}

// MatterRuleOf finds the row of a matter; the empty one is an incident.
func MatterRuleOf(m record.Matter) (MatterRule, bool) {
	if m == "" {
		m = record.MatterIncident
	}
	i := slices.IndexFunc(Matters, func(r MatterRule) bool { return r.Matter == m })
	if i < 0 {
		return MatterRule{}, false
	}
	return Matters[i], true
}
