package db

import (
	"context"
	"slices"
	"sync"
	"time"

	"gongzhi/db/internal/sqlgen"
)

// shared keeps the newest portions of the log for a moment, read and parsed
// once for all its readers, which come one after the other. Entries never
// change, and whoever reads them must not change them.
type shared struct {
	mu       sync.Mutex
	portions []sharedPortion
}

// sharedPortion are entries that follow each other without a gap.
type sharedPortion struct {
	after   int64 // the position before the first
	entries []LogEntry
	until   time.Time
}

const (
	// sharedFor covers the turns of all readers under pressure; readers poll
	// more often than that, so nothing stays for long.
	sharedFor = 2 * time.Second
	// mostShared bounds the portions, each of as many entries as a reader takes.
	mostShared = 3
)

// read is logAfter, from what another reader read as far as that is there.
// Readers that ask at the same time wait for the first one's reading.
func (s *shared) read(ctx context.Context, tx sqlgen.DBTX, after int64, limit int) (entries []LogEntry, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(time.Now())
	for len(entries) < limit {
		from, most := after+int64(len(entries)), limit-len(entries)
		part := s.kept(from, most)
		if part == nil {
			if part, err = logAfter(ctx, tx, from, most); err != nil || len(part) == 0 {
				return entries, err
			}
			s.portions = append(s.portions, sharedPortion{from, part, time.Now().Add(sharedFor)})
		}
		if entries == nil {
			entries = slices.Clip(part)
			continue
		}
		entries = append(entries, part...)
	}
	return entries, nil
}

// kept are at most so many entries behind a position, nil where none is known.
func (s *shared) kept(after int64, limit int) []LogEntry {
	for _, p := range s.portions {
		if skip := after - p.after; skip >= 0 && skip < int64(len(p.entries)) {
			rest := p.entries[skip:]
			return rest[:min(limit, len(rest))]
		}
	}
	return nil
}

// forget drops what is old or too much, the oldest first.
func (s *shared) forget(now time.Time) {
	drop := max(0, len(s.portions)-mostShared+1)
	for drop < len(s.portions) && now.After(s.portions[drop].until) {
		drop++
	}
	left := copy(s.portions, s.portions[drop:])
	clear(s.portions[left:])
	s.portions = s.portions[:left]
}
