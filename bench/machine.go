package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// printMachine prints what the figures depend on: the processors, how busy
// they are already, and how fast the disk makes a page durable.
func printMachine(o options) {
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("machine: %d processors, %s, load before the run %s\n", runtime.NumCPU(), runtime.GOARCH, strings.Join(strings.Fields(string(load))[:min(3, len(strings.Fields(string(load))))], " "))
	if rate, err := syncRate(o.dir); err == nil {
		fmt.Printf("disk: %.0f durable writes of 8 kB a second (%.0f µs)\n", rate, 1e6/rate)
	}
}

// syncRate writes one page again and again for half a second.
func syncRate(dir string) (float64, error) {
	f, err := os.CreateTemp(dir, "gongzhi-bench-sync-")
	if err != nil {
		return 0, err
	}
	defer os.Remove(filepath.Clean(f.Name())) //nolint:errcheck // a leftover page harms nobody
	defer f.Close()                           //nolint:errcheck
	page := make([]byte, 8192)
	began, n := time.Now(), 0
	for ; time.Since(began) < 500*time.Millisecond; n++ {
		if _, err := f.WriteAt(page, 0); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(began).Seconds(), nil
}
