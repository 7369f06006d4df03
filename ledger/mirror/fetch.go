// Package mirror reads public logs as an outsider does, from an address or from
// a folder, and keeps full copies of them. A copy is laid out by the log's own
// paths, so that any web server can serve it and any verifier can read it.
package mirror

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"gongzhi/ledger"
)

// maxResource bounds a resource in bytes; a full bundle of ours has 17 KiB.
const maxResource = 32 << 20

// Web fetches a log below an address.
type Web struct {
	Prefix *url.URL
	HTTP   *http.Client // with a timeout
}

// Fetch gets a resource; the log's 404 and 410 are ledger.ErrNotFound.
func (w Web) Fetch(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.Prefix.JoinPath(path).String(), nil)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	resp, err := w.HTTP.Do(req)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	defer func() { _ = resp.Body.Close() }() // only read
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone:
		return nil, ledger.ErrNotFound
	default:
		return nil, fmt.Errorf("mirror: the log answered with status %d", resp.StatusCode)
	}
	return readBounded(resp.Body)
}

// Folder fetches a log from a folder.
type Folder string

// Fetch reads a resource; a missing file is ledger.ErrNotFound. A partial tile
// is taken from the full one when that is all there is.
func (f Folder) Fetch(_ context.Context, path string) ([]byte, error) {
	data, err := f.read(path)
	if t, bad := ledger.ParseTilePath(path); errors.Is(err, ledger.ErrNotFound) && bad == nil && t.W < ledger.FullWidth {
		full := t
		full.W = ledger.FullWidth
		if data, err = f.read(full.Path()); err == nil {
			return cut(data, t)
		}
	}
	return data, err
}

func (f Folder) read(path string) ([]byte, error) {
	file, err := os.OpenInRoot(string(f), filepath.FromSlash(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ledger.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	return readBounded(file)
}

// cut makes a partial tile from a wider one.
func cut(data []byte, t ledger.Tile) ([]byte, error) {
	if n := t.Bytes(); len(data) >= n {
		return data[:n], nil
	}
	return nil, ledger.ErrNotFound
}

func readBounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxResource+1))
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	if len(data) > maxResource {
		return nil, errors.New("mirror: a resource is longer than 32 MiB")
	}
	return data, nil
}

// Open reads a log from an address that begins with http:// or https://, or
// from a folder.
func Open(where string, client *http.Client) (ledger.Fetcher, error) {
	if !strings.HasPrefix(where, "http://") && !strings.HasPrefix(where, "https://") {
		return Folder(where), nil
	}
	prefix, err := url.Parse(where)
	if err != nil || prefix.Host == "" {
		return nil, errors.New("mirror: the log's address is malformed")
	}
	return Web{Prefix: prefix, HTTP: client}, nil
}
