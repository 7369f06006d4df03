package embedded

import (
	"os"
	"path/filepath"
	"strings"
)

// socketLine is the line of postmaster.pid that names the first socket folder
// (PostgreSQL, "miscadmin.h": LOCK_FILE_LINE_SOCKET_DIR, counted from 1).
const socketLine = 5

// Running is the address of the private PostgreSQL that another process runs on
// a data folder, or false. An empty dir is the ordinary one.
func Running(dir string) (databaseURL string, ok bool) {
	if dir == "" {
		dir = defaultDir()
	}
	services, err := filepath.EvalSymlinks(filepath.Join(dir, "services"))
	if err != nil {
		return "", false
	}
	pid, err := os.ReadFile(filepath.Join(services, "postgres", "postmaster.pid"))
	if err != nil {
		return "", false
	}
	lines := strings.Split(string(pid), "\n")
	if len(lines) < socketLine {
		return "", false
	}
	run := strings.TrimSpace(lines[socketLine-1])
	if _, err := os.Stat(postgresSocket(run)); run == "" || err != nil {
		return "", false
	}
	return postgresURL(run), true
}
