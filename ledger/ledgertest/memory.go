// Package ledgertest serves tests of the log: storage in memory, storage that
// fails on purpose, events to log, and the rules that every storage must keep.
package ledgertest

import (
	"bytes"
	"context"
	"sync"

	"gongzhi/ledger"
)

// Memory keeps a log in memory.
type Memory struct {
	mu        sync.Mutex
	head      ledger.Head
	published []byte
	size      int64 // of the published checkpoint
	tiles     map[key][]byte
	Index     map[int64]int64 // index of each event by position
}

type key struct {
	level int
	n     int64
}

// NewMemory starts an empty log.
func NewMemory() *Memory {
	return &Memory{tiles: map[key][]byte{}, Index: map[int64]int64{}}
}

// Clone copies everything: yesterday's dump.
func (m *Memory) Clone() *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := NewMemory()
	c.head, c.published, c.size = m.head, m.published, m.size
	for k, v := range m.tiles {
		c.tiles[k] = bytes.Clone(v)
	}
	for k, v := range m.Index {
		c.Index[k] = v
	}
	return c
}

// Head is the newest signed state.
func (m *Memory) Head(context.Context) (ledger.Head, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.head, nil
}

// ReadTiles returns stored tiles in their widest form.
func (m *Memory) ReadTiles(_ context.Context, tiles []ledger.Tile) ([][]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		data, ok := m.tiles[key{t.Level, t.N}]
		if !ok {
			return nil, ledger.ErrNotFound
		}
		out[i] = bytes.Clone(data)
	}
	return out, nil
}

// Append stores a batch if the head has not moved.
func (m *Memory) Append(_ context.Context, b ledger.Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.head.Size != b.Old.Size || m.head.Note != nil && m.head.Root != b.Old.Root {
		return ledger.ErrMoved
	}
	for _, t := range b.Tiles {
		m.tiles[key{t.Level, t.N}] = bytes.Clone(t.Data)
	}
	for i, l := range b.Leaves {
		if l.Pos != 0 {
			m.Index[l.Pos] = b.Old.Size + int64(i)
		}
	}
	m.head = b.New
	return nil
}

// Published is the checkpoint that is served.
func (m *Memory) Published(context.Context) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.published, nil
}

// Publish serves another checkpoint, never a smaller one.
func (m *Memory) Publish(_ context.Context, size int64, note []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if size < m.size {
		return ledger.ErrMoved
	}
	m.published, m.size = bytes.Clone(note), size
	return nil
}

// Mutate changes a stored tile.
func (m *Memory) Mutate(t ledger.Tile, change func([]byte) []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tiles[key{t.Level, t.N}] = change(m.tiles[key{t.Level, t.N}])
}

// SetHead overwrites the head, as a superuser can.
func (m *Memory) SetHead(h ledger.Head) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.head = h
}

// SetPublished overwrites the served checkpoint, as a superuser can.
func (m *Memory) SetPublished(note []byte, size int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.published, m.size = note, size
}

// Fetch serves the log as an outsider gets it.
func (m *Memory) Fetch(ctx context.Context, path string) ([]byte, error) {
	body, _, _, err := ledger.Serve(ctx, m, path)
	return body, err
}
