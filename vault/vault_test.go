package vault

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func keyPath(t *testing.T) string { return filepath.Join(t.TempDir(), "run", "keys.json") }

func mustOpen(t *testing.T, path string) *Vault {
	t.Helper()
	v, err := Open(path)
	require.NoError(t, err)
	return v
}

func TestOpenCreatesOnceAndReadsAgain(t *testing.T) {
	path := keyPath(t)
	first := mustOpen(t, path)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	second := mustOpen(t, path)
	require.Equal(t, first.Fingerprint(), second.Fingerprint())
	where := Where{"report", "contact", "1"}
	plain, err := second.Open(first.Seal([]byte("x"), where), where)
	require.NoError(t, err)
	require.Equal(t, "x", string(plain))
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1, "no temporary file is left")
}

func TestOpenRaceEndsInOneRing(t *testing.T) {
	path := keyPath(t)
	prints := make([]string, 8)
	var wg sync.WaitGroup
	for i := range prints {
		wg.Go(func() {
			if v, err := Open(path); err == nil {
				prints[i] = v.Fingerprint()
			}
		})
	}
	wg.Wait()
	require.NotEmpty(t, prints[0])
	for _, p := range prints {
		require.Equal(t, prints[0], p)
	}
}

func TestOpenRefuses(t *testing.T) {
	good := keyPath(t)
	mustOpen(t, good)
	body, err := os.ReadFile(good)
	require.NoError(t, err)
	var fields map[string]any
	require.NoError(t, json.Unmarshal(body, &fields))
	edit := func(key string, value any) []byte {
		changed := map[string]any{}
		for k, v := range fields {
			changed[k] = v
		}
		changed[key] = value
		b, err := json.Marshal(changed)
		require.NoError(t, err)
		return b
	}
	tests := []struct {
		name   string
		body   []byte
		mode   os.FileMode
		want   error
		remedy string
	}{
		{"group may read", body, 0o640, ErrMode, "chmod 600"},
		{"world may read", body, 0o604, ErrMode, "chmod 600"},
		{"world may write", body, 0o602, ErrMode, "chmod 600"},
		{"empty", nil, 0o600, ErrCorrupt, "backup"},
		{"half", body[:len(body)/2], 0o600, ErrCorrupt, "backup"},
		{"text behind", append(bytes.Clone(body), "{}"...), 0o600, ErrCorrupt, "backup"},
		{"too large", bytes.Repeat([]byte(" "), maxKeyFile+1), 0o600, ErrCorrupt, "backup"},
		{"unknown field", edit("extra", 1), 0o600, ErrCorrupt, "backup"},
		{"future version", edit("version", 2), 0o600, ErrCorrupt, "backup"},
		{"no pepper", edit("pepper", ""), 0o600, ErrCorrupt, "backup"},
		{"broken keyset", edit("fields", "AAAA"), 0o600, ErrCorrupt, "backup"},
		{"no signing key", edit("signing", []any{}), 0o600, ErrCorrupt, "backup"},
		{"short signing key", edit("signing", []any{map[string]any{"id": "a", "seed": "AAAA"}}), 0o600, ErrCorrupt, "backup"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "keys.json")
			require.NoError(t, os.WriteFile(path, tt.body, 0o600))
			require.NoError(t, os.Chmod(path, tt.mode))
			_, err := Open(path)
			require.ErrorIs(t, err, tt.want)
			require.ErrorContains(t, err, tt.remedy)
			require.ErrorContains(t, err, path)
			after, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, len(tt.body), len(after), "a refused file is left alone")
		})
	}
	_, err = Open(t.TempDir())
	require.ErrorIs(t, err, ErrUnreadable, "a folder is no key file")
}

func TestFingerprint(t *testing.T) {
	path := keyPath(t)
	v := mustOpen(t, path)
	fingerprint := v.Fingerprint()
	require.Len(t, fingerprint, 32)
	require.NoError(t, v.Rotate())
	require.Equal(t, fingerprint, v.Fingerprint(), "signing keys are no part of it")
	require.Equal(t, fingerprint, mustOpen(t, path).Fingerprint())
	other, err := New()
	require.NoError(t, err)
	require.NoError(t, v.CheckFingerprint(fingerprint))
	require.ErrorIs(t, other.CheckFingerprint(fingerprint), ErrForeignKeys)
}

func TestRotateKeepsOnePredecessor(t *testing.T) {
	path := keyPath(t)
	v := mustOpen(t, path)
	kid1, key1 := v.SigningKey()
	require.NoError(t, v.Rotate())
	kid2, _ := v.SigningKey()
	require.NotEqual(t, kid1, kid2)
	require.Len(t, v.VerifyKeys(), 2)
	require.True(t, key1.Public().(ed25519.PublicKey).Equal(v.VerifyKeys()[kid1]))

	require.NoError(t, v.Rotate())
	require.NotContains(t, v.VerifyKeys(), kid1)
	require.Contains(t, v.VerifyKeys(), kid2)
	require.Equal(t, v.VerifyKeys(), mustOpen(t, path).VerifyKeys(), "rotation is on disk")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestRotateInMemory(t *testing.T) {
	v, err := New()
	require.NoError(t, err)
	require.NoError(t, v.Rotate())
	require.Len(t, v.VerifyKeys(), 2)
}

func TestRotateFailureChangesNothing(t *testing.T) {
	path := keyPath(t)
	v := mustOpen(t, path)
	kid, _ := v.SigningKey()
	require.NoError(t, os.Remove(path))
	require.Error(t, v.Rotate())
	now, _ := v.SigningKey()
	require.Equal(t, kid, now)
}
