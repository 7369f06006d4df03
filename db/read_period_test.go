package db_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// TestABoundedSearchLeavesNothingOut: however little a search looks at for one
// page, its pages together are what an unbounded one finds, in its order; a
// page that looked at a part says so, and names all of that part.
func TestABoundedSearchLeavesNothingOut(t *testing.T) {
	url := dbtest.URL(t)
	d := open(t, url)
	parts := rolestest.Small()
	org := rolestest.Must(parts)
	now := rolestest.Epoch.Add(time.Hour)
	require.NoError(t, d.SaveOrg(t.Context(), parts, now))
	r := rand.New(rand.NewPCG(3, 9))
	changes := casesIn(t, r, org, 90)
	words := []string{"泄露", "人脸识别", "scraping", "我", "电话 住址"}
	for k := range changes {
		changes[k].Incidents[0].ReceivedAt = now.Add(-time.Duration(k*k%5000) * time.Hour)
		changes[k].Texts[0].Body = fmt.Sprintf("案件%d %s %s", k, words[r.IntN(len(words))], words[r.IntN(len(words))])
	}
	require.NoError(t, d.Apply(t.Context(), changes...))
	consumeAll(t, d)
	texts := []string{"泄露", "人脸识别", "scraping 泄露", "我", "电话 住址 -scraping", "-泄露", `"住址 电话"`, "鲸鱼", "案件 to:" + string(workflow.DateOf(now.AddDate(0, -2, 0))),
		"案件 from:" + string(workflow.DateOf(now.AddDate(0, -3, 0)))}
	found := map[string][]string{}
	for _, p := range org.People[:4] {
		for _, text := range texts {
			found[p.Name+text] = listed(t, doorTo(d, org).As(roles.Actor{Person: p.ID, Role: p.Role}, now), text)
		}
	}
	_, err := raw(t, url).Exec(t.Context(), `ANALYZE search_doc`)
	require.NoError(t, err)
	for _, reach := range [][2]float64{{3, 10}, {10, 40}, {1, 1000}, {1000, 1}} {
		d.SetReach(reach[0], reach[1], 5, 2)
		parted := 0
		for _, p := range org.People[:4] {
			reader := doorTo(d, org).As(roles.Actor{Person: p.ID, Role: p.Role}, now)
			for _, text := range texts {
				require.Equal(t, found[p.Name+text], listed(t, reader, text), "%s looks for %q, %v at a time", p.Name, text, reach)
				parted += saysHowFar(t, reader, text, found[p.Name+text], changes[0].Incidents[0].ReceivedAt)
			}
		}
		require.NotZero(t, parted, "no search was bounded by %v", reach)
	}
}

// saysHowFar reports 1 where the first page ends before what was looked for.
func saysHowFar(t *testing.T, reader *db.Reader, text string, all []string, newest time.Time) int {
	t.Helper()
	p, err := reader.Incidents(t.Context(), workflow.IncidentQuery{Text: text, Limit: 50})
	require.NoError(t, err)
	if p.Since == "" {
		return 0
	}
	require.True(t, slices.Equal(all[:len(p.Items)], references(p.Items)), "the newest that match")
	require.Equal(t, "@"+string(p.Since), p.Next, "a cursor tells the day and no more")
	for _, card := range p.Items {
		require.GreaterOrEqual(t, card.ReceivedOn, p.Since)
	}
	n, err := reader.CountIncidents(t.Context(), workflow.IncidentQuery{Text: text})
	require.NoError(t, err)
	require.EqualValues(t, len(p.Items), n, "%q is counted over its period", text)
	older, err := reader.Incidents(t.Context(), workflow.IncidentQuery{Text: text, Limit: 50, Cursor: p.Next})
	require.NoError(t, err)
	for _, card := range older.Items {
		require.Less(t, card.ReceivedOn, p.Since)
	}
	return 1
}
