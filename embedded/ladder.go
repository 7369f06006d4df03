package embedded

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"syscall"
)

// program is a server's executable and what it needs to run.
type program struct {
	path    string
	libs    []string // LD_LIBRARY_PATH for programs unpacked into a private folder
	version string
}

// command runs a program of this installation (the server itself or one beside
// it) as the account, in a folder that the account can enter: from any other
// working folder the program seems not to be executable.
func (p program) command(path, dir string, a account, onParentDeath syscall.Signal, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...) //nolint:noctx // a server outlives the context of its start
	cmd.Dir = dir
	cmd.Env = childEnvironment(p.libs)
	cmd.SysProcAttr = childAttributes(a, onParentDeath)
	return cmd
}

// ladder finds the programs. Rung 1, a configured address, is decided before.
type ladder struct {
	Options
	account  account
	base     string // the data folder
	store    *cache // of downloads; opened at the first need
	packages *apt   // likewise
}

type rung struct {
	number int
	name   string
	find   func(context.Context) (program, error)
}

func (l *ladder) findPostgres(ctx context.Context, dataVersion string) (program, error) {
	return l.climb(ctx, "postgresql", []rung{
		{2, "programs on this machine", func(ctx context.Context) (program, error) { return l.installedPostgres(ctx, dataVersion) }},
		{3, "Debian packages in a private folder", func(ctx context.Context) (program, error) { return l.aptPostgres(ctx, dataVersion) }},
		{4, "npm package in a private folder", func(ctx context.Context) (program, error) { return l.npmPostgres(ctx, dataVersion) }},
	})
}

func (l *ladder) findRedis(ctx context.Context) (program, error) {
	return l.climb(ctx, "redis", []rung{
		{2, "programs on this machine", l.installedRedis},
		{3, "Debian packages in a private folder", l.aptRedis},
	})
}

// climb tries the rungs in turn. The last rung is the message that it could not
// be done and what to do instead.
func (l *ladder) climb(ctx context.Context, server string, rungs []rung) (program, error) {
	var failed []error
	for _, r := range rungs {
		p, err := r.find(ctx)
		if err == nil {
			l.Log("%s: rung %d, %s: %s (%s)", server, r.number, r.name, p.path, p.version)
			return p, nil
		}
		if ctx.Err() != nil {
			return program{}, ctx.Err()
		}
		l.Log("%s: rung %d, %s: no (%v)", server, r.number, r.name, err)
		failed = append(failed, fmt.Errorf("%s: %w", r.name, err))
	}
	return program{}, fmt.Errorf("no %s could be found or fetched: set GONGZHI_DATABASE_URL and GONGZHI_REDIS_URL to servers of your own, or run everything with: docker compose up\n%w", server, errors.Join(failed...))
}

var versionNumber = regexp.MustCompile(`\d+(\.\d+)+`)

// probe runs a program as the account and returns its version: proof that the
// account can reach it and that its libraries are there.
func (l *ladder) probe(ctx context.Context, p program) (program, error) {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.path, "--version")
	cmd.Dir = "/"
	cmd.Env = childEnvironment(p.libs)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: l.account.credential()}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return program{}, fmt.Errorf("%s does not run as %s: %w", p.path, l.account.name, err)
	}
	if p.version = versionNumber.FindString(string(out)); p.version == "" {
		return program{}, fmt.Errorf("%s does not tell its version", p.path)
	}
	return p, nil
}
