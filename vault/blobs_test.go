package vault

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	blobA = "0f8fad5b-d9cb-469f-a165-70867728950e"
	blobB = "0f8fad5b-d9cb-469f-a165-70867728950f"
)

func openFolder(t *testing.T) (*Folder, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "evidence")
	f, err := OpenFolder(path, newVault(t))
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f, path
}

func readBlob(t *testing.T, s Store, id string) (string, error) {
	t.Helper()
	r, err := s.Get(t.Context(), id)
	if err != nil {
		return "", err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return string(b), err
}

func TestFolderKeepsSealedFiles(t *testing.T) {
	f, path := openFolder(t)
	body := strings.Repeat("证据", 300_000)
	require.NoError(t, f.Put(t.Context(), blobA, strings.NewReader(body)))
	got, err := readBlob(t, f, blobA)
	require.NoError(t, err)
	require.Equal(t, body, got)

	stored, err := os.ReadFile(filepath.Join(path, blobA[:2], blobA))
	require.NoError(t, err)
	require.False(t, bytes.Contains(stored, []byte("证据")))
	info, err := os.Stat(filepath.Join(path, blobA[:2], blobA))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	require.ErrorIs(t, f.Put(t.Context(), blobA, strings.NewReader("other")), ErrBlobExists)
	got, _ = readBlob(t, f, blobA)
	require.Equal(t, body, got, "a stored file never changes")

	require.NoError(t, os.WriteFile(filepath.Join(path, blobB[:2], blobB), stored, 0o600))
	_, err = readBlob(t, f, blobB)
	require.ErrorIs(t, err, ErrSealed, "a file moved to another id does not open")
}

func TestFolderDelete(t *testing.T) {
	f, _ := openFolder(t)
	require.NoError(t, f.Put(t.Context(), blobA, strings.NewReader("x")))
	require.NoError(t, f.Delete(t.Context(), blobA))
	require.NoError(t, f.Delete(t.Context(), blobA), "twice is fine")
	_, err := f.Get(t.Context(), blobA)
	require.ErrorIs(t, err, ErrNoBlob)
}

func TestFolderFailedPutLeavesNothing(t *testing.T) {
	f, path := openFolder(t)
	broken := errors.New("broken")
	require.ErrorIs(t, f.Put(t.Context(), blobA, io.MultiReader(strings.NewReader("x"), failing{broken})), broken)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, f.Put(gone, blobA, strings.NewReader("x")), context.Canceled)
	require.NoError(t, filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		require.True(t, d.IsDir(), "left behind")
		return err
	}))
}

func TestFolderRefusesOtherIDs(t *testing.T) {
	f, _ := openFolder(t)
	for _, id := range []string{"", "../../etc/passwd", strings.ToUpper(blobA), blobA + "/..", "a", strings.ReplaceAll(blobA, "-", "")} {
		require.ErrorIs(t, f.Put(t.Context(), id, strings.NewReader("x")), ErrBlobID)
		_, err := f.Get(t.Context(), id)
		require.ErrorIs(t, err, ErrBlobID)
		require.ErrorIs(t, f.Delete(t.Context(), id), ErrBlobID)
	}
}
