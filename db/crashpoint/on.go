//go:build crashpoints

// Package crashpoint marks the places at which the fault runs end a process on
// purpose, and lets them shift its clocks. This half exists only in binaries
// built with the tag crashpoints.
package crashpoint

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

var (
	// point is where to die, and passes how often it is passed before: "name" or "name#3".
	point, passes = parse(os.Getenv("GONGZHI_CRASHPOINT"))
	passed        atomic.Int64
	// offset is how far the local clock is off.
	offset, _ = time.ParseDuration(os.Getenv("GONGZHI_TEST_CLOCK_OFFSET"))
	// jumpFile holds how far the database's clock has jumped, read each time.
	jumpFile = os.Getenv("GONGZHI_TEST_CLOCK_JUMP_FILE")
)

func parse(s string) (string, int64) {
	name, count, _ := strings.Cut(s, "#")
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		return name, 0
	}
	return name, n
}

// At ends the process as kill -9 does when this is the place that the
// environment names.
func At(name string) {
	if name != point || passed.Add(1) <= passes {
		return
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // the signal is on its way; nothing more may happen here
}

// Local is the local time, as wrong as the environment says.
func Local() time.Time { return time.Now().Add(offset) }

// Server is the time that the database gave, as wrong as the file says.
func Server(t time.Time) time.Time {
	if jumpFile == "" {
		return t
	}
	text, err := os.ReadFile(jumpFile)
	if err != nil {
		return t
	}
	by, _ := time.ParseDuration(strings.TrimSpace(string(text)))
	return t.Add(by)
}
