package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// ephemeralName marks folders that may be removed once nobody holds them.
const ephemeralName = "gongzhi-ephemeral-"

// roomInMemory is what a memory file system must have free to be used, in bytes.
const roomInMemory = 1 << 30

// ephemeralBase makes a folder in memory where there is room, otherwise in the
// ordinary place for temporary files.
func ephemeralBase() (string, error) {
	parent := os.TempDir()
	var fs syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &fs); err == nil && fs.Bavail*uint64(fs.Bsize) > roomInMemory {
		parent = "/dev/shm"
	}
	sweepEphemeral(parent)
	dir, err := os.MkdirTemp(parent, ephemeralName)
	if err != nil {
		return "", fmt.Errorf("folder for ephemeral data: %w", err)
	}
	return dir, os.Chmod(dir, 0o711) //nolint:gosec // the account of the servers passes through to its own folder
}

// sweepEphemeral removes what killed test runs left behind. A folder younger
// than a minute may belong to a run that has not locked it yet.
func sweepEphemeral(parent string) {
	old, _ := filepath.Glob(filepath.Join(parent, ephemeralName+"*"))
	for _, dir := range old {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() || owner(dir) != os.Geteuid() || time.Since(info.ModTime()) < time.Minute {
			continue
		}
		if abandoned(filepath.Join(dir, "gongzhi.lock")) && abandoned(filepath.Join(dir, "services.lock")) {
			_ = os.RemoveAll(dir)
		}
	}
}

func abandoned(lock string) bool {
	f, err := os.OpenFile(lock, os.O_RDWR, 0)
	if err != nil {
		return os.IsNotExist(err)
	}
	defer f.Close()
	return tryLock(f)
}
