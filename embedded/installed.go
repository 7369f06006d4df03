package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// probeTime is how long a program may take to print its version.
const probeTime = 10 * time.Second

// postgresPlaces are the folders where distributions put PostgreSQL's server
// programs, which are mostly not on PATH: Debian and Ubuntu, Fedora, the PGDG
// packages for Fedora, Alpine, Homebrew on both kinds of Mac.
var postgresPlaces = []string{
	"/usr/lib/postgresql/*/bin", "/usr/bin", "/usr/pgsql-*/bin", "/usr/libexec/postgresql*",
	"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
}

var errSkipped = errors.New("skipped as asked")

// installedPostgres takes the program that the existing data needs, otherwise
// the newest. Debian's links are followed: initdb lies beside the real program.
func (l *ladder) installedPostgres(ctx context.Context, dataVersion string) (program, error) {
	if l.SkipInstalled {
		return program{}, errSkipped
	}
	var paths []string
	if path, err := exec.LookPath("postgres"); err == nil {
		paths = append(paths, path)
	}
	for _, place := range postgresPlaces {
		found, _ := filepath.Glob(filepath.Join(place, "postgres"))
		paths = append(paths, found...)
	}
	return l.bestPostgres(ctx, paths, nil, dataVersion)
}

// bestPostgres probes each candidate and keeps the best; the error tells of
// the last one that was refused.
func (l *ladder) bestPostgres(ctx context.Context, paths, libs []string, dataVersion string) (best program, err error) {
	err = errors.New("none found")
	seen := map[string]bool{}
	for _, path := range paths {
		if real, e := filepath.EvalSymlinks(path); e == nil {
			path = real
		}
		if seen[path] {
			continue
		}
		seen[path] = true
		p, refused := l.probe(ctx, program{path: path, libs: libs})
		if refused == nil {
			refused = suits(p, dataVersion)
		}
		switch {
		case refused != nil && best.path == "":
			err = refused
		case refused == nil && (best.path == "" || major(p) > major(best)):
			best, err = p, nil
		}
	}
	return best, err
}

func suits(p program, dataVersion string) error {
	if major(p) < oldestPostgres {
		return fmt.Errorf("%s is version %s, %d or newer is needed", p.path, p.version, oldestPostgres)
	}
	if dataVersion != "" && strconv.Itoa(major(p)) != dataVersion {
		return fmt.Errorf("%s is version %s, the data folder was made by version %s", p.path, p.version, dataVersion)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(p.path), "initdb")); err != nil {
		return fmt.Errorf("%s has no initdb beside it", p.path)
	}
	return nil
}

func major(p program) int {
	first, _, _ := strings.Cut(p.version, ".")
	n, _ := strconv.Atoi(first)
	return n
}

// installedRedis also accepts Valkey, which some distributions ship instead.
// Links are not followed: Redis looks at the name it was called by.
func (l *ladder) installedRedis(ctx context.Context) (program, error) {
	if l.SkipInstalled {
		return program{}, errSkipped
	}
	err := errors.New("none found")
	for _, name := range []string{"redis-server", "valkey-server"} {
		path, e := exec.LookPath(name)
		if e != nil {
			continue
		}
		var p program
		if p, err = l.probe(ctx, program{path: path}); err == nil {
			return p, nil
		}
	}
	return program{}, err
}
