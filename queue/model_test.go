package queue

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// model is what the queue should be, in milliseconds after noon.
type model struct {
	armed  map[[16]byte]int64
	leased map[[16]byte]lease
}

type lease struct{ till, due int64 }

func at(ms int64) time.Time { return noon.Add(time.Duration(ms) * time.Millisecond) }

func (m *model) arm(id [16]byte, ms int64) {
	if old, ok := m.armed[id]; !ok || ms < old {
		m.armed[id] = ms
	}
}

func (m *model) claim(now int64, n int, till int64) [][16]byte {
	due := [][16]byte{}
	for id, ms := range m.armed {
		if ms <= now {
			due = append(due, id)
		}
	}
	slices.SortFunc(due, func(a, b [16]byte) int {
		return cmp.Or(cmp.Compare(m.armed[a], m.armed[b]), bytes.Compare(a[:], b[:]))
	})
	due = due[:min(n, len(due))]
	for _, id := range due {
		m.leased[id] = lease{till, m.armed[id]}
		delete(m.armed, id)
	}
	return due
}

func (m *model) back(id [16]byte) {
	if l, ok := m.leased[id]; ok {
		delete(m.leased, id)
		m.arm(id, l.due)
	}
}

func (m *model) recover(now int64) (n int) {
	for id, l := range maps.Clone(m.leased) {
		if l.till <= now {
			m.back(id)
			n++
		}
	}
	return n
}

func (m *model) next() (ms int64, ok bool) {
	for _, at := range m.armed {
		if !ok || at < ms {
			ms, ok = at, true
		}
	}
	return ms, ok
}

// TestQueueBehavesLikeItsModel runs random calls against both, with foreign
// members thrown in between.
func TestQueueBehavesLikeItsModel(t *testing.T) {
	q, foreign := open(t), raw(t)
	ctx := t.Context()
	someID := rapid.Custom(func(t *rapid.T) [16]byte { return id(rapid.IntRange(0, 5).Draw(t, "id")) })
	someIDs := rapid.SliceOfN(someID, 0, 3)
	someTime := rapid.Int64Range(-20, 60)
	onSome := func(act func(context.Context, ...[16]byte) error, expect func([16]byte)) func(*rapid.T) {
		return func(t *rapid.T) {
			ids := someIDs.Draw(t, "ids")
			require.NoError(t, act(ctx, ids...))
			for _, id := range ids {
				expect(id)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		require.NoError(t, foreign.Del(ctx, q.keys()...).Err())
		m := &model{armed: map[[16]byte]int64{}, leased: map[[16]byte]lease{}}
		t.Repeat(map[string]func(*rapid.T){
			"arm": func(t *rapid.T) {
				id, ms := someID.Draw(t, "id"), someTime.Draw(t, "at")
				early := time.Duration(rapid.IntRange(0, 999).Draw(t, "early")) * time.Microsecond
				require.NoError(t, q.Arm(ctx, id, at(ms).Add(-early)))
				m.arm(id, ms)
			},
			"armAll": func(t *rapid.T) {
				var items []Item
				for _, id := range someIDs.Draw(t, "ids") {
					ms := someTime.Draw(t, "at")
					items = append(items, Item{id, at(ms)})
					m.arm(id, ms)
				}
				require.NoError(t, q.ArmAll(ctx, items))
			},
			"claim": func(t *rapid.T) {
				now, n, lease := someTime.Draw(t, "now"), rapid.IntRange(1, 4).Draw(t, "n"), rapid.Int64Range(0, 30).Draw(t, "lease")
				got, err := q.Claim(ctx, at(now), n, time.Duration(lease)*time.Millisecond)
				require.NoError(t, err)
				require.Equal(t, m.claim(now, n, now+lease), got)
			},
			"done": onSome(q.Done, func(id [16]byte) { delete(m.leased, id) }),
			"disarm": onSome(q.Disarm, func(id [16]byte) {
				delete(m.leased, id)
				delete(m.armed, id)
			}),
			"release": onSome(q.Release, m.back),
			"recover": func(t *rapid.T) {
				now := someTime.Draw(t, "now")
				n, err := q.Recover(ctx, at(now))
				require.NoError(t, err)
				require.Equal(t, m.recover(now), n)
			},
			"foreign": func(t *rapid.T) {
				member := rapid.SliceOfN(rapid.Byte(), 0, 40).Filter(func(b []byte) bool { return len(b) != 16 }).Draw(t, "member")
				require.NoError(t, foreign.Do(ctx, "ZADD", q.armed, at(someTime.Draw(t, "at")).UnixMilli(), member).Err())
			},
			"": func(t *rapid.T) { requireLike(ctx, t, m, q, foreign) },
		})
	})
}

// requireLike compares what the queue shows of itself with the model.
func requireLike(ctx context.Context, t *rapid.T, m *model, q *Queue, foreign *redis.Client) {
	ms, ok := m.next()
	got, found, err := q.Next(ctx)
	require.NoError(t, err)
	require.Equal(t, ok, found)
	if ok {
		require.Equal(t, at(ms), got)
	}
	require.EqualValues(t, len(m.leased), foreign.ZCard(ctx, q.leased).Val())
	require.EqualValues(t, len(m.leased), foreign.HLen(ctx, q.due).Val(), "a due time for each lease")
}
