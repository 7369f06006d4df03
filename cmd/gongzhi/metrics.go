package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"gongzhi/web"
)

// figures are what the running system says of itself: how late the matter that
// matters most is, and how far each reader of the log has come. No label names
// a case or a person.
type figures struct {
	app                                    *app
	overdue, pending, oldest, head, behind *prometheus.Desc
	held, up, kept                         *prometheus.Desc
	logFigures
}

func newFigures(a *app) *figures {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("gongzhi_"+name, help, labels, nil)
	}
	return &figures{
		app:        a,
		overdue:    desc("oldest_due_seconds", "Age of the oldest duty that is due and has not risen yet."),
		pending:    desc("events_pending", "Events that the sequencer has not placed yet."),
		oldest:     desc("oldest_pending_seconds", "Age of the oldest of them."),
		head:       desc("log_head", "Position of the newest log entry."),
		behind:     desc("reader_lag_entries", "Log entries that a reader has not folded yet.", "reader"),
		logFigures: newLogFigures(desc),
		kept:       desc("feed_answers_kept_total", "Feed answers given as they were kept: they leave no line in the log."),
		held:       desc("clock_held", "1 while claims are held because the database's time jumped."),
		up:         desc("database_up", "1 while the database answers."),
	}
}

// Describe implements prometheus.Collector.
func (f *figures) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(f, ch) }

// Collect implements prometheus.Collector.
func (f *figures) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), probeTimeout)
	defer cancel()
	held, _ := f.app.clock.Held()
	gauge(f.held, one(held))
	if f.app.shelf != nil {
		ch <- prometheus.MustNewConstMetric(f.kept, prometheus.CounterValue, float64(f.app.shelf.Given()))
	}
	facts, err := f.app.db.Facts(ctx, time.Now)
	gauge(f.up, one(err == nil))
	if err != nil {
		return
	}
	now := f.app.clock.Now()
	gauge(f.overdue, age(now, facts.OldestDue))
	gauge(f.pending, float64(facts.Pending))
	gauge(f.oldest, age(now, facts.OldestPending))
	gauge(f.head, float64(facts.Head))
	f.logFigures.collect(ctx, f.app, facts.Head, gauge)
	for reader, lag := range facts.Lag {
		gauge(f.behind, float64(lag), reader)
	}
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func age(now, since time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return max(0, now.Sub(since).Seconds())
}

// metricsDoor is where /metrics is answered, or nil for nowhere.
type metricsDoor struct {
	listener net.Listener
	server   *http.Server
}

// listenMetrics takes the address before anything is served, so that a wrong
// one is told at the start.
func (a *app) listenMetrics(ctx context.Context) (*metricsDoor, error) {
	if a.settings.MetricsAddr == "" {
		return nil, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.settings.MetricsAddr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen for /metrics (choose another address with GONGZHI_METRICS_ADDR): %w", err)
	}
	return &metricsDoor{listener, a.metricsServer()}, nil
}

func (d *metricsDoor) serve(ended chan<- error) {
	if d != nil {
		go func() { ended <- d.server.Serve(d.listener) }()
	}
}

// close also lets go of a listener that never served.
func (d *metricsDoor) close() {
	if d != nil {
		_ = errors.Join(d.server.Close(), d.listener.Close()) // nothing is lost with them
	}
}

// metricsServer answers /metrics on an address of its own, which nobody
// outside should reach.
func (a *app) metricsServer() *http.Server {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), newFigures(a))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return web.Server(a.settings.MetricsAddr, mux)
}
