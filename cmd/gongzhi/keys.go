package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gongzhi/db"
	"gongzhi/vault"
)

// openKeys opens the key file and refuses one that the database does not know.
func (a *app) openKeys(ctx context.Context) (err error) {
	path := a.settings.keysPath()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	_, before := os.Stat(path)
	if a.vault, err = vault.Open(path); err != nil {
		return err
	}
	if err := a.db.CheckFingerprint(ctx, "keyring", []byte(a.vault.Fingerprint()), time.Now()); err != nil {
		return foreignKeys(path, errors.Is(before, fs.ErrNotExist), err)
	}
	if a.evidence, err = vault.OpenFolder(a.settings.evidencePath(), a.vault); err != nil {
		return err
	}
	a.onClose(a.evidence.Close)
	return nil
}

// foreignKeys says which remedy fits. A key file that was made a moment ago
// goes again: the right one is to be put in its place, and nobody should take
// this one for it.
func foreignKeys(path string, made bool, err error) error {
	var fault *db.Error
	switch {
	case errors.As(err, &fault):
		return fmt.Errorf("keys: %w", err)
	case made:
		err = fmt.Errorf("keys: %s is missing, and this database was used with a key file: put it back from your backup", path)
		return errors.Join(err, os.Remove(path))
	}
	return fmt.Errorf("keys: %s belongs to another database: put back the one from your backup: %w", path, err)
}
