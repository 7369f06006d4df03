package workflow

import (
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// TaskView is an open task of a case as somebody inside sees it.
type TaskView struct {
	ID      record.ID
	Kind    string
	For     roles.Text // the agency, the outside body or the person it is about; empty where it is for nobody
	Reason  string     // what was asked, where it still exists
	Result  []string   // how it may end
	At      time.Time
	DueAt   time.Time // of its duty; zero where it has none
	Until   time.Time // the end of a right, which nobody misses; zero for none
	Ground  string
	Actions []Action // what this actor may do on it now
}

// ViewTasks lists the open tasks of a case with what the actor may do on each.
// reason finds the text that opened a task.
func ViewTasks(w World, actor roles.Actor, env Env, reason func(record.Task) string) []TaskView {
	possible := Possible(w, actor, env)
	var list []TaskView
	for _, t := range w.Tasks {
		if t.State != record.TaskOpen {
			continue
		}
		rule, _ := TaskRuleOf(t.Kind)
		v := TaskView{ID: t.ID, Kind: t.Kind, For: forWhom(t, env.Org), Reason: reason(t), Result: rule.Results, At: t.At, Until: t.Until, Ground: t.Ground}
		if x, live := w.Duty(t.Chain); live {
			v.DueAt = x.DueAt
		}
		for _, a := range possible {
			if slices.ContainsFunc(TasksFor(w, a, actor, env), func(x record.Task) bool { return x.ID == t.ID }) {
				v.Actions = append(v.Actions, a)
			}
		}
		list = append(list, v)
	}
	return list
}

func forWhom(t record.Task, org *roles.Org) roles.Text {
	if p, ok := org.Person(t.OfPerson); ok {
		return roles.Text{Zh: p.Name, En: p.Name}
	}
	if a, ok := org.Agency(t.To); ok {
		return a.Name
	}
	for _, b := range org.Bodies {
		if b.ID == t.To {
			return b.Name
		}
	}
	return roles.Text{}
}

// NamesOfSigners names the organizations that signed an opinion, in order.
func NamesOfSigners(w World, org *roles.Org) []roles.Text {
	var list []roles.Text
	for _, id := range w.Signers {
		if a, ok := org.Association(id); ok {
			list = append(list, a.Name)
		}
	}
	return list
}
