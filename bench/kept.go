package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Large databases take longer to make than to measure. With -data their folder
// is kept, so that -make can make them at one time and later runs read them;
// what runs write into them stays, a few thousand filings beside millions.

// folder is where the run works; only one of its own is removed afterwards.
func (s *stage) folder() (err error) {
	if s.data != "" {
		if s.dir, err = filepath.Abs(s.data); err == nil {
			err = os.MkdirAll(s.dir, 0o711)
		}
		return err
	}
	if s.dir, err = os.MkdirTemp(s.options.dir, "gongzhi-bench-"); err == nil && !s.keep {
		s.closers = append(s.closers, func() error { return os.RemoveAll(s.dir) })
	}
	return err
}

// once makes a database, or finds it as it was made in the folder that is
// kept. A half-made one is finished.
func (s *stage) once(ctx context.Context, name, mark string, build func(database string) error) error {
	database := s.database(name)
	if marked(ctx, database, mark) {
		return nil
	}
	began := time.Now()
	if err := build(database); err != nil {
		return err
	}
	fmt.Printf("  %s: %s made in %s\n", name, mark, time.Since(began).Round(time.Second))
	return sql(ctx, database, "CREATE TABLE bench_"+mark+" ()")
}

// marked reports whether a database exists and has what a mark stands for.
func marked(ctx context.Context, database, mark string) bool {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return false
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	var made bool
	err = conn.QueryRow(ctx, `SELECT to_regclass('bench_' || $1::text) IS NOT NULL`, mark).Scan(&made)
	return err == nil && made
}

// wants reports whether any line of some numbers shall be measured.
func (o options) wants(numbers ...string) bool {
	return o.only == "" || slices.ContainsFunc(strings.Split(o.only, ","), func(n string) bool { return slices.Contains(numbers, n) })
}

// spared refuses to fill the disk beyond what was asked to stay free.
func (s *stage) spared() error {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(s.dir, &disk); err != nil {
		return err
	}
	if free := float64(disk.Bavail) * float64(disk.Bsize) / 1e9; free < s.spare {
		return fmt.Errorf("%.1f GB are free and %.1f shall stay free: fewer rows fit (-rows, -spare)", free, s.spare)
	}
	return nil
}
