package db_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
)

// Readers share what they read, each from its own place and in portions of its
// own size; each still sees every entry once, in order.
func TestReadersThatShareTheLogEachSeeAllOfIt(t *testing.T) {
	d := dbtest.New(t)
	sizes := map[string]int{"a": 7, "b": 10, "c": 64, "d": 1}
	seen := map[string][]int64{}
	for name := range sizes {
		seen[name] = nil
	}
	var mu sync.Mutex
	for round := range 3 {
		filed(t, d, 50, due)
		sequenced(t, d)
		var wg sync.WaitGroup
		for name, size := range sizes {
			wg.Go(func() {
				for n := size; n == size; {
					var err error
					n, err = d.Consume(t.Context(), name, size, func(_ context.Context, _ db.Tx, entries []db.LogEntry) error {
						mu.Lock()
						defer mu.Unlock()
						for _, e := range entries {
							seen[name] = append(seen[name], e.Pos)
							assert.Equal(t, "incident.filed", e.Event.Kind)
						}
						return nil
					})
					if !assert.NoError(t, err) {
						return
					}
				}
			})
		}
		wg.Wait()
		for name := range sizes {
			require.Len(t, seen[name], 50*(round+1), "a portion that is not full is the last: %s", name)
			for i, pos := range seen[name] {
				require.Equal(t, int64(i+1), pos)
			}
		}
	}
}
