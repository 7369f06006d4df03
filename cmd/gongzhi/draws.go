package main

import (
	"context"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// drawDesk draws the sample of a month and shows what was drawn.
type drawDesk struct {
	acts *workflow.Draws
	app  *app
}

func newDrawDesk(a *app) drawDesk {
	return drawDesk{&workflow.Draws{Cases: a.cases, Store: a.db}, a}
}

// Draws implements frontend.Samples and api.Samples.
func (d drawDesk) Draws(ctx context.Context) ([]record.Draw, error) { return d.app.db.Draws(ctx) }

// Draw implements frontend.Samples and api.Samples.
func (d drawDesk) Draw(ctx context.Context, actor roles.Actor, month string) (workflow.DrawDone, error) {
	return d.acts.Draw(ctx, actor, month)
}

// Tickets implements frontend.Samples.
func (d drawDesk) Tickets(ctx context.Context, month string) ([][]byte, error) {
	return d.app.db.Tickets(ctx, month, d.app.clock.Now())
}

// Drawn implements frontend.Samples with the actor's eyes.
func (d drawDesk) Drawn(ctx context.Context, actor roles.Actor, draw record.Draw) ([]workflow.DrawnCase, error) {
	return d.app.door.As(actor, d.app.clock.Now()).DrawnCases(ctx, draw)
}
