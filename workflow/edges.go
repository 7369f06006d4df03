package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// Edge is a step from one state of a case to another, with the acts that make
// it. From is empty for the beginning.
type Edge struct {
	From, To record.State
	Acts     []Action
}

// Edges are all steps that the table of acts allows, in its order.
func Edges() []Edge {
	var list []Edge
	add := func(from, to record.State, a Action) {
		i := slices.IndexFunc(list, func(e Edge) bool { return e.From == from && e.To == to })
		if i < 0 {
			list = append(list, Edge{From: from, To: to, Acts: []Action{a}})
			return
		}
		list[i].Acts = append(list[i].Acts, a)
	}
	for _, t := range Transitions {
		for _, to := range ways(t) {
			for _, from := range waysFrom(t) {
				add(from, to, t.Action)
			}
		}
		for _, from := range t.From {
			if t.To != "" {
				add(from, t.To, t.Action)
			}
		}
	}
	return list
}

// waysFrom are the states from which an act leads to one of several others. A
// finding moves only a case that had ended.
func waysFrom(t Transition) []record.State {
	if t.Action == RecordFinding {
		return over
	}
	return t.From
}

// WhoMay lists the roles and relations to which the policy grants an act, in
// the policy's order.
func WhoMay(t Transition) []roles.Grant {
	var list []roles.Grant
	for _, g := range roles.Policy {
		if slices.Contains(g.May, t.Permission) {
			list = append(list, g)
		}
	}
	return list
}
