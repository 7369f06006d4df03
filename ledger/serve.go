package ledger

import (
	"context"
	"fmt"
)

// The media types of the log's resources.
const (
	typeCheckpoint = "text/plain; charset=utf-8"
	typeTile       = "application/octet-stream"
)

// Serve returns the body of a resource of the public log by its path below the
// log's prefix: "checkpoint", "tile/…". Nothing beyond the published checkpoint
// is served. Cacheable bodies never change. ErrNotFound for anything else.
func Serve(ctx context.Context, site Site, path string) (body []byte, contentType string, cacheable bool, err error) {
	signed, err := site.Published(ctx)
	if err != nil {
		return nil, "", false, fmt.Errorf("ledger: read published checkpoint: %w", err)
	}
	if signed == nil {
		return nil, "", false, ErrNotFound
	}
	if path == "checkpoint" {
		return signed, typeCheckpoint, false, nil
	}
	published, err := readUnverified(signed)
	if err != nil {
		return nil, "", false, err
	}
	tile, err := ParseTilePath(path)
	if err != nil || !tile.within(published.Size) {
		return nil, "", false, ErrNotFound
	}
	data, err := readTiles(ctx, site, []Tile{tile})
	if err != nil {
		return nil, "", false, err
	}
	return data[0], typeTile, true, nil
}
