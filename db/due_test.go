package db_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/workflow"
)

func open(t *testing.T, url string) *db.DB {
	d, err := db.Open(t.Context(), url, db.Options{})
	require.NoError(t, err)
	t.Cleanup(d.Close)
	return d
}

// raw is a connection past package db.
func raw(t *testing.T, url string) *pgx.Conn {
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return conn
}

func TestNothingEscalatesEarly(t *testing.T) {
	d := dbtest.New(t)
	filed(t, d, 3, due)
	n, err := d.EscalateDue(t.Context(), due.Add(-time.Microsecond), 10, riseAll(t, due))
	require.NoError(t, err)
	require.Zero(t, n)
	n, err = d.EscalateDue(t.Context(), due, 10, riseAll(t, due))
	require.NoError(t, err)
	require.Equal(t, 3, n)
}

func TestTheOldestDutyEscalatesFirst(t *testing.T) {
	d := dbtest.New(t)
	late := filed(t, d, 1, due)[0]
	oldest := filed(t, d, 1, due.Add(-time.Minute))[0]
	var order []record.ID
	for range 2 {
		_, err := d.EscalateDue(t.Context(), due, 1, func(worlds []workflow.World) []record.Change {
			order = append(order, worlds[0].Incident.ID)
			return riseAll(t, due)(worlds)
		})
		require.NoError(t, err)
	}
	require.Equal(t, []record.ID{oldest, late}, order)
}

func TestDigit5TwoInstancesEscalateEachDutyExactlyOnce(t *testing.T) {
	url := dbtest.URL(t)
	const cases = 400
	list := filed(t, open(t, url), cases, due)
	var claimed atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		d := open(t, url)
		wg.Go(func() {
			for range cases {
				n, err := d.EscalateDue(t.Context(), due, 25, riseAll(t, due))
				if err != nil || n == 0 {
					return
				}
				claimed.Add(int64(n))
			}
		})
	}
	wg.Wait()
	d := open(t, url)
	n, err := d.EscalateDue(t.Context(), due, cases, riseAll(t, due)) // what both skipped at the end
	require.NoError(t, err)
	require.Equal(t, int64(cases), claimed.Load()+int64(n))
	worlds, err := d.Worlds(t.Context(), list)
	require.NoError(t, err)
	for _, w := range worlds {
		require.Equal(t, 1, w.Incident.LeadLevel)
		require.Equal(t, int64(2), w.Incident.Version)
	}
}

func TestAnInstanceSkipsWhatAnotherHolds(t *testing.T) {
	url := dbtest.URL(t)
	first, second := open(t, url), open(t, url)
	filed(t, first, 2, due)
	n, err := first.EscalateDue(t.Context(), due, 1, func(mine []workflow.World) []record.Change {
		n, err := second.EscalateDue(t.Context(), due, 10, func(theirs []workflow.World) []record.Change {
			require.Len(t, theirs, 1)
			require.NotEqual(t, mine[0].Incident.ID, theirs[0].Incident.ID)
			return riseAll(t, due)(theirs)
		})
		require.NoError(t, err)
		require.Equal(t, 1, n)
		return riseAll(t, due)(mine)
	})
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestABrokenCaseDoesNotHoldUpTheOthers(t *testing.T) {
	d := dbtest.New(t)
	broken := filed(t, d, 1, due.Add(-time.Minute))[0]
	sound := filed(t, d, 3, due)
	n, err := d.EscalateDue(t.Context(), due, 10, func(worlds []workflow.World) []record.Change {
		changes := riseAll(t, due)(worlds)
		for i := range changes {
			if changes[i].Incidents[0].ID == broken {
				changes[i].Duties = changes[i].Duties[:1] // missed, and nobody next: refused at commit
			}
		}
		return changes
	})
	refusedBy(t, err, "incident_lead_is_live")
	require.Equal(t, 3, n)
	for _, id := range sound {
		w, err := d.WorldOf(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, 1, w.Incident.LeadLevel)
	}
	w, err := d.WorldOf(t.Context(), broken)
	require.NoError(t, err)
	require.Equal(t, 0, w.Incident.LeadLevel)
}

func TestATieRedirectsLiveDuties(t *testing.T) {
	d := dbtest.New(t)
	require.NoError(t, d.SaveOrg(t.Context(), parts(), t0))
	id := filed(t, d, 1, due)[0]
	move := func(worlds []workflow.World) []record.Change {
		var changes []record.Change
		for _, w := range worlds {
			changes = append(changes, moved(t, w, func(c *record.Change) {
				to := w.Duties[0]
				to.Post = chiefID
				c.Duties = []record.Duty{to}
			}))
		}
		return changes
	}
	n, err := d.RedirectConflicted(t.Context(), t0, 10, move)
	require.NoError(t, err)
	require.Zero(t, n)

	require.NoError(t, d.Apply(t.Context(), tieOf(t, liID, "name:某公司", 1)))
	n, err = d.RedirectConflicted(t.Context(), t0, 10, move)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	w, err := d.WorldOf(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, chiefID, w.Duties[0].Post)
	n, err = d.RedirectConflicted(t.Context(), t0, 10, move)
	require.NoError(t, err)
	require.Zero(t, n, "the chief is clean")
}

// tieOf declares a tie as an act on the organisation's stream.
func tieOf(t *testing.T, person uuid.UUID, party string, expect int64) record.Change {
	return orgAct(t, expect, func(c *record.OrgChange) {
		c.Ties = append(c.Ties, tie(person, party))
	})
}
