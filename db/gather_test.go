package db

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
)

// portions collects what a gather runs; each portion waits to be let go.
type portions struct {
	came chan []int
	gone chan struct{}
}

func newPortions(most int) (*gather[int], portions) {
	p := portions{make(chan []int), make(chan struct{})}
	g := &gather[int]{most: most}
	g.run = func(jobs []int) { p.came <- jobs; <-p.gone }
	return g, p
}

func TestGatherCollectsWhileAPortionIsOnItsWay(t *testing.T) {
	g, p := newPortions(3)
	g.add(1)
	require.Equal(t, []int{1}, <-p.came, "nobody waits for company")
	for n := 2; n <= 5; n++ {
		g.add(n)
	}
	p.gone <- struct{}{}
	require.Equal(t, []int{2, 3, 4}, <-p.came, "no more than the most")
	p.gone <- struct{}{}
	require.Equal(t, []int{5}, <-p.came)
	p.gone <- struct{}{}
	g.add(6)
	require.Equal(t, []int{6}, <-p.came, "it starts again after a pause")
	p.gone <- struct{}{}
}

func TestGatherSendsOthersBesideAPortionThatHangs(t *testing.T) {
	g, p := newPortions(8)
	g.add(0)
	require.Equal(t, []int{0}, <-p.came)
	for n := 1; n < mostBeside; n++ {
		g.add(n)
		g.hurry()
		require.Equal(t, []int{n}, <-p.came)
	}
	g.add(100)
	g.hurry()
	g.mu.Lock()
	require.Equal(t, []int{100}, g.waiting, "no more than so many at once")
	g.mu.Unlock()
	p.gone <- struct{}{}
	require.Equal(t, []int{100}, <-p.came)
	for range mostBeside {
		p.gone <- struct{}{}
	}
}

func TestGatherRunsEachJobOnce(t *testing.T) {
	var mu sync.Mutex
	seen := map[int]int{}
	var all sync.WaitGroup
	g := &gather[int]{most: 7}
	g.run = func(jobs []int) {
		mu.Lock()
		defer mu.Unlock()
		for _, j := range jobs {
			seen[j]++
			all.Done()
		}
	}
	const jobs = 2000
	all.Add(jobs)
	for n := range jobs {
		go g.add(n)
	}
	all.Wait()
	for n := range jobs {
		require.Equal(t, 1, seen[n])
	}
}

// A database that was never opened panics whoever asks it.
func TestAPanicInAPortionIsAnErrorForThoseWhoAsked(t *testing.T) {
	db := &DB{}
	db.openings.run, db.openings.most = db.openAll, mostTogether
	db.lookups.run, db.lookups.most = db.lookUpAll, mostTogether
	var all sync.WaitGroup
	for range 2 * mostTogether {
		all.Go(func() {
			var e *Error
			assert.ErrorAs(t, db.open(t.Context(), record.Change{Guards: make([]record.Guard, 1)}), &e)
			_, _, err := db.Accounts().SessionByID(t.Context(), uuid.New())
			assert.ErrorAs(t, err, &e)
		})
	}
	all.Wait()
}

// Nothing written is no proof that the disk has room again.
func TestAPortionThatEverybodyLeftIsNotSent(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := &opening{ctx: ctx, done: make(chan struct{})}
	require.NotPanics(t, func() { (&DB{}).openAll([]*opening{o}) })
	<-o.done
	require.ErrorIs(t, o.err, context.Canceled)
}
