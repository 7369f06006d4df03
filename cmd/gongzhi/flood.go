package main

import (
	"context"

	"gongzhi/roles"
	"gongzhi/search"
	"gongzhi/workflow"
)

type floodActs = workflow.Floods

// floodDesk is the rejection of many alike reports in one act.
type floodDesk struct {
	*floodActs
	app *app
}

func newFloodDesk(a *app) floodDesk {
	return floodDesk{&workflow.Floods{Cases: a.cases, Batch: a.db.FloodBatch, Alike: search.Similarity}, a}
}

// Floods implements frontend.Floods with the actor's eyes.
func (f floodDesk) Floods(ctx context.Context, actor roles.Actor) (workflow.FloodDesk, error) {
	return f.app.door.As(actor, f.app.clock.Now()).Floods(ctx)
}
