package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// locks guard a data folder twice. The first is held by this process alone: who
// cannot have it is refused at once. The second is passed on to the children,
// so it stays taken until the last of them is gone: after kill -9 a new start
// waits for the old servers instead of meeting them on the same files.
type locks struct{ parent, children *os.File }

// settle is how long servers that lost their parent may take to shut down.
const settle = 30 * time.Second

func lockFolder(ctx context.Context, dir string, log func(string, ...any)) (*locks, error) {
	parent, err := openLock(filepath.Join(dir, "gongzhi.lock"))
	if err != nil {
		return nil, err
	}
	if !tryLock(parent) {
		defer parent.Close()
		return nil, inUse(dir, parent)
	}
	l := &locks{parent: parent}
	if l.children, err = openLock(filepath.Join(dir, "services.lock")); err != nil {
		return nil, errors.Join(err, l.release())
	}
	if err := waitLock(ctx, l.children, settle, func() { log("waiting for the servers of an earlier run to shut down") }); err != nil {
		return nil, errors.Join(fmt.Errorf("servers of an earlier run still use %s: %w", dir, err), l.release())
	}
	return l, writePid(parent)
}

func inUse(dir string, lock *os.File) error {
	b := make([]byte, 20)
	n, _ := lock.ReadAt(b, 0)
	pid := strings.TrimSpace(string(b[:n]))
	if pid == "" {
		pid = "unknown"
	}
	return fmt.Errorf("data folder %s is in use by another gongzhi, process %s: stop that one or choose another folder", dir, pid)
}

func writePid(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	return err
}

func (l *locks) release() error {
	var errs []error
	for _, f := range []*os.File{l.children, l.parent} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}

func openLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock file: %w", err)
	}
	return f, nil
}

func tryLock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// waitLock tries for at most the given time and calls waiting once if the lock
// is not free at first.
func waitLock(ctx context.Context, f *os.File, most time.Duration, waiting func()) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for first := true; !tryLock(f); first = false {
		if first {
			waiting()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not free after %s: %w", most, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}
