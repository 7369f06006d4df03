package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// apt uses the machine's package sources and keys to fetch packages into a
// folder of ours: no root, no service, no system file. All its state is private.
type apt struct {
	place   string // where the state is made at the first need
	state   string
	log     func(string, ...any)
	options []string
}

func (l *ladder) apt() (*apt, *cache, error) {
	if l.skipApt {
		return nil, nil, errSkipped
	}
	for _, tool := range []string{"apt-get", "apt-cache", "dpkg-deb"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, nil, fmt.Errorf("there is no %s", tool)
		}
	}
	c, err := l.cache()
	if err == nil && l.packages == nil {
		l.packages = &apt{log: l.Log, place: c.dir}
	}
	return l.packages, c, err
}

// close removes apt's state, the package lists above all.
func (l *ladder) close() {
	if l.packages != nil && l.packages.state != "" {
		_ = os.RemoveAll(l.packages.state)
	}
}

func (l *ladder) cache() (c *cache, err error) {
	if l.store == nil {
		l.store, err = openCache(l.account, l.base, l.Log)
	}
	return l.store, err
}

func (l *ladder) aptPostgres(ctx context.Context, dataVersion string) (program, error) {
	a, c, err := l.apt()
	if err != nil {
		return program{}, err
	}
	usable := func(root string) (program, error) {
		found, _ := filepath.Glob(filepath.Join(root, "usr/lib/postgresql/*/bin/postgres"))
		return l.bestPostgres(ctx, found, libraries(root), dataVersion)
	}
	return c.obtain(ctx, "postgresql", usable, func(ctx context.Context, root string) error {
		return a.unpack(ctx, root, func() ([]string, error) {
			name, err := a.serverPackage(ctx)
			return []string{name}, err
		})
	})
}

func (l *ladder) aptRedis(ctx context.Context) (program, error) {
	a, c, err := l.apt()
	if err != nil {
		return program{}, err
	}
	usable := func(root string) (program, error) {
		return l.probe(ctx, program{path: filepath.Join(root, "usr/bin/redis-server"), libs: libraries(root)})
	}
	return c.obtain(ctx, "redis", usable, func(ctx context.Context, root string) error {
		// redis-server is a link into redis-tools: both must be in the same tree.
		return a.unpack(ctx, root, func() ([]string, error) { return []string{"redis-server", "redis-tools"}, nil })
	})
}

// libraries are the folders of shared libraries in an unpacked tree; Debian
// uses both places.
func libraries(root string) (dirs []string) {
	for _, pattern := range []string{"usr/lib/*-linux-gnu*", "lib/*-linux-gnu*"} {
		found, _ := filepath.Glob(filepath.Join(root, pattern))
		dirs = append(dirs, found...)
	}
	return dirs
}

// unpack fetches packages with what they need and is not installed, and unpacks
// them without running their scripts.
func (a *apt) unpack(ctx context.Context, root string, wanted func() ([]string, error)) error {
	if err := a.refresh(ctx); err != nil {
		return err
	}
	want, err := wanted()
	if err != nil {
		return err
	}
	packages, err := a.resolve(ctx, want)
	if err != nil {
		return err
	}
	a.log("downloading %d packages for %s", len(packages), want[0])
	if _, err := a.run(ctx, "apt-get", append([]string{"-q", "download"}, packages...)...); err != nil {
		return err
	}
	return a.unpackInto(ctx, root)
}

func (a *apt) unpackInto(ctx context.Context, root string) error {
	debs, _ := filepath.Glob(filepath.Join(a.state, "*.deb"))
	a.log("unpacking %d packages", len(debs))
	for _, deb := range debs {
		if _, err := a.run(ctx, "dpkg-deb", "-x", deb, root); err != nil {
			return err
		}
		if err := os.Remove(deb); err != nil {
			return err
		}
	}
	return nil
}

// refresh fetches the package lists, once for both servers.
func (a *apt) refresh(ctx context.Context) (err error) {
	if a.state != "" {
		return nil
	}
	if a.state, err = os.MkdirTemp(a.place, "apt-"); err != nil {
		return err
	}
	for _, dir := range []string{"lists/partial", "cache/archives/partial"} {
		if err := os.MkdirAll(filepath.Join(a.state, dir), 0o700); err != nil {
			return err
		}
	}
	a.options = []string{
		"-o", "Dir::State::Lists=" + a.state + "/lists", "-o", "Dir::Cache=" + a.state + "/cache",
		"-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=root", "-o", "Acquire::Languages=none",
		"-o", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false", "-o", "Acquire::Retries=2",
		"-o", "Acquire::http::Timeout=30", "-o", "Acquire::https::Timeout=30",
	}
	a.log("fetching the package lists")
	if _, err := a.run(ctx, "apt-get", "-q", "update"); err != nil {
		a.log("not all package lists could be fetched: %v", err) // one dead source need not stop us
	}
	return ctx.Err()
}

var serverDependency = regexp.MustCompile(`Depends: (postgresql-\d+)\b`)

// serverPackage is what the distribution's "postgresql" stands for.
func (a *apt) serverPackage(ctx context.Context) (string, error) {
	out, err := a.run(ctx, "apt-cache", "depends", "postgresql")
	if err != nil {
		return "", err
	}
	m := serverDependency.FindStringSubmatch(out)
	if m == nil {
		return "", errors.New("the package sources have no postgresql")
	}
	return m[1], nil
}

// unneeded are packages that only the scripts of the wanted ones call for, and
// the compiler for jit, which is off.
var unneeded = regexp.MustCompile(`^(perl|libperl|libgdbm|libjson-perl|locales|libc-l10n|ssl-cert|ucf|sensible-utils|netbase|` +
	`postgresql-common|postgresql-client-common|readline-common|libllvm|libz3|libpq-dev)`)

// resolve asks for a simulated installation, which names what is missing on
// this machine, and adds the wanted packages, which may be installed.
func (a *apt) resolve(ctx context.Context, want []string) ([]string, error) {
	out, err := a.run(ctx, "apt-get", append([]string{"install", "-s", "--reinstall", "--no-install-recommends"}, want...)...)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, name := range want {
		have[name] = true
	}
	packages := want
	for line := range strings.Lines(out) {
		f := strings.Fields(line)
		if len(f) > 1 && f[0] == "Inst" && !have[f[1]] && !unneeded.MatchString(f[1]) {
			have[f[1]] = true
			packages = append(packages, f[1])
		}
	}
	return packages, nil
}

// run returns the output; an error carries the last line that the tool said.
func (a *apt) run(ctx context.Context, tool string, args ...string) (string, error) {
	if tool != "dpkg-deb" {
		args = append(append([]string{}, a.options...), args...)
	}
	cmd := exec.CommandContext(ctx, tool, args...)
	cmd.Dir = a.state
	cmd.Env = append(os.Environ(), "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive")
	out, err := cmd.CombinedOutput()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		return "", fmt.Errorf("%s: %w: %s", tool, err, lines[len(lines)-1])
	}
	return string(out), nil
}
