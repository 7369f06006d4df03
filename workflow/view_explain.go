package workflow

import (
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// ExplainView is all that somebody who is asked to explain a miss is shown of a
// case that may not be theirs any more: the miss, who hears them, and their own
// words. Neither the report nor anybody in it.
type ExplainView struct {
	Reference string
	Misses    []MissView
	Said      []MessageView // by the reader, the oldest first
}

// MissView is one miss that the reader is asked to explain.
type MissView struct {
	Task     record.ID
	Duty     string // kind of the duty
	Level    int
	Post     roles.Text // the post that missed it, with its agency
	Agency   roles.Text
	OpenedAt time.Time
	DueAt    time.Time
	MissedAt time.Time
	AskedAt  time.Time
	HeardBy  roles.Text // the post that hears the explanation
	HearBy   time.Time  // until when
}

// MissOf words a missed duty that a task asks the actor to explain.
func MissOf(w World, t record.Task, x record.Duty, env Env) MissView {
	v := MissView{Task: t.ID, Duty: x.Kind, Level: x.Level, OpenedAt: x.OpenedAt, DueAt: x.DueAt, AskedAt: t.At}
	v.Post, v.Agency = named(x.Post, env.Org)
	if x.EndedAt != nil {
		v.MissedAt = *x.EndedAt
	}
	if hears, live := w.Duty(t.Chain); live {
		v.HeardBy, _ = named(hears.Post, env.Org)
		v.HearBy = hears.DueAt
	}
	return v
}

func named(post roles.ID, org *roles.Org) (title, agency roles.Text) {
	p, _ := org.Post(post)
	a, _ := org.Agency(p.Agency)
	return p.Title, a.Name
}

// Asks lists the open explanations that an actor is asked for, whether or not
// they still have anything to do with the case. Conflicted people are asked for
// none.
func Asks(w World, actor roles.Actor, env Env) []record.Task {
	if actor.Person == uuid.Nil || !env.Org.Stand(actor, w.Case(), env.Now).May(roles.ExplainMiss) {
		return nil
	}
	var list []record.Task
	for _, t := range w.Tasks {
		if mayExplain(t, actor) {
			list = append(list, t)
		}
	}
	return list
}
