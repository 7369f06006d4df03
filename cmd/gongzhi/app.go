package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"gongzhi/accounts"
	"gongzhi/assess"
	"gongzhi/db"
	"gongzhi/db/crashpoint"
	"gongzhi/embedded"
	"gongzhi/notifications"
	"gongzhi/publication"
	"gongzhi/queue"
	"gongzhi/roles"
	"gongzhi/vault"
	"gongzhi/web"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// app is everything that a command needs, opened in order and closed in
// reverse. This file is the only place where the parts meet.
type app struct {
	settings settings
	demo     bool
	services *embedded.Services
	db       *db.DB
	ticking  *db.DB // the same database, on connections that no request can take
	queue    *queue.Queue
	later    *queue.Later // alarms of filings, set together while serving
	pressure pressure
	storm    storm
	vault    *vault.Vault
	evidence *vault.Folder
	clock    *db.Clock
	rules    *workflow.Rulebooks
	org      atomic.Pointer[roles.Org]
	packs    atomic.Pointer[assess.Shelf]
	adopted  atomic.Int64 // packs on the shelf that two people adopted
	accounts *accounts.Service
	door     *db.Door
	shelf    *web.Shelf // whole feeds, while serving
	mail     notifications.MailSettings
	mailer   *notifications.Mailer
	log      *publicLog
	leads    atomic.Bool // this instance is the log's sequencer
	cases    *workflow.UseCases
	public   *publication.UseCases
	staff    *workflow.OrgUseCases
	closers  []func() error
}

// progress prints what is being done, for whoever waits.
func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "gongzhi: "+format+"\n", args...)
}

// openApp opens the database, the alarm clock and the keys. On an error what
// was opened is closed again.
func openApp(ctx context.Context, s settings, demo bool) (a *app, err error) {
	a = &app{settings: s, demo: demo}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if err := a.openStorage(ctx); err != nil {
		return a, err
	}
	if err := a.openKeys(ctx); err != nil {
		return a, err
	}
	if err := a.openLog(ctx); err != nil {
		return a, err
	}
	return a, a.openDomain(ctx)
}

func (a *app) onClose(f func() error) { a.closers = append(a.closers, f) }

// Close closes what was opened, the last first.
func (a *app) Close() error {
	var errs []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		errs = append(errs, a.closers[i]())
	}
	a.closers = nil
	return errors.Join(errs...)
}

// openStorage brings up PostgreSQL and Redis, by address or as private children.
func (a *app) openStorage(ctx context.Context) (err error) {
	own := a.settings.DatabaseURL == ""
	a.services, err = embedded.Start(ctx, embedded.Options{
		Dir: a.settings.Data, DatabaseURL: a.settings.DatabaseURL, RedisURL: a.settings.RedisURL, Log: progress,
	})
	if err != nil {
		return err
	}
	a.onClose(a.services.Stop)
	a.db, err = db.Open(ctx, a.services.DatabaseURL, db.Options{MaxConns: int32(atOnce() + spareConns)})
	if err != nil {
		return err
	}
	a.onClose(func() error { a.db.Close(); return nil })
	a.ticking, err = db.Open(ctx, a.services.DatabaseURL, db.Options{MaxConns: loopConns})
	if err != nil {
		return err
	}
	a.onClose(func() error { a.ticking.Close(); return nil })
	if err := a.readySchema(ctx, own); err != nil {
		return err
	}
	a.queue, err = queue.Open(ctx, a.services.RedisURL)
	if err != nil {
		return fmt.Errorf("the Redis address cannot be read: it must look like redis://host:6379/0 (GONGZHI_REDIS_URL): %w", err)
	}
	a.onClose(a.queue.Close)
	return nil
}

// readySchema migrates our own private database and an empty one; anybody
// else's is only checked, because an upgrade is their decision.
func (a *app) readySchema(ctx context.Context, own bool) error {
	err := a.db.CheckSchema(ctx)
	if err == nil {
		return nil
	}
	if own || errors.Is(err, db.ErrEmptySchema) {
		progress("migrating the database")
		return a.db.Migrate(ctx)
	}
	return err
}

