package main

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"time"

	"gongzhi/accounts"
	"gongzhi/frontend"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// The classes of work and what each may take of the database, so that none can
// keep a more important one waiting: time's own work first, with connections
// of its own; then filing; then reading. Whoever finds a class full is told to
// come again.
const (
	// loopConns serve the background loops: more than half of them wait for their next turn at any moment.
	loopConns = 8
	// spareConns are beside those that filing and reading can take, for staff who act and people who sign in.
	spareConns = 4
	// patience is how long a request may wait for its turn: filing is to answer within a second.
	patience = 600 * time.Millisecond
)

// atOnce is how many filings, and how many reads, run at once: on two cores
// more gain nothing.
func atOnce() int { return max(8, 4*runtime.GOMAXPROCS(0)) }

// newGate has a queue that empties well within patience at the usual few
// milliseconds a request.
func newGate() *web.Gate { return web.NewGate(atOnce(), 8*atOnce(), patience) }

// gatedCases lets only so many filings in at once. It stands behind the
// decoding of the request, so that a client that sends slowly holds no place.
type gatedCases struct {
	*workflow.UseCases
	gate     *web.Gate
	pressure *pressure
}

// File implements api.Cases and frontend.Cases.
func (g gatedCases) File(ctx context.Context, actor roles.Actor, key string, s workflow.Submission) (workflow.Filed, error) {
	leave, err := g.gate.Enter(ctx)
	if err != nil {
		return workflow.Filed{}, err
	}
	defer leave()
	g.pressure.note(time.Now(), 1)
	return g.UseCases.File(ctx, actor, key, s)
}

// gatedAccounts lets only so many sign in at once: hashing takes a whole core
// for a while on purpose, and half of them is left to everything else.
type gatedAccounts struct {
	*accounts.Service
	gate *web.Gate
}

const (
	signInPatience = 2 * time.Second
	signInsWaiting = 32
)

// doors are the gates that both faces share.
type doors struct {
	cases    gatedCases
	accounts gatedAccounts

	invitations gatedInvitations
}

func (a *app) doors() doors {
	hashing := web.NewGate(max(1, runtime.GOMAXPROCS(0)/2), signInsWaiting, signInPatience)
	return doors{
		gatedCases{a.cases, newGate(), &a.pressure},
		gatedAccounts{a.accounts, hashing},
		gatedInvitations{a.invitations(), hashing},
	}
}

// SignIn implements api.Accounts and frontend.Accounts. Whoever is turned away
// here has spent no attempt.
func (g gatedAccounts) SignIn(ctx context.Context, email, password string, kind accounts.Kind) (accounts.Signed, error) {
	leave, err := g.gate.Enter(ctx)
	if err != nil {
		return accounts.Signed{}, err
	}
	defer leave()
	return g.Service.SignIn(ctx, email, password, kind)
}

// isFiling names the requests that file, as programs send them.
func isFiling(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/api/v1/reports"
}

// unhindered names requests that ask nothing of the database, or must be
// answered in any crowd.
func unhindered(r *http.Request) bool {
	path := r.URL.Path
	return path == "/healthz" || path == "/readyz" || strings.HasPrefix(path, frontend.AssetPrefix)
}
