package workflow_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/workflow"
)

// breached goes the way of a breach on purpose, as far as the case lets it: a
// finding, the end of handling, sometimes the report or a lift.
func (m *machine) breached() {
	acts := []workflow.Action{workflow.Assess, workflow.EndBreachHandling}
	if rapid.Bool().Draw(m.t, "and its end") {
		acts = append(acts, rapid.SampledFrom([]workflow.Action{workflow.ConfirmBreachNotice, workflow.LiftBreachTask}).Draw(m.t, "how"))
	}
	for _, a := range acts {
		c := m.commandFor(a)
		if a == workflow.Assess {
			c.Assess = &workflow.Assessment{Kind: "breach_duties", Facts: []byte(`{"facts":{"operator":"other","persons":1000000}}`)}
		}
		_, err := m.do(c)
		m.requireRefusal(err)
	}
}

// checkClosing: the closing report is owed once, and whatever opens its duty
// again gives neither a lower level nor more time than what is owed at once.
func (m *machine) checkClosing() {
	var tops []record.Duty
	for _, d := range m.store.duties {
		_, higher := m.store.duties[dutyKey{d.Chain, d.Level + 1}]
		if d.Kind == workflow.DutyBreachClosing && !higher {
			tops = append(tops, d)
		}
	}
	slices.SortFunc(tops, func(a, b record.Duty) int {
		if c := m.first(a).OpenedAt.Compare(m.first(b).OpenedAt); c != 0 {
			return c
		}
		return cmp.Compare(over(a), over(b)) // in one moment those lifted came first
	})
	for i, d := range tops {
		if i == 0 {
			continue
		}
		before, first := tops[i-1], m.first(d)
		require.Equal(m.t, record.Cancelled, before.State, "a report that was given is owed no second time")
		least, err := rules.Clock(workflow.DutyBreachNotice, 0, first.OpenedAt, "")
		require.NoError(m.t, err)
		require.GreaterOrEqual(m.t, first.Level, before.Level, "nor does it begin anew")
		require.False(m.t, first.DueAt.After(latest(before.DueAt, least.DueAt)), "nor gain time")
	}
}

func over(d record.Duty) int {
	if d.State == record.Cancelled {
		return 0
	}
	return 1
}

// first is the level with which a duty's chain began.
func (m *machine) first(d record.Duty) record.Duty {
	return m.store.duties[dutyKey{d.Chain, d.Start}]
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
