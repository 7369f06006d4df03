package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// tick is the unit of processor time in /proc (USER_HZ, 100 on every Linux).
const tick = 10 * time.Millisecond

// spent is the processor time of a process; with its dead children where
// wanted. It hardly changes when others use the machine, rates do.
func spent(pid int, children bool) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	var state string
	var skip, user, system, deadUser, deadSystem int64
	// fields 3 (state) to 17 of proc(5)
	if _, err := fmt.Sscan(rest, &state, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &user, &system, &deadUser, &deadSystem); err != nil {
		return 0
	}
	if children {
		user, system = user+deadUser, system+deadSystem
	}
	return time.Duration(user+system) * tick
}

// postgresSpent is the processor time of the server with all its processes,
// those that have ended included. A process that is reaped while they are
// counted would be missed, so they are counted again then.
func (s *stage) postgresSpent() time.Duration {
	main := s.services.Pids().Postgres
	for {
		before := spent(main, true)
		total := before + childrenSpent(main)
		if spent(main, true) == before {
			return total
		}
	}
}

func childrenSpent(main int) (total time.Duration) {
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range all {
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(text), ") ")
		var state string
		var parent, pid int
		if _, err := fmt.Sscan(rest, &state, &parent); err != nil || parent != main {
			continue
		}
		if _, err := fmt.Sscanf(path, "/proc/%d/stat", &pid); err == nil {
			total += spent(pid, false)
		}
	}
	return total
}
