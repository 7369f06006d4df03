package main

import (
	"os"
	"runtime/debug"
)

const (
	// garbagePercent lets the heap grow to three times what is in use before it
	// is collected. A filing leaves hundreds of kilobytes behind, and at Go's
	// own 100 the collector took a quarter of the program's processor time.
	garbagePercent = 200
	// softMemory, in bytes, is where it collects more often instead: what a
	// crowd holds at once is then not tripled too.
	softMemory = 384 << 20
)

// collectSeldom sets the garbage collector, unless the environment does: GOGC
// and GOMEMLIMIT, see https://pkg.go.dev/runtime#hdr-Environment_Variables.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemory)
	}
}
