package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
)

// Errors of a Store.
var (
	ErrNoBlob     = errors.New("vault: no such evidence file")
	ErrBlobExists = errors.New("vault: evidence file exists already")
	ErrBlobID     = errors.New("vault: evidence id is not a lower-case UUID")
)

// Store keeps evidence files, sealed, under server-made ids (UUIDs in lower
// case). Files are written once and never changed.
type Store interface {
	// Put seals and stores all of r. After an error nothing is stored.
	Put(ctx context.Context, id string, r io.Reader) error
	// Get opens a file; reading it to io.EOF without error proves it whole.
	Get(ctx context.Context, id string) (io.ReadCloser, error)
	// Delete removes a file; deleting an absent one is no error, so that an
	// erasure can be repeated.
	Delete(ctx context.Context, id string) error
}

// Folder is a Store in a folder that it cannot leave (os.Root).
type Folder struct {
	root  *os.Root
	vault *Vault
}

var _ Store = (*Folder)(nil)

// OpenFolder opens the evidence folder at path, made with mode 0700 if absent.
func OpenFolder(path string, v *Vault) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("vault: evidence folder: %w", err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("vault: evidence folder: %w", err)
	}
	return &Folder{root, v}, nil
}

// Close releases the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Put implements Store.
func (f *Folder) Put(ctx context.Context, id string, r io.Reader) error {
	name, err := blobPath(id)
	if err != nil {
		return err
	}
	if err := f.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return fmt.Errorf("vault: store evidence: %w", err)
	}
	part := name + "." + rand.Text() + ".part" // two writers of one id must not share it
	defer func() { _ = f.root.Remove(part) }() // a leftover part is never read
	if err := f.writeSealed(part, id, contextReader{ctx, r}); err != nil {
		return fmt.Errorf("vault: store evidence: %w", err)
	}
	err = f.root.Link(part, name) // unlike a rename, never replaces
	if errors.Is(err, fs.ErrExist) {
		return ErrBlobExists
	}
	return err
}

func (f *Folder) writeSealed(name, id string, r io.Reader) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	seal, err := f.vault.SealStream(file, blobPlace(id))
	if err != nil {
		return err
	}
	if _, err := io.Copy(seal, r); err != nil {
		return err
	}
	if err := seal.Close(); err != nil {
		return err
	}
	return file.Sync()
}

// Get implements Store.
func (f *Folder) Get(ctx context.Context, id string) (io.ReadCloser, error) {
	name, err := blobPath(id)
	if err != nil {
		return nil, err
	}
	file, err := f.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoBlob
	}
	if err != nil {
		return nil, fmt.Errorf("vault: open evidence: %w", err)
	}
	plain, err := f.vault.OpenStream(contextReader{ctx, file}, blobPlace(id))
	if err != nil {
		file.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{plain, file}, nil
}

// Delete implements Store.
func (f *Folder) Delete(_ context.Context, id string) error {
	name, err := blobPath(id)
	if err != nil {
		return err
	}
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("vault: delete evidence: %w", err)
	}
	return nil
}

var blobID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// blobPath spreads files over 256 folders by the first two digits of the id.
func blobPath(id string) (string, error) {
	if !blobID.MatchString(id) {
		return "", ErrBlobID
	}
	return path.Join(id[:2], id), nil
}

func blobPlace(id string) Where { return Where{"evidence", "file", id} }

// contextReader stops a copy when its request is gone.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
