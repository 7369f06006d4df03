package main

import (
	"context"
	"errors"

	"gongzhi/answerability"
	"gongzhi/frontend"
	"gongzhi/roles"
)

// traces says whose each minute of a case was, for both faces.
type traces struct{ *app }

// scores is the public table of closed duties. A demonstration shows the month
// that goes on: its people do not exist.
type scores struct{ *app }

// Scores implements frontend.Scores.
func (s scores) Scores(ctx context.Context) (frontend.ScoreTable, error) {
	table, err := s.db.Scores(ctx, s.clock.Now(), s.demo)
	return frontend.ScoreTable(table), err
}

// workCalendar is the calendar by which working time is counted.
const workCalendar = "cn"

var errNoCalendar = errors.New("the rulebook has no calendar " + workCalendar)

// Trace implements frontend.Traces and api.Traces.
func (t traces) Trace(ctx context.Context, actor roles.Actor, reference string) (answerability.View, error) {
	calendar, ok := t.rules.InForce().Calendar(workCalendar)
	if !ok {
		return answerability.View{}, errNoCalendar
	}
	return t.door.As(actor, t.clock.Now()).Trace(ctx, reference, calendar)
}
