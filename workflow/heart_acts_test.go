package workflow_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// humanActs are all acts of the table that people do to a case.
var humanActs = func() []workflow.Action {
	var list []workflow.Action
	for _, t := range workflow.Transitions {
		switch t.Action {
		case workflow.File, workflow.ImportHistorical, workflow.Amend, workflow.TimePassed, workflow.Redirect, workflow.HandOver, workflow.DrawCase:
		default:
			list = append(list, t.Action)
		}
	}
	return list
}()

// moves reports whether an act changes the case: comments and readings are
// possible always and would crowd out the rest.
func moves(a workflow.Action) bool {
	switch a {
	case workflow.Comment, workflow.Ask, workflow.Explain, workflow.Unseal, workflow.ReadEvidence, workflow.ExportCase, workflow.Assess, workflow.OverrideFinding:
		return false
	default:
		return slices.Contains(humanActs, a)
	}
}

// drawAct mostly draws an act that somebody may do now, the rarer ones first,
// so that cases go all the way; sometimes any act, to be refused.
func (m *machine) drawAct() workflow.Action {
	w := m.store.world(m.id)
	var possible []workflow.Action
	for _, p := range m.parts.People {
		for _, a := range workflow.Possible(w, roles.Actor{Person: p.ID, Role: p.Role}, m.env()) {
			if moves(a) {
				possible = append(possible, a)
			}
		}
	}
	possible = append(possible, workflow.ProposePublicInterest)
	if w.Incident.Matter == record.MatterRequest {
		w.Receipt = true
		for _, a := range workflow.Possible(w, filerOf(w.Incident.Matter), m.env()) {
			if a == workflow.ConfirmOutcome {
				possible = append(possible, a)
			}
		}
	}
	possible = append(possible, workflow.RespondentActs...)
	slices.Sort(possible)
	possible = slices.Compact(possible)
	if len(possible) == 0 || rapid.IntRange(0, 4).Draw(m.t, "any act") == 0 {
		return rapid.SampledFrom(humanActs).Draw(m.t, "act")
	}
	return rapid.SampledFrom(possible).Draw(m.t, "possible act")
}

func (m *machine) randomCommand() workflow.Command { return m.commandFor(m.drawAct()) }

func (m *machine) actor() roles.Actor {
	p := m.parts.People[rapid.IntRange(0, len(m.parts.People)-1).Draw(m.t, "who")]
	return roles.Actor{Person: p.ID, Role: p.Role}
}

// capable prefers the people who may do something, so that cases go far.
func (m *machine) capable(a workflow.Action) roles.Actor {
	switch a {
	case workflow.Cosign:
		return roles.Actor{Person: rolestest.ID("signer"), Role: roles.Organization, Organization: rolestest.ID(fmt.Sprint("body", m.n%3))}
	case workflow.ConfirmOutcome:
		return roles.Actor{Role: roles.Citizen}
	}
	w := m.store.world(m.id)
	for _, p := range m.parts.People {
		actor := roles.Actor{Person: p.ID, Role: p.Role}
		if slices.Contains(workflow.Possible(w, actor, m.env()), a) {
			return actor
		}
	}
	return m.actor()
}
