package frontend

import (
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed dist
var built embed.FS

// ErrNotBuilt means that the program was compiled before the pages were: run the page build, then compile again.
var ErrNotBuilt = errors.New("the pages are not built")

// Assets are the styles, scripts and pictures of the page build, under names that change with their content.
type Assets struct {
	files fs.FS
	names map[string]string
	// packed are the files that get smaller by it, compressed when first asked for, by hashed name.
	packed map[string]func() []byte
}

// AssetPrefix is the address below which Assets are served.
const AssetPrefix = "/assets/"

// BuiltAssets opens the page build inside the program, or returns ErrNotBuilt.
func BuiltAssets() (Assets, error) {
	dist, err := fs.Sub(built, "dist")
	if err != nil {
		return Assets{}, err
	}
	return openAssets(dist)
}

func openAssets(dist fs.FS) (Assets, error) {
	text, err := fs.ReadFile(dist, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return Assets{files: dist}, ErrNotBuilt
	}
	if err != nil {
		return Assets{}, err
	}
	a := Assets{files: dist}
	if err := json.Unmarshal(text, &a.names); err != nil {
		return Assets{}, fmt.Errorf("manifest of the pages: %w", err)
	}
	a.packed = map[string]func() []byte{}
	for _, name := range a.names {
		if _, err := fs.Stat(dist, name); err != nil {
			return Assets{}, fmt.Errorf("asset of the pages: %w", err)
		}
		a.packed[name] = sync.OnceValue(func() []byte { return pack(dist, name) })
	}
	return a, nil
}

// pack compresses a file of ours, or returns nil where that makes it no smaller.
func pack(dist fs.FS, name string) []byte {
	plain, err := fs.ReadFile(dist, name)
	if err != nil {
		return nil // it is sent as it lies, or not found
	}
	if packed := gzipped(plain, gzip.BestCompression); len(packed) < len(plain) {
		return packed
	}
	return nil
}

// URL is the address of an asset by its plain name, such as "app.css". Before the page build it is an address that
// does not exist, so that templates can be tested without it.
func (a Assets) URL(name string) string {
	if hashed, ok := a.names[name]; ok {
		return AssetPrefix + hashed
	}
	return AssetPrefix + "not-built/" + name
}

// ServeHTTP serves the hashed files below AssetPrefix, to be kept for ever; all else is not found.
func (a Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, AssetPrefix)
	if !a.has(name) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Add("Vary", "Accept-Encoding")
	var packed []byte
	if acceptsGzip(r.Header.Get("Accept-Encoding")) && r.Header.Get("Range") == "" {
		packed = a.packed[name]()
	}
	if packed == nil {
		http.ServeFileFS(w, r, a.files, name) //nolint:gosec // has knows the name: it is one of ours
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Content-Length", strconv.Itoa(len(packed)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(packed) // a reader that left is no fault of ours
	}
}

func (a Assets) has(hashed string) bool {
	for _, name := range a.names {
		if name == hashed {
			return true
		}
	}
	return false
}