// openDomain reads the clock, the rules and the organisation, and puts the use
// cases together.
func (a *app) openDomain(ctx context.Context) (err error) {
	a.clock = a.ticking.NewClock(crashpoint.Local)
	if err := a.clock.Sample(ctx); err != nil {
		return err
	}
	if a.rules, err = readRules(a.settings.RulesFile, a.demo); err != nil {
		return err
	}
	if err := a.readyOrganisation(ctx); err != nil {
		return err
	}
	if err := a.db.RefreshAnswers(ctx, a.clock.Now()); err != nil {
		return err // a leave may have begun while nobody was running
	}
	if err := a.refreshOrganisation(ctx); err != nil {
		return err
	}
	a.cases = &workflow.UseCases{Store: a.db, Secrets: secrets{a.vault}, Alarm: a.queue, Env: a.env, Gate: foundIn, Warn: warnOnce,
		Organisation: a.db.OrgWorld, Changed: a.refreshOrganisation}
	if keepsLog {
		a.cases.Promise = a.log.desk.Promise
	}
	a.public = &publication.UseCases{Store: a.db, Now: a.clock.Now, Org: a.org.Load}
	a.cases.Answers, a.cases.Changed = publicAnswers{a.public}, a.refreshOrganisation
	a.door = a.db.Door(db.DoorOptions{Env: a.env, Open: secrets{a.vault}.Open, RevisionFor: 100 * time.Millisecond})
	a.staff = &workflow.OrgUseCases{Store: a.db, Env: a.env, Changed: a.refreshOrganisation}
	a.accounts = &accounts.Service{
		Store: a.db.Accounts(), Hasher: accounts.NewHasher(), Keys: sync.OnceValue(a.accessKeys), Lookup: a.vault.LookupHash, Now: a.clock.Now, Random: rand.Reader,
	}
	return nil
}

// readRules takes the rulebook that comes with the program, or one of the
// operator's own; a demonstration shortens it. The other one stays known, for
// duties that were opened under it.
func readRules(file string, demo bool) (*workflow.Rulebooks, error) {
	book := clock.Default()
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("GONGZHI_RULES: %w", err)
		}
		if book, err = clock.Load(text, filepath.Base(file)); err != nil {
			return nil, fmt.Errorf("GONGZHI_RULES: %w", err)
		}
	}
	if demo {
		return workflow.NewRulebooks(book.Demo(), book), nil
	}
	return workflow.NewRulebooks(book, book.Demo()), nil
}

func (a *app) accessKeys() accounts.AccessKeys {
	id, key := a.vault.SigningKey()
	return accounts.AccessKeys{KeyID: id, Private: key, Public: a.vault.VerifyKeys()}
}

func warnOnce(what string, err error) {
	slog.Debug("only lateness", "what", what, "error", err.Error())
}

// env is the snapshot that decisions are made on.
func (a *app) env() workflow.Env {
	return workflow.Env{Now: a.clock.Now(), Org: a.org.Load(), Rules: a.rules, Packs: a.packs.Load()}
}

// refreshOrganisation reloads the snapshot where the database has a newer one.
func (a *app) refreshOrganisation(ctx context.Context) error {
	if err := a.refreshPacks(ctx); err != nil {
		return err
	}
	revision, err := a.db.OrgRevision(ctx)
	if err != nil {
		return err
	}
	if have := a.org.Load(); have != nil && have.Revision == revision {
		return nil
	}
	org, err := a.db.LoadOrg(ctx)
	if err != nil {
		return err
	}
	a.org.Store(org)
	return nil
}

// open starts an app for a command that is not serve: quietly.
func open(ctx context.Context, data string) (*app, error) {
	s, err := readSettings(data)
	if err != nil {
		return nil, err
	}
	return openApp(ctx, s, false)
}
