package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/google/uuid"

	"gongzhi/db"
	"gongzhi/locale"
	"gongzhi/queue"
	"gongzhi/vault"
)

type doctorCommand struct {
	Data  string `help:"Data folder." placeholder:"DIR"`
	Quick bool   `help:"Only database and Redis; for health checks."`
}

// finding is one line of the doctor: what was looked at and what to do.
type finding struct {
	what, remedy string
	err          error
}

const doctorTimeout = 4 * time.Second

// Run checks what a server needs without starting one. Each failure names its
// remedy; any failure makes the exit code 1.
func (c doctorCommand) Run(ctx context.Context) error {
	s, err := readSettings(c.Data)
	if err != nil {
		return err
	}
	list := databaseFindings(ctx, s)
	list = append(list, redisFinding(ctx, s))
	if !c.Quick {
		list = append(list, keysFinding(s), diskFinding(s))
		list = append(list, mailFindings(ctx, s)...)
	}
	sick := false
	for _, f := range list {
		if f.err == nil {
			fmt.Printf("ok    %s\n", f.what)
			continue
		}
		sick = true
		fmt.Printf("FAIL  %s: %s\n      remedy: %s\n", f.what, f.err, f.remedy)
	}
	if sick {
		return errFound
	}
	return nil
}

func databaseFindings(ctx context.Context, s settings) []finding {
	if s.DatabaseURL == "" {
		return []finding{{what: "database: a private one starts with the server"}}
	}
	ctx, cancel := context.WithTimeout(ctx, doctorTimeout)
	defer cancel()
	d, err := db.Open(ctx, s.DatabaseURL, db.Options{MaxConns: 1})
	if err != nil {
		return []finding{{"database", "start PostgreSQL 15 or newer and set GONGZHI_DATABASE_URL, or run docker compose up", err}}
	}
	defer d.Close()
	clock := d.NewClock(time.Now)
	return []finding{
		{what: "database"},
		{"schema", "run gongzhi migrate", d.CheckSchema(ctx)},
		{"clock of the database", "set the time of the database's machine (NTP)", clockDrift(ctx, clock)},
		oversightFinding(ctx, d),
	}
}

// oversightFinding says plainly what happens to a case that accuses everybody,
// the oversight office too. It is no fault to have named no second office.
func oversightFinding(ctx context.Context, d *db.DB) finding {
	org, err := d.LoadOrg(ctx)
	switch {
	case errors.Is(err, db.ErrNoOrganisation):
		return finding{what: "organisation: set up at the first start"}
	case err != nil:
		return finding{"organisation", "mend the organisation's file and load it again", err}
	case org.Second == uuid.Nil:
		return finding{what: "organisation: no second oversight office is named; a case that accuses the oversight office too would stay with that office (second_oversight_post in the organisation's file)"}
	}
	return finding{what: "organisation: a second oversight office handles what accuses the first"}
}

const maxDrift = 2 * time.Second

func clockDrift(ctx context.Context, c *db.Clock) error {
	if err := c.Sample(ctx); err != nil {
		return err
	}
	if drift := time.Until(c.Now()).Abs(); drift > maxDrift {
		return fmt.Errorf("differs from this machine's by %s", drift.Round(time.Millisecond))
	}
	return nil
}

func redisFinding(ctx context.Context, s settings) finding {
	if s.RedisURL == "" {
		return finding{what: "redis: a private one starts with the server"}
	}
	const remedy = "start Redis 6.2 or newer and set GONGZHI_REDIS_URL (redis://host:6379/0); meanwhile deadlines wait for the next sweep"
	q, err := queue.Open(ctx, s.RedisURL, queue.WithTimeout(doctorTimeout/2))
	if err != nil {
		return finding{"redis", remedy, err}
	}
	defer q.Close() // nothing was written
	return finding{"redis", remedy, q.Ping(ctx)}
}

func keysFinding(s settings) finding {
	if _, err := os.Stat(s.keysPath()); errors.Is(err, os.ErrNotExist) {
		return finding{what: "keys: made at the first start"}
	}
	v, err := vault.Open(s.keysPath())
	if err == nil {
		return logFinding(s, v)
	}
	return finding{"keys", "chmod 600 the key file and let this user own it; a lost one comes back from the backup only", err}
}

const minFree = 1 << 30

func diskFinding(s settings) finding {
	dir := s.Data
	for dir != "/" {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return finding{"disk", "let this user reach the data folder (--data)", err}
	}
	if free := fs.Bavail * uint64(fs.Bsize); free < minFree {
		return finding{"disk", "free some space or move the data folder (--data)", fmt.Errorf("%d MiB are free", free>>20)}
	}
	return finding{what: "disk"}
}

func mailFindings(ctx context.Context, s settings) []finding {
	a := &app{settings: s}
	if s.PublicURL == "" {
		a.settings.PublicURL = "http://127.0.0.1"
	}
	if err := a.openMail(); err != nil {
		return []finding{{"mail", "correct the GONGZHI_MAIL_ settings", err}}
	}
	if a.mailer == nil {
		return []finding{{what: "mail: not configured; notices stay in the inbox"}}
	}
	var list []finding
	for _, f := range a.mailer.Check(ctx) {
		if f.Reached {
			list = append(list, finding{"mail, " + string(f.Step), f.Remedy(locale.En), unless(f.OK, string(f.Kind))})
		}
	}
	return list
}

func unless(ok bool, reason string) error {
	if ok {
		return nil
	}
	return errors.New(reason)
}

// logFinding also tells the public key by which others check the log.
func logFinding(s settings, v *vault.Vault) finding {
	keys, err := namedKeys(s, v)
	if err == nil {
		_, err = readPolicy(s.LogPolicy, keys)
	}
	if err != nil {
		return finding{"public log", "correct the GONGZHI_LOG_ settings", err}
	}
	return finding{what: "keys; the public log's is " + keys.Public}
}
