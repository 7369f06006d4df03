package workflow

import (
	"fmt"
	"slices"
	"strings"

	"gongzhi/record"
	"gongzhi/roles"
)

// TransitionTable prints the transition table as Markdown.
func TransitionTable() string {
	var b strings.Builder
	b.WriteString("| act | possible in | leads to | permission | second person | reason | fields | ends duty | opens duty | event |\n")
	b.WriteString("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, t := range Transitions {
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` | %s | %s | %s | %s | %s | `%s` |\n",
			t.Action, states(t.From), orDash(leadsTo(t)), t.Permission, yes(t.Second), yes(t.Reason),
			orDash(strings.Join(t.Fields, ", ")), orDash(t.Ends), orDash(opens(t)), t.Event)
	}
	return b.String()
}

func leadsTo(t Transition) string {
	if t.Back {
		return "where it stood before"
	}
	return string(t.To)
}

func opens(t Transition) string {
	if t.Lead {
		return t.Opens + " (lead)"
	}
	return t.Opens
}

func states(from []record.State) string {
	switch {
	case len(from) == 1 && from[0] == "":
		return "(new)"
	case len(from) == len(record.AllStates):
		return "any"
	case len(from) == len(open):
		return "any open"
	}
	names := make([]string, len(from))
	for i, s := range from {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// StateDiagram prints the life of an incident as a Mermaid state diagram.
func StateDiagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, e := range Edges() {
		name := string(e.From)
		if name == "" {
			name = "[*]"
		}
		for _, act := range e.Acts {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", name, e.To, act)
		}
	}
	for _, s := range []record.State{record.Closed, record.Rejected} {
		fmt.Fprintf(&b, "    %s --> [*]\n", s)
	}
	b.WriteString("```\n")
	return b.String()
}

// ways are the states that an act may lead back to.
func ways(t Transition) []record.State {
	switch {
	case t.Action == RecordFinding:
		return []record.State{record.Investigating} // where it is deficient
	case t.Back:
		return decided
	default:
		return nil
	}
}

// Document is docs/workflow.md: the three tables a lawyer can read and the
// rules of the clocks, printed from the code.
func Document(rules *Rulebooks) string {
	return "# Workflow\n\nPrinted from the code by `make generate`; do not edit. A test compares this file with the tables.\n\n" +
		"## Life of an incident\n\n" + StateDiagram() +
		"\nAn appeal brings a decided or ended case before the next agency above: it leads back to where it stood, or goes on as an investigation. A deficient finding on a sample opens it again. A case that goes on keeps the level it had reached and has no whole time again: its own agency goes on with what was left of it, or with the time of a superior, one level up; another agency that orders it anew gives what was left, at least 30 days.\n" +
		"\n## Acts\n\nWhat each act needs, does and leaves. An act with a second person is first proposed; the proposal opens a duty to decide it on the nearest post above that somebody else answers for, and no clock stops meanwhile.\n\n" + TransitionTable() +
		"\n## Acts on the organisation\n\nEach takes two people, and neither may be the one whom it concerns.\n\n" + OrgActTable() +
		"\n## Permissions\n\nWhatever is not granted here is refused. Somebody with a conflict of interest has no relation to the case: for them it does not exist.\n\n" + roles.Matrix() +
		"\n### Fields of a case\n\nA field that is not listed is shown to nobody. Names and contacts of filers and of accused individuals are in none of them: they open by a recorded reading alone.\n\n" + roles.FieldMatrix() +
		"\n## Duties and their time limits\n\n" + rules.InForce().Markdown("en")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "–"
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// OrgActTable prints the acts on the organisation with who may do them.
func OrgActTable() string {
	var b strings.Builder
	b.WriteString("| act | who proposes and who confirms | event |\n| --- | --- | --- |\n")
	for _, act := range append(slices.Clone(OrgActs), AdoptPack) {
		fmt.Fprintf(&b, "| `%s` | %s | `organisation.%s` |\n", act, doneBy(act), act)
	}
	return b.String()
}

func doneBy(act OrgAct) string {
	switch {
	case slices.Contains(admissions, act), slices.Contains(bodyActs, act):
		return "the national office or the oversight office, unless tied to whom it is about"
	case act == AdoptPack:
		return "leaders of the national office or of the oversight office"
	case act == GrantLeave, act == DeclareTie, act == HandOverAll:
		return "one's own: everybody proposes, a post above confirms; else two posts above"
	}
	return "two posts above the post concerned"
}
