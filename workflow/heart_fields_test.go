package workflow_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// commandFor draws the fields that an act may need: what any act may ask for,
// what this one does, and one of the case's proposals and tasks.
func (m *machine) commandFor(a workflow.Action) workflow.Command {
	c := workflow.Command{
		Action: a, Actor: m.capable(a), Reason: "because of the facts that the documents of the file show",
		Title: "A title", Summary: "What was asked", Because: "a listed ground applies", Result: "granted",
		Ground:  m.pick("ground", "expert_appraisal", "waiting_for_filer", "expert_appraisal", "none such", "no_violation", "no_violation", "cannot_follow_up"),
		Due:     m.now.Add(time.Duration(rapid.IntRange(-10, 2000).Draw(m.t, "urge hours")) * time.Hour),
		Outcome: &record.Outcome{Founded: true, Path: m.pick("path", "administrative", "criminal_referral")},
		Message: &record.Message{ID: rolestest.ID(fmt.Sprint("message", m.n)), Kind: "comment", Sealed: []byte{1}},
		Reading: &record.Reading{Report: rolestest.ID("report"), Field: "identity", Purpose: "to call back"},
	}
	if grounds, ok := listedGrounds[a]; ok {
		c.Ground = m.pick("listed ground", append([]string{"none such"}, grounds...)...)
	}
	if results, ok := listedResults[a]; ok {
		c.Result = m.pick("request result", results...)
	}
	if draw, ok := fieldsOf[a]; ok {
		draw(m, &c)
	}
	w := m.store.world(m.id)
	if len(w.Proposals) > 0 {
		c.Proposal = rapid.SampledFrom(w.Proposals).Draw(m.t, "proposal").ID
	}
	m.taskFor(w, &c)
	return c
}

var listedGrounds = map[workflow.Action][]string{
	workflow.Withhold: workflow.WithholdGrounds, workflow.TurnDown: workflow.TurnDownGrounds,
	workflow.VerifyIdentity: workflow.Verifications, workflow.Object: workflow.Objections, workflow.ObjectAtDoor: workflow.Objections,
}

var listedResults = map[workflow.Action][]string{workflow.DecideRequest: workflow.RequestResults, workflow.ConfirmOutcome: workflow.OutcomeWords}

// fieldsOf draws what one act asks for and no other.
var fieldsOf = map[workflow.Action]func(*machine, *workflow.Command){
	workflow.Assess:          (*machine).assessment,
	workflow.Reject:          (*machine).flood,
	workflow.Confirm:         (*machine).flood,
	workflow.OverrideFinding: (*machine).override,
	workflow.Urge: func(m *machine, c *workflow.Command) { // by a hair, too, to begin a count anew
		if lead, ok := m.store.world(m.id).Lead(); ok && rapid.Bool().Draw(m.t, "by a hair") {
			c.Due = lead.DueAt.Add(-time.Microsecond)
		}
	},
	workflow.EndBreachHandling: func(m *machine, c *workflow.Command) {
		c.Ended = m.now.Add(time.Duration(rapid.IntRange(-40*24, 1).Draw(m.t, "ended hours")) * time.Hour)
	},
	workflow.Assign: func(m *machine, c *workflow.Command) {
		c.To = rapid.SampledFrom(m.parts.Posts).Draw(m.t, "post").ID
	},
	workflow.Serve: func(_ *machine, c *workflow.Command) {
		c.Body, c.Service = "you are said to have", &record.Service{Respondent: rolestest.ID("respondent"), Code: []byte{1}}
	},
	workflow.AddServedEvidence: func(m *machine, c *workflow.Command) {
		c.Evidence = &record.Evidence{ID: rolestest.ID(fmt.Sprint("evidence", m.n))}
	},
	workflow.ProposePublicInterest: func(_ *machine, c *workflow.Command) {
		c.Actor = roles.Actor{Person: rolestest.ID("watcher"), Role: roles.Organization, Organization: rolestest.ID("watch")}
	},
	workflow.Refer:               (*machine).body,
	workflow.AdoptPublicInterest: (*machine).body,
	workflow.Consult:             (*machine).agency,
	workflow.InviteJoint:         (*machine).agency,
	workflow.Overturn: func(m *machine, c *workflow.Command) {
		c.To = rapid.SampledFrom([]roles.ID{{}, m.parts.Agencies[0].ID, m.parts.Agencies[len(m.parts.Agencies)-1].ID}).Draw(m.t, "charged")
	},
	workflow.OfferTransfer:  (*machine).party,
	workflow.SettleTransfer: (*machine).party,
}

func (m *machine) pick(label string, of ...string) string {
	return rapid.SampledFrom(of).Draw(m.t, label)
}

func (m *machine) assessment(c *workflow.Command) {
	pieces := rapid.IntRange(-1, 6000).Draw(m.t, "pieces")
	if rapid.Bool().Draw(m.t, "breach") {
		operator := m.pick("operator", "cii", "state_organ", "other")
		c.Assess = &workflow.Assessment{Kind: "breach_duties", Jurisdiction: m.pick("law", "", "CN", "EU"),
			Facts: fmt.Appendf(nil, `{"facts":{"operator":%q,"persons":%d}}`, operator, pieces*10_000)}
		return
	}
	c.Assess = &workflow.Assessment{Kind: "seriousness", Facts: fmt.Appendf(nil, `{"facts":{"acts":["sell"],"pieces":{"other":%d}}}`, pieces)}
}

func (m *machine) override(c *workflow.Command) {
	c.Answer = m.pick("answer", "none", "serious", "civil")
	if len(m.store.findings) > 0 {
		c.Finding = &m.store.findings[len(m.store.findings)-1]
	}
}

func (m *machine) body(c *workflow.Command) {
	c.To = rapid.SampledFrom(m.parts.Bodies).Draw(m.t, "body").ID
	c.Ground = m.pick("referral ground", "order_310", "pipl_64", "pipl_70")
}

func (m *machine) agency(c *workflow.Command) {
	c.To = rapid.SampledFrom(m.parts.Agencies).Draw(m.t, "asked agency").ID
}

// party is one of the two of a transfer under way, else any agency.
func (m *machine) party(c *workflow.Command) {
	m.agency(c)
	if x := m.store.world(m.id).Transfer; x != nil {
		c.To = rapid.SampledFrom([]roles.ID{x.From, x.To}).Draw(m.t, "party")
	}
}

// taskFor draws a task, one that fits the act if there is any.
func (m *machine) taskFor(w workflow.World, c *workflow.Command) {
	if len(w.Tasks) == 0 {
		return
	}
	t := rapid.SampledFrom(w.Tasks).Draw(m.t, "task")
	if fit := workflow.TasksFor(w, c.Action, c.Actor, m.env()); len(fit) > 0 {
		t = rapid.SampledFrom(fit).Draw(m.t, "fitting task")
	}
	c.Task = t.ID
	if _, own := listedResults[c.Action]; own {
		return
	}
	rule, _ := workflow.TaskRuleOf(t.Kind)
	c.Result = m.pick("result", append([]string{"none such"}, rule.Results...)...)
}
