package workflow_test

import (
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

var filerActs = []workflow.Action{workflow.Appeal, workflow.Appeal, workflow.Appeal, workflow.WithdrawReport, workflow.Rate,
	workflow.ConfirmRemedy, workflow.DisputeRemedy, workflow.ReportRecurrence}

// filerActs does something that the holder of the receipt may do.
func (m *machine) filerActs() {
	w := m.store.world(m.id)
	w.Receipt, w.Own = true, rolestest.ID("report")
	_, err := m.doIn(w, workflow.Command{
		Action: rapid.SampledFrom(filerActs).Draw(m.t, "filer's act"), Actor: roles.Actor{Role: roles.Citizen}, Reason: "it is not right",
		Ground:    rapid.SampledFrom(workflow.AppealGrounds).Draw(m.t, "ground of appeal"),
		Accused:   rapid.SampledFrom([][]roles.Party{nil, {roles.NameParty("x ltd")}, {roles.NameParty("y ltd")}}).Draw(m.t, "who again"),
		Violation: rapid.SampledFrom([]string{"leak", "theft", "sale", ""}).Draw(m.t, "what again"),
		Rating:    &record.Satisfaction{Confirmed: "no", Rating: rapid.IntRange(0, 6).Draw(m.t, "rating")},
	})
	m.requireRefusal(err)
}
