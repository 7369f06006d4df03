package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/embedded"
)

// stage is what all rows stand on: the program, built with its crash points,
// one real PostgreSQL with the settings of a real installation, one Redis, and
// a template of a database that was started on once.
type stage struct {
	dir, binary      string
	rules, calmRules string // rulebooks: rising several times, or once
	data             string // the data folder whose keys all databases know
	services         *embedded.Services
	rng              *rand.Rand
	long             bool // the long form, whose totals are judged
	thorough         bool // every crash point at least once, however long that takes
	rises            int  // how often a duty that nobody touches rises under the rulebook rules
	databases        atomic.Int64

	// what was done over all rows
	kills, flushes, restarts, redisKills, escalations atomic.Int64
}

const template = "soak_template"

// root is the checkout of the product.
func root() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "gongzhi").Output()
	if err != nil {
		return "", fmt.Errorf("the checkout cannot be found; run this inside it: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// newStage builds and starts everything; close undoes it, also after an error.
func newStage(ctx context.Context, c settings) (s *stage, err error) {
	s = &stage{long: c.long(), thorough: !c.brief, rises: 6}
	if c.brief {
		s.rises = 2
	}
	s.rng = rand.New(rand.NewPCG(c.seed, 1))
	if s.dir, err = roomyFolder(); err != nil {
		return s, err
	}
	s.binary, s.rules, s.data = filepath.Join(s.dir, "gongzhi"), filepath.Join(s.dir, "rules.yaml"), filepath.Join(s.dir, "data")
	s.calmRules = filepath.Join(s.dir, "calm.yaml")
	if err := s.build(ctx); err != nil {
		return s, err
	}
	// Not ephemeral: what is promised must hold with the settings that people
	// use, above all synchronous commits. In memory they cost little.
	s.services, err = embedded.Start(ctx, embedded.Options{Dir: filepath.Join(s.dir, "services")})
	if err != nil {
		return s, err
	}
	return s, s.prepare(ctx)
}

// roomyFolder is in memory where there is room: what is tried is the end of
// processes, not of power, so that nothing depends on a disk.
func roomyFolder() (string, error) {
	parent := ""
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		parent = "/dev/shm"
	}
	dir, err := os.MkdirTemp(parent, "gongzhi-soak-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o711)
}

func (s *stage) build(ctx context.Context) error {
	top, err := root()
	if err != nil {
		return err
	}
	say("building the program with its crash points")
	cmd := exec.CommandContext(ctx, "go", "build", "-tags", "crashpoints", "-o", s.binary, "./cmd/gongzhi")
	cmd.Dir, cmd.Env = top, append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, text)
	}
	text, err := os.ReadFile(filepath.Join(top, "workflow", "clock", "rules", "cn.yaml"))
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(s.rules, []byte(fastRules(string(text), s.rises)), 0o600), os.WriteFile(s.calmRules, []byte(calmRules(string(text))), 0o600))
}

var (
	seconds   = regexp.MustCompile(`n: \d+, unit: seconds`)
	rung      = regexp.MustCompile(`(level: \d), n: \d+, unit: seconds`)
	escalated = regexp.MustCompile(`(?s)(kind: escalated.*?demo:.*?ladder:\n)(?:        - \{level[^\n]*\n)+`)
)

// calmRules lets every duty of a filed report be missed after a second, once.
func calmRules(text string) string {
	return seconds.ReplaceAllString(rung.ReplaceAllString(text, "$1, n: 30, unit: minutes"), "n: 1, unit: seconds")
}

// fastRules lets every duty of a filed report be missed after a second, so many
// times in a row, and then be left alone: what must have happened to a case is
// known to the last level.
func fastRules(text string, rises int) string {
	var common strings.Builder // the ladder of all rules that have none of their own
	for n := 1; n < rises; n++ {
		fmt.Fprintf(&common, "        - {level: %d, n: 1, unit: seconds}\n", n)
	}
	fmt.Fprintf(&common, "        - {level: %d, n: 30, unit: minutes}\n", rises)
	return escalated.ReplaceAllString(calmRules(text), "${1}"+common.String())
}

// prepare lets a first start fill a database, of which each row gets a copy.
func (s *stage) prepare(ctx context.Context) error {
	if err := s.sql(ctx, "CREATE DATABASE "+template); err != nil {
		return err
	}
	i, err := s.start(ctx, s.env(s.address(template)))
	if err != nil {
		return err
	}
	return i.stop()
}

// database is a fresh copy of the template and an empty Redis.
func (s *stage) database(ctx context.Context) (string, error) {
	name := fmt.Sprintf("soak_%d", s.databases.Add(1))
	if err := s.sql(ctx, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		return "", err
	}
	return s.address(name), s.redis("FLUSHALL")
}

func (s *stage) address(name string) string {
	u, err := url.Parse(s.services.DatabaseURL)
	if err != nil {
		return s.services.DatabaseURL
	}
	u.Path = "/" + name
	return u.String()
}

// env is the environment of an instance on a database.
func (s *stage) env(database string, more ...string) []string {
	return append([]string{
		"GONGZHI_DATABASE_URL=" + database, "GONGZHI_REDIS_URL=" + s.services.RedisURL, "GONGZHI_RULES=" + s.rules, "GONGZHI_LOG_EVERY=1s",
	}, more...)
}

func (s *stage) sql(ctx context.Context, statement string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.services.DatabaseURL)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

func (s *stage) close() error {
	var err error
	if s.services != nil {
		err = s.services.Stop()
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

// say tells whoever waits what is being done.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, "soak: "+format+"\n", args...) }
