package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Reasons why a key file is refused. The error text around them names the
// file and the remedy.
var (
	ErrMode       = errors.New("vault: key file is open to other users")
	ErrUnreadable = errors.New("vault: key file cannot be read")
	ErrCorrupt    = errors.New("vault: key file is damaged")
)

// maxKeyFile bounds what is read as a key file, in bytes.
const maxKeyFile = 64 << 10

// Open reads the key ring at path and creates it (mode 0600, its folder 0700)
// on first use. It returns an error wrapping ErrMode, ErrUnreadable or
// ErrCorrupt, with the remedy in its text.
func Open(path string) (*Vault, error) {
	r, err := readKeyFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		r, err = createKeyFile(path)
	}
	if err != nil {
		return nil, err
	}
	v, err := fromRing(r, path)
	if err != nil {
		return nil, corrupt(path, err)
	}
	return v, nil
}

func readKeyFile(path string) (ring, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ring{}, err
	}
	if err != nil {
		return ring{}, unreadable(path, err)
	}
	if err := checkKeyFile(path, info); err != nil {
		return ring{}, err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return ring{}, unreadable(path, err)
	}
	r, err := parseRing(b)
	if err != nil {
		return ring{}, corrupt(path, err)
	}
	return r, nil
}

func checkKeyFile(path string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return unreadable(path, errors.New("not a regular file"))
	}
	if perm := info.Mode().Perm(); perm&0o077 != 0 {
		return fmt.Errorf("%w: %s has mode %04o; run: chmod 600 %s", ErrMode, path, perm, path)
	}
	if info.Size() > maxKeyFile {
		return corrupt(path, errors.New("too large for a key ring"))
	}
	return nil
}

func unreadable(path string, err error) error {
	return fmt.Errorf("%w: %s: %w; make it a regular file owned by the user that runs this program (chown, chmod 600)", ErrUnreadable, path, err)
}

func corrupt(path string, err error) error {
	return fmt.Errorf("%w: %s: %w; restore it from your backup (without it sealed data cannot be read), and never edit it", ErrCorrupt, path, err)
}

// createKeyFile makes a ring and publishes it only if no other process was
// quicker; the quicker one's ring is then used.
func createKeyFile(path string) (ring, error) {
	r, err := newRing()
	if err != nil {
		return ring{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return ring{}, unreadable(path, err)
	}
	err = publish(path, r, os.Link) // a link never replaces an existing file
	if errors.Is(err, fs.ErrExist) {
		return readKeyFile(path)
	}
	if err != nil {
		return ring{}, unreadable(path, err)
	}
	return r, nil
}

// publish writes a ring beside path, makes it durable and moves it into place,
// so that a crash leaves the old file or the new one, never half of one.
func publish(path string, r ring, move func(from, to string) error) error {
	body, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // CreateTemp gives mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := writeDurably(f, append(body, '\n')); err != nil {
		return err
	}
	if err := move(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func writeDurably(f *os.File, body []byte) error {
	_, err := f.Write(body)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
