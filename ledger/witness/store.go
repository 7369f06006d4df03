package witness

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// maxState bounds a stored checkpoint in bytes.
const maxState = 1 << 16

// Store keeps, for each log, the newest checkpoint that was cosigned.
type Store interface {
	// Latest is the signed note, nil before the first.
	Latest(origin string) ([]byte, error)
	// Save replaces it and returns when it is durable.
	Save(origin string, note []byte) error
}

// Folder keeps a file for each log. One process holds it at a time.
type Folder struct {
	dir  string
	lock *os.File
}

// OpenFolder opens or makes the folder and locks it against other processes.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("witness: state folder: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("witness: state folder: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(errors.New("witness: another process holds the state folder"), lock.Close())
	}
	return &Folder{dir: dir, lock: lock}, nil
}

// Close gives the folder up.
func (f *Folder) Close() error { return f.lock.Close() }

// file is named by a hash, because origins may hold any sign.
func (f *Folder) file(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return filepath.Join(f.dir, hex.EncodeToString(sum[:])+".checkpoint")
}

// Latest reads the newest checkpoint of a log. A file that is there and empty
// is an error: a witness that forgot must not start over by itself.
func (f *Folder) Latest(origin string) ([]byte, error) {
	file, err := os.Open(f.file(origin)) //nolint:gosec // the name is a hash in the folder of our own
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("witness: read state: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	note, err := io.ReadAll(io.LimitReader(file, maxState))
	if err != nil || len(note) == 0 {
		return nil, errors.Join(errors.New("witness: the state of a log cannot be read"), err)
	}
	return note, nil
}

// Save writes beside, flushes, and renames: after a crash the old state or the
// new one is there.
func (f *Folder) Save(origin string, note []byte) error {
	if err := f.save(f.file(origin), note); err != nil {
		return fmt.Errorf("witness: save state: %w", err)
	}
	return nil
}

func (f *Folder) save(name string, note []byte) error {
	beside := name + ".new"
	file, err := os.OpenFile(beside, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(note)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(beside, name); err != nil {
		return err
	}
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
