package frontend

import (
	"slices"

	"gongzhi/workflow"
)

// ActGroup is what of the acts belongs together on the case page.
type ActGroup struct {
	Title Text
	Acts  []Act
}

// actGroups sorts the acts under the headings of the case page, in the order in
// which they are shown. An act that is in none of them comes last.
var actGroups = []struct {
	key  string
	acts []workflow.Action
}{
	{"step", []workflow.Action{
		workflow.Accept, workflow.Investigate, workflow.DecideCase, workflow.OrderRectify,
		workflow.Reply, workflow.Withhold, workflow.Admit, workflow.TurnDown,
		workflow.VerifyIdentity, workflow.DiscloseIdentity, workflow.Object, workflow.AnswerObjection, workflow.DecideRequest, workflow.ReportExecution,
		workflow.Uphold, workflow.Overturn,
		workflow.ConfirmBreachNotice, workflow.EndBreachHandling, workflow.PassOnBreach, workflow.LiftBreachTask,
	}},
	{"end", []workflow.Action{workflow.Reject, workflow.Close, workflow.CloseWithdrawn, workflow.Reopen}},
	{"same", []workflow.Action{workflow.Merge, workflow.Unmerge}},
	{"together", []workflow.Action{
		workflow.OfferTransfer, workflow.WithdrawTransfer, workflow.AcceptTransfer, workflow.RefuseTransfer, workflow.SettleTransfer,
		workflow.Consult, workflow.AnswerConsultation, workflow.WithdrawConsultation,
		workflow.InviteJoint, workflow.AcceptJoint, workflow.RefuseJoint, workflow.LeaveJoint, workflow.EndJoint,
	}},
	{"outside", []workflow.Action{
		workflow.Refer, workflow.ApproveReferral, workflow.DeclineReferral, workflow.HandOverReferral, workflow.RecordReply,
		workflow.AskReconsideration, workflow.AdoptPublicInterest, workflow.DeclinePublicInterest,
	}},
	{"respondent", []workflow.Action{
		workflow.NameRepresentative, workflow.AcceptRectification, workflow.ReturnRectification, workflow.Prolong,
	}},
	{"lead", []workflow.Action{workflow.Assign, workflow.TakeOver, workflow.GiveBack, workflow.Recuse}},
	{"watch", []workflow.Action{workflow.Sample, workflow.RecordFinding, workflow.HearExplanation}},
	{"clock", []workflow.Action{workflow.Pause, workflow.Resume, workflow.Urge, workflow.MarkUrgent, workflow.LowerUrgency}},
}

// grouped puts the forms under their headings; a single group needs none.
func grouped(acts []Act) []ActGroup {
	var groups []ActGroup
	rest := slices.Clone(acts)
	for _, g := range actGroups {
		group := ActGroup{Title: K("case.acts_" + g.key)}
		rest = slices.DeleteFunc(rest, func(a Act) bool {
			ours := slices.Contains(g.acts, workflow.Action(a.Action))
			if ours {
				group.Acts = append(group.Acts, a)
			}
			return ours
		})
		if len(group.Acts) > 0 {
			groups = append(groups, group)
		}
	}
	if len(rest) > 0 {
		groups = append(groups, ActGroup{Title: K("case.acts_more"), Acts: rest})
	}
	if len(groups) == 1 {
		groups[0].Title = nil
	}
	return groups
}
