package main

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"gongzhi/api"
	"gongzhi/demo"
	"gongzhi/frontend"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// handler is both faces behind the shelf of whole feeds.
func (a *app) handler(draining *atomic.Bool) (http.Handler, error) {
	engine, err := a.faces(draining)
	if err != nil {
		return nil, err
	}
	a.shelf = &web.Shelf{Holds: frontend.IsFeed, Revision: a.door.Public().Revision, Closed: draining.Load}
	return a.shelf.Before(engine), nil
}

// faces are both faces on one engine.
func (a *app) faces(draining *atomic.Bool) (*gin.Engine, error) {
	tls := strings.HasPrefix(a.settings.PublicURL, "https://")
	engine, err := web.NewEngine(web.Config{TrustedProxies: a.settings.TrustedProxies, TLS: tls})
	if err != nil {
		return nil, err
	}
	engine.Use(stopping(draining), plainAddress, web.GateReads(newGate(), unhindered))
	doors := a.doors()
	engine.Use(web.ShedWhenFull(doors.cases.gate, isFiling))
	a.registerHealth(engine, draining)
	a.registerLog(engine)
	if a.demo {
		engine.GET("/demo/accounts.json", func(c *gin.Context) { c.JSON(http.StatusOK, demo.Accounts()) })
	}
	if err := api.Register(engine, a.apiDeps(tls, doors)); err != nil {
		return nil, err
	}
	if err := frontend.Register(engine, a.pageDeps(tls, doors)); err != nil {
		return nil, err
	}
	return engine, nil
}

func (a *app) apiDeps(tls bool, in doors) api.Deps {
	return api.Deps{
		Cases: in.cases, Door: a.door, Publishing: a.public, Accounts: in.accounts, Invitations: in.invitations, Evidence: apiEvidence{evidenceDesk{a}},
		Organisation: orgDesk{a}, Traces: traces{a}, Samples: newDrawDesk(a), Org: a.org.Load, ReceiptHash: secrets{a.vault}.ReceiptHash, Now: a.clock.Now,
		TLS: tls, Version: Version, Log: a.log.desk,
	}
}

func (a *app) pageDeps(tls bool, in doors) frontend.Deps {
	return frontend.Deps{
		Cases: in.cases, Publishing: a.public, Door: a.door, Accounts: in.accounts, Invitations: in.invitations, Drafts: drafts{a}, Evidence: evidenceDesk{a}, Scores: scores{a},
		Receipt: secrets{a.vault}.ReceiptHash, Org: a.org.Load, Now: a.clock.Now, Demo: a.demoSignIns(),
		Rules:   func() *clock.Rulebook { return a.rules.InForce() },
		ExitURL: a.settings.ExitURL, PublicURL: a.settings.PublicURL, TLS: tls, Warn: warnOnce, Log: a.log.desk,
		Desk: frontend.DeskDeps{
			Organisation: orgDesk{a}, Rules: a.rules, Evidence: evidenceDesk{a}, Health: healthDesk{a}, Traces: traces{a}, Notices: noticeDesk{a}, Packs: a.packs.Load, PackDesk: packDesk{a}, Floods: newFloodDesk(a), Samples: newDrawDesk(a),
		},
	}
}

// orgDesk joins the organisation's use cases with what the directory shows.
type orgDesk struct{ *app }

// Act proposes or decides an act on the organisation.
func (o orgDesk) Act(ctx context.Context, c workflow.OrgCommand) (record.ID, error) {
	return o.staff.Act(ctx, c)
}

// OrgWorld implements frontend.Organisation.
func (o orgDesk) OrgWorld(ctx context.Context) (workflow.OrgWorld, error) { return o.db.OrgWorld(ctx) }

// Proposals lists the open proposals that the actor made or may decide.
func (o orgDesk) Proposals(ctx context.Context, actor roles.Actor) ([]record.OrgProposal, error) {
	w, err := o.db.OrgWorld(ctx)
	if err != nil {
		return nil, err
	}
	var mine []record.OrgProposal
	for _, p := range w.Proposals {
		if p.ProposedBy == actor.Person || workflow.MayDecideOrg(p, actor, o.env()) {
			mine = append(mine, p)
		}
	}
	return mine, nil
}

// healthDesk shows operators the state of the running system.
type healthDesk struct{ *app }

// Conditions implements frontend.Health.
func (h healthDesk) Conditions(ctx context.Context) []frontend.Condition {
	list, _ := h.conditions(ctx)
	shown := make([]frontend.Condition, len(list))
	for i, c := range list {
		shown[i] = frontend.Condition{Name: c.Name, OK: c.OK, Detail: c.Detail}
	}
	return shown
}

// ClockHeld implements frontend.Health.
func (h healthDesk) ClockHeld() (bool, string) { return h.clock.Held() }

// AcceptClock takes the database's time after a jump, by an operator's word.
func (h healthDesk) AcceptClock(_ context.Context, actor roles.Actor) error {
	if !h.org.Load().Stand(actor, roles.Case{}, time.Time{}).May(roles.Operate) {
		return record.ErrNotFound
	}
	h.clock.Accept()
	return nil
}
