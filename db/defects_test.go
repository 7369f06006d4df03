package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/workflow"
)

// TestDigit1ALongQueueOfOverdueDutiesIsWorkedOffOldestFirst: elsewhere an escalation
// job read one unordered page of overdue cases each run, so that with many of
// them the oldest were never reached. Here 1,000 overdue duties all rise, the
// oldest first, whatever the size of the batch.
func TestDigit1ALongQueueOfOverdueDutiesIsWorkedOffOldestFirst(t *testing.T) {
	d := dbtest.New(t)
	const overdue = 1000
	changes := make([]record.Change, overdue)
	for i := range changes { // written youngest first
		changes[i] = filing(t, due.Add(-time.Duration(i)*time.Minute))
	}
	require.NoError(t, d.Apply(t.Context(), changes...))
	var order []time.Time
	for n := 1; n > 0; {
		var err error
		n, err = d.EscalateDue(t.Context(), due, 150, func(worlds []workflow.World) []record.Change {
			for _, w := range worlds {
				lead, _ := w.Lead()
				order = append(order, lead.DueAt)
			}
			return riseAll(t, due)(worlds)
		})
		require.NoError(t, err)
	}
	require.Len(t, order, overdue, "all are reached")
	for i := 1; i < overdue; i++ {
		require.False(t, order[i].Before(order[i-1]), "the oldest first")
	}
}
