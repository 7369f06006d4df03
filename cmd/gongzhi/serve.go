package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"gongzhi/api"
	"gongzhi/assess"
	"gongzhi/escalation"
	"gongzhi/frontend"
	"gongzhi/queue"
	"gongzhi/web"
)

type serveCommand struct {
	Addr string `default:"127.0.0.1:8080" help:"Address to listen on." placeholder:"HOST:PORT"`
	Demo bool   `help:"Fictitious organisation, accounts and cases with clocks in minutes."`
	Data string `help:"Data folder." placeholder:"DIR"`
}

// Run serves until it is told to stop.
func (c serveCommand) Run(ctx context.Context) error {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	s, err := readSettings(c.Data)
	if err != nil {
		return err
	}
	go func() { _ = prepare() }() // while the database is asked
	a, err := openApp(ctx, s, c.Demo)
	if err != nil {
		return err
	}
	return errors.Join(a.serve(ctx, c.Addr), a.Close())
}

// prepare reads what comes with the program and takes long: rule packs, the
// description of the API, pages. Whoever needs one of them sooner waits for it;
// nobody else does, so that an instance answers /healthz, feeds and filings at
// once. A fault in them is one of the build, which tests find; it ends the program
// before anybody meets it.
var prepare = sync.OnceValue(func() error {
	assess.Default()
	return errors.Join(api.Prepare(), frontend.Prepare())
})

func (a *app) serve(ctx context.Context, addr string) error {
	if a.demo {
		if err := a.readyDemo(ctx); err != nil {
			return err
		}
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("cannot listen (choose another address with --addr): %w", err)
	}
	figures, err := a.listenMetrics(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer figures.close()
	if a.settings.PublicURL == "" {
		a.settings.PublicURL = "http://" + listener.Addr().String()
	}
	if err := a.openMail(); err != nil {
		return errors.Join(err, listener.Close())
	}
	a.later = queue.Gather(a.queue)
	a.cases.Alarm = a.later
	var draining atomic.Bool
	handler, err := a.handler(&draining)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	loopsCtx, stopLoops := context.WithCancel(context.WithoutCancel(ctx))
	defer stopLoops()
	var background escalation.Group
	background.Start(loopsCtx, a.loops()...)
	server := web.Server(addr, handler)
	var visitors visits
	server.ConnState = visitors.changed
	ended := make(chan error, 3)
	go func() { ended <- server.Serve(web.Listen(listener)) }()
	figures.serve(ended)
	go func() {
		if err := prepare(); err != nil {
			ended <- err
			return
		}
		debug.FreeOSMemory() // reading rules, tables and the description of the API left twice what stays
	}()
	fmt.Printf("listening on http://%s\n", listener.Addr())
	select {
	case err = <-ended:
	case <-ctx.Done():
		draining.Store(true)
		err = shutdown(server, &visitors)
	}
	stopLoops()
	background.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
