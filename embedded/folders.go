package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// folders are the places of one run:
//
//	base/                 the data folder, with the two locks
//	base/services/        0700 and of the account's; or a link, see locate
//	  postgres/ redis/    the data
//	  log/                what the servers print
//	  run/                their sockets
type folders struct {
	base, services, postgres, redis, log, run string
	account                                   account
	inherited                                 *os.File // lock that the children keep
	made                                      bool     // base is a temporary folder of ours
}

// elsewhere holds the servers' data of root's runs whose data folder the
// servers' account cannot reach, such as one in root's home.
const elsewhere = "/var/lib/gongzhi-services"

func openFolders(o Options) (*folders, error) {
	f := &folders{base: o.Dir}
	switch {
	case o.Dir == "" && o.Ephemeral:
		base, err := ephemeralBase()
		if err != nil {
			return nil, err
		}
		f.base, f.made = base, true
	case o.Dir == "":
		f.base = defaultDir()
	}
	base, err := filepath.Abs(f.base)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	f.base = base
	return f, makeBase(f.base)
}

func defaultDir() string {
	if os.Geteuid() == 0 {
		return "/var/lib/gongzhi"
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "gongzhi")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = os.TempDir()
	}
	return filepath.Join(home, ".local", "share", "gongzhi")
}

// makeBase lets others pass through root's folder, not look into it: the
// servers run under another account.
func makeBase(base string) error {
	if _, err := os.Stat(base); err == nil {
		return nil
	}
	mode := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	if err := os.MkdirAll(base, mode); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	return os.Chmod(base, mode)
}

// lay makes the folders below base. It must run under the lock.
func (f *folders) lay(o Options) error {
	if err := f.locate(o); err != nil {
		return err
	}
	f.postgres = filepath.Join(f.services, "postgres")
	f.redis = filepath.Join(f.services, "redis")
	f.log = filepath.Join(f.services, "log")
	for _, dir := range []string{f.services, f.redis, f.log} {
		if err := f.account.folder(dir); err != nil {
			return err
		}
	}
	return f.layRun()
}

// locate finds or chooses the services folder. Where the account cannot reach
// the data folder, base/services is a link to a folder that it can reach.
func (f *folders) locate(o Options) (err error) {
	link := filepath.Join(f.base, "services")
	if f.services, err = filepath.EvalSymlinks(link); err != nil {
		f.services = link
	}
	if f.account, err = accountFor(f.services); err != nil {
		return err
	}
	if f.account.reaches(filepath.Dir(f.services)) {
		return nil
	}
	if f.services, err = placeElsewhere(link); err != nil {
		return fmt.Errorf("data folder %s cannot be reached by user %s, and no other place was found: %w", f.base, f.account.name, err)
	}
	o.Log("data folder %s cannot be reached by user %s: the servers' data lies in %s", f.base, f.account.name, f.services)
	return nil
}

// placeElsewhere never removes a folder with data in it: os.Remove refuses.
func placeElsewhere(link string) (string, error) {
	if err := os.Remove(link); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if err := makeBase(elsewhere); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(elsewhere, "data-")
	if err != nil {
		return "", err
	}
	return dir, os.Symlink(dir, link)
}

// longestSocket leaves room below the 108 bytes that a Unix socket's path may
// have (unix(7)).
const longestSocket = 100

// layRun makes an empty socket folder, in a short place if base is too deep or
// has characters that PostgreSQL reads as a list.
func (f *folders) layRun() error {
	f.run = filepath.Join(f.services, "run")
	if !socketFits(f.run) {
		short, err := shortRun(f.account)
		if err != nil {
			return err
		}
		f.run = short
	}
	if err := os.RemoveAll(f.run); err != nil {
		return fmt.Errorf("socket folder: %w", err)
	}
	return f.account.folder(f.run)
}

func socketFits(dir string) bool {
	return len(postgresSocket(dir)) <= longestSocket && !strings.ContainsAny(dir, `,"`)
}

func shortRun(a account) (string, error) {
	for _, base := range []string{os.Getenv("XDG_RUNTIME_DIR"), os.TempDir(), "/tmp"} {
		if !filepath.IsAbs(base) || !a.reaches(base) || !socketFits(filepath.Join(base, "gongzhi-0123456789")) {
			continue
		}
		if dir, err := os.MkdirTemp(base, "gongzhi-"); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("no folder for the sockets: the data folder's path is too long and no temporary folder has a short one")
}

func (f *folders) clearSockets() error { return os.RemoveAll(f.run) }

// remove deletes the data of an ephemeral run.
func (f *folders) remove() error {
	if f.made {
		return errors.Join(os.RemoveAll(f.services), os.RemoveAll(f.base))
	}
	return errors.Join(os.RemoveAll(f.services), os.RemoveAll(filepath.Join(f.base, "services")))
}
