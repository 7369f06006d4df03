package frontend

import (
	"slices"
	"strings"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// workflowPage is printed from the same tables as docs/workflow.md.
func workflowPage(book *clock.Rulebook) WorkflowPage {
	page := WorkflowPage{States: stateBoxes(), Version: book.ID + "@" + book.Version, Duties: rulesPage(book).Rules}
	for _, e := range workflow.Edges() {
		page.Arrows = append(page.Arrows, arrow(e.From, e.To))
		step := CaseStep{To: word("status", string(e.To))}
		if e.From != "" {
			step.From = word("status", string(e.From))
		}
		for _, a := range e.Acts {
			step.Acts = append(step.Acts, actLabel(string(a)))
		}
		page.Steps = append(page.Steps, step)
	}
	page.Arrows = slices.DeleteFunc(page.Arrows, func(a Arrow) bool { return a.Path == "" })
	for _, row := range workflow.Transitions {
		if row.Permission != roles.PassTime && row.Permission != roles.ImportHistory {
			page.Acts = append(page.Acts, actRow(row))
		}
	}
	for _, g := range roles.Policy {
		page.Grants = append(page.Grants, grantRow(g))
	}
	page.Grants = slices.DeleteFunc(page.Grants, func(g GrantRow) bool { return !g.Sees && len(g.Acts) == 0 })
	return page
}

func actRow(row workflow.Transition) ActRow {
	made := ActRow{Label: actLabel(string(row.Action)), From: fromSaid(row.From), Second: row.Second, Reason: row.Reason}
	if key := "case.act_" + string(row.Action) + "_hint"; locale.For(locale.En).Has(key) {
		made.Hint = K(key)
	}
	for _, g := range workflow.WhoMay(row) {
		made.Who = append(made.Who, K("worker.workflow_who", "role", roleSaid(g.Role), "relation", relationSaid(g.Relation)))
	}
	return made
}

// fromSaid names the states in which an act is possible.
func fromSaid(from []record.State) Text {
	if len(from) == 1 && from[0] == "" {
		return K("worker.workflow_new")
	}
	if len(from) == len(record.AllStates) {
		return K("worker.workflow_any")
	}
	return func(p *locale.Printer) string {
		said := make([]string, len(from))
		for i, s := range from {
			said[i] = word("status", string(s)).In(p)
		}
		return strings.Join(said, " / ")
	}
}

func roleSaid(r roles.Role) Text { return K("worker.workflow_role_" + string(r)) }

func relationSaid(r roles.Relation) Text { return K("worker.workflow_relation_" + string(r)) }

// grantRow says a row of the policy by the acts that it opens.
func grantRow(g roles.Grant) GrantRow {
	made := GrantRow{Role: roleSaid(g.Role), Relation: relationSaid(g.Relation), Sees: slices.Contains(g.May, roles.ReadIncident)}
	for _, row := range workflow.Transitions {
		if slices.Contains(g.May, row.Permission) && row.Permission != roles.PassTime && row.Permission != roles.ImportHistory {
			made.Acts = append(made.Acts, actLabel(string(row.Action)))
		}
	}
	return made
}
