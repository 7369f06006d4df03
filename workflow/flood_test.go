package workflow_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// crowd is a scene with many cases, as the use cases of a flood see it.
type crowd struct {
	counter
	told map[record.ID]string
}

func newCrowd(t *testing.T, n int) (*crowd, []string) {
	c := &crowd{counter: counter{s: newScene(t)}, told: map[record.ID]string{}}
	var refs []string
	for i := range n {
		f := &workflow.Filing{
			ReportID: rolestest.ID(fmt.Sprint("flood", i)), Reference: fmt.Sprintf("GZ-%05d-00001", i), Title: "title", Narrative: "same", Violation: "leak",
			Region: "440305", Sector: "internet", FilerKind: "anonymous",
		}
		seed := record.Seed{200, byte(i), byte(i >> 8)}
		change, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: roles.Actor{Role: roles.Citizen}, Seed: seed, Filing: f}, c.s.env())
		require.NoError(t, err)
		c.s.store.apply(t, change)
		refs = append(refs, f.Reference)
	}
	return c, refs
}

func (c *crowd) id(reference string) record.ID {
	for id, i := range c.s.store.incidents {
		if i.Reference == reference {
			return id
		}
	}
	return record.ID{}
}

func (c *crowd) World(_ context.Context, reference string) (workflow.World, error) {
	if id := c.id(reference); id != (record.ID{}) {
		return c.s.store.world(id), nil
	}
	return workflow.World{}, record.ErrNotFound
}

func (c *crowd) Texts(_ context.Context, id record.ID, _ ...string) (map[string]string, error) {
	return map[string]string{"title": "title", "narrative": c.told[id]}, nil
}

func (c *crowd) batch(_ context.Context, batch record.ID) ([]string, error) {
	var refs []string
	for _, p := range c.s.store.proposals {
		if bytes.Contains(p.Args, []byte(batch.String())) {
			refs = append(refs, c.s.store.incidents[p.Incident].Reference)
		}
	}
	slices.Sort(refs)
	return refs, nil
}

func (c *crowd) waiting() int {
	n := 0
	for _, p := range c.s.store.proposals {
		if p.State == record.ProposalOpen {
			n++
		}
	}
	return n
}

func (c *crowd) floods() *workflow.Floods {
	same := func(a, b string) float64 {
		if a == b {
			return 1
		}
		return 0.49
	}
	return &workflow.Floods{Cases: &workflow.UseCases{Store: c, Secrets: plainSecrets{}, Env: c.s.env}, Batch: c.batch, Alike: same}
}

func (c *crowd) on(reference, who string, a workflow.Action) {
	one := *c.s
	one.id = c.id(reference)
	one.act(who, a)
	c.s.n = one.n
}

func (c *crowd) states(refs []string) map[record.State]int {
	n := map[record.State]int{}
	for _, ref := range refs {
		n[c.s.store.incidents[c.id(ref)].State]++
	}
	return n
}

// TestMassCloseNeedsASecondPersonAndAlikeCases: rejecting many at once is
// neither for whoever holds them nor for one person, takes only what is alike
// and untouched, and tells in each case how many it closed.
func TestMassCloseNeedsASecondPersonAndAlikeCases(t *testing.T) {
	c, refs := newCrowd(t, 6)
	u, boss, leader := c.floods(), c.s.person("city/supervisor"), c.s.person("city/leader")
	propose := func(who roles.Actor, refs ...string) error {
		_, err := u.ProposeFlood(t.Context(), who, refs, "one text, sent many times")
		return err
	}
	many := make([]string, 201)
	for i := range many {
		many[i] = fmt.Sprint("GZ-", i)
	}
	requireCode(t, "flood_count", propose(boss, refs[:2]...))
	requireCode(t, "flood_count", propose(boss, many...))
	requireCode(t, "flood_count", propose(boss, refs[0], refs[0], refs[0]))
	requireCode(t, "not_yours", propose(c.s.person("city/officer"), refs...))
	require.ErrorIs(t, propose(c.s.person("other city/supervisor"), refs...), record.ErrNotFound)
	_, err := u.ProposeFlood(t.Context(), boss, refs, " ")
	requireCode(t, "reason_required", err)
	c.told[c.id(refs[5])] = "something else"
	requireCode(t, "flood_unlike", propose(boss, refs...))
	delete(c.told, c.id(refs[5]))

	c.on(refs[0], "city/officer", workflow.Accept)
	c.on(refs[1], "city/officer", workflow.Accept)
	c.on(refs[1], "city/officer", workflow.Investigate)
	c.on(refs[1], "city/officer", workflow.DecideCase)
	requireCode(t, "wrong_state", propose(boss, refs[:4]...))
	require.Equal(t, 4, c.states(refs)[record.Filed])
	require.Empty(t, c.s.store.proposals, "a refused act leaves nothing behind")

	done, err := u.ProposeFlood(t.Context(), boss, refs, "one text, sent many times")
	require.NoError(t, err)
	require.Equal(t, 4, done.Cases)
	require.Equal(t, refs[:2], done.Skipped, "what has moved on is left alone, and named")
	require.Equal(t, 4, c.states(refs)[record.Filed], "nothing is closed yet")
	_, err = u.ConfirmFlood(t.Context(), boss, done.Batch)
	requireCode(t, "second_person", err)
	_, err = u.ConfirmFlood(t.Context(), c.s.person("city/officer"), done.Batch)
	require.Error(t, err)
	require.Equal(t, 4, c.states(refs)[record.Filed])

	c.on(refs[2], "city/officer", workflow.Accept)
	ended, err := u.ConfirmFlood(t.Context(), leader, done.Batch)
	require.NoError(t, err)
	require.Equal(t, workflow.FloodDone{Batch: done.Batch, Cases: 3, Skipped: refs[2:3]}, ended, "what moved on meanwhile is left alone, and named")
	require.Equal(t, 3, c.states(refs)[record.Rejected])
	for _, ref := range refs[3:] {
		events := c.s.store.events[c.id(ref)]
		last := events[len(events)-1]
		require.Equal(t, "incident.rejected", last.Kind)
		require.Equal(t, workflow.GroundFlood, last.Facts.Ground)
		require.Equal(t, &record.Flood{Batch: done.Batch, Cases: 3}, last.Facts.Flood)
	}
}

// TestAFloodIsDeclinedInOneAct: the cases stay where they were, each clock
// running.
func TestAFloodIsDeclinedInOneAct(t *testing.T) {
	c, refs := newCrowd(t, 3)
	u := c.floods()
	done, err := u.ProposeFlood(t.Context(), c.s.person("city/supervisor"), refs, "one text")
	require.NoError(t, err)
	_, err = u.DeclineFlood(t.Context(), c.s.person("city/leader"), done.Batch, "")
	requireCode(t, "reason_required", err)
	declined, err := u.DeclineFlood(t.Context(), c.s.person("city/leader"), done.Batch, "they differ")
	require.NoError(t, err)
	require.Equal(t, 3, declined.Cases)
	require.Equal(t, 3, c.states(refs)[record.Filed])
	require.Zero(t, c.waiting())
	_, err = u.ConfirmFlood(t.Context(), c.s.person("city/leader"), done.Batch)
	requireCode(t, "wrong_state", err)
	_, err = u.ConfirmFlood(t.Context(), c.s.person("other city/leader"), done.Batch)
	require.ErrorIs(t, err, record.ErrNotFound, "of cases that are nobody's business nothing is said")
}
