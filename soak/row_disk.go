package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"
)

// diskSize holds a fresh database with its log of 16 MiB segments, and little
// more.
const diskSize = "size=160m,mode=0711"

// diskRow lets the disk of an instance with its own private PostgreSQL run
// full and become free again.
func diskRow(ctx context.Context, s *stage, _ time.Duration) ([]figure, error) {
	if os.Geteuid() != 0 {
		return nil, errSkipped("needs root, to mount a small file system")
	}
	disk := filepath.Join(s.dir, "disk")
	if err := os.MkdirAll(disk, 0o711); err != nil {
		return nil, err
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, diskSize); err != nil {
		return nil, errSkipped("a small file system cannot be mounted here: " + err.Error())
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	t := &site{stage: s, rises: s.rises, live: make([]*instance, 1)}
	t.load = newLoad(t)
	data := filepath.Join(disk, "data")
	u := url.URL{Scheme: "postgres", User: url.User("gongzhi"), Path: "/gongzhi",
		RawQuery: url.Values{"host": {filepath.Join(data, "services", "run")}, "port": {"5432"}}.Encode()}
	t.database = u.String()
	start := func() (err error) {
		t.live[0], err = startOn(ctx, s.binary, data, []string{"GONGZHI_DATABASE_URL=", "GONGZHI_REDIS_URL=", "GONGZHI_RULES=" + s.rules})
		return err
	}
	if err := start(); err != nil {
		return nil, err
	}
	defer func() { t.live[0].kill() }()
	for range 20 {
		t.load.fileSurely(ctx, 0)
	}
	if err := fill(filepath.Join(disk, "filler")); err != nil {
		return nil, err
	}
	refused, named := t.fileOnFull(ctx)
	if err := os.Remove(filepath.Join(disk, "filler")); err != nil {
		return nil, err
	}
	alone, well := until(ctx, 20*time.Second, func() bool { return t.files(ctx) })
	list := []figure{
		atLeast("filings told to come again", refused, 1), truth("/readyz names it", named != "", "it does not"), info("in the words", named),
	}
	if well {
		list = append(list, info("takes filings again, by itself, after", alone.Round(time.Millisecond)))
	} else {
		t.live[0].kill()
		if err := start(); err != nil {
			return list, err
		}
		_, well = until(ctx, 20*time.Second, func() bool { return t.files(ctx) })
		list = append(list, truth("takes filings again once restarted", well, "it does not"))
	}
	more, err := t.finish(ctx)
	return append(list, more...), err
}

// fileOnFull files for up to twenty seconds on a full disk, until somebody was
// refused and /readyz said why.
func (t *site) fileOnFull(ctx context.Context) (refused int, named string) {
	until(ctx, 20*time.Second, func() bool {
		began := time.Now()
		for range 5 {
			a := t.load.file(ctx, t.instance(0).url, uuid.NewString(), "Filed on a full disk "+strings.Repeat("x", 150))
			if !t.load.note(a, began, time.Since(began)) && a.status == http.StatusServiceUnavailable {
				refused++
			}
		}
		_, bad := t.readiness(0)
		named = bad["disk"]
		return refused > 0 && strings.Contains(named, "disk")
	})
	return refused, named
}

func (t *site) files(ctx context.Context) bool {
	began := time.Now()
	return t.load.note(t.load.file(ctx, t.instance(0).url, uuid.NewString(), "Filed on a free disk"), began, time.Since(began))
}

// fill writes a file until the disk has no room.
func fill(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	block := make([]byte, 64<<10)
	for size := len(block); size > 0; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(block[:size])
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}
