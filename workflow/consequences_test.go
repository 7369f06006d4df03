package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

func TestConsequencesAreBoundedAndCited(t *testing.T) {
	order := record.Order{Do: "delete_data", Clauses: []string{"PIPL 47"}, By: "2026-01-20"}
	good := record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"PIPL 66"}, Fine: 5_000_050, Discipline: "demerit", Ordered: []record.Order{order}}
	with := func(change func(o *record.Outcome)) *record.Outcome {
		o := good
		o.Ordered = []record.Order{order}
		change(&o)
		return &o
	}
	for name, c := range map[string]struct {
		outcome *record.Outcome
		field   string
	}{
		"negative":          {with(func(o *record.Outcome) { o.Fine = -1 }), "fine"},
		"beyond all bounds": {with(func(o *record.Outcome) { o.Compensation = 1 << 60 }), "compensation"},
		"no such sanction":  {with(func(o *record.Outcome) { o.Discipline = "exile" }), "discipline"},
		"unfounded":         {with(func(o *record.Outcome) { o.Founded, o.Path = false, "none" }), "founded"},
		"without a clause":  {with(func(o *record.Outcome) { o.Clauses = nil }), "clauses"},
		"no such order":     {with(func(o *record.Outcome) { o.Ordered[0].Do = "dance" }), "orders"},
		"an uncited order":  {with(func(o *record.Outcome) { o.Ordered[0].Clauses = nil }), "orders"},
		"a day gone by":     {with(func(o *record.Outcome) { o.Ordered[0].By = "2025-12-01" }), "orders"},
		"no day":            {with(func(o *record.Outcome) { o.Ordered[0].By = "soon" }), "orders"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.act("city/officer", workflow.Accept, workflow.Investigate)
			err := s.try("city/officer", workflow.Command{Action: workflow.DecideCase, Outcome: c.outcome})
			r, ok := workflow.AsRefusal(err)
			require.True(t, ok, "%v", err)
			require.Equal(t, c.field, r.Field)
		})
	}
	s := newScene(t)
	s.act("city/officer", workflow.Accept, workflow.Investigate)
	s.do("city/officer", workflow.Command{Action: workflow.DecideCase, Outcome: &good})
	require.Equal(t, &good, s.store.incidents[s.id].Outcome)
}

// TestTheTimeToRectifyIsTheRulebooksOrLess: no order gives more, and what was
// ordered for an earlier day ends then.
func TestTheTimeToRectifyIsTheRulebooksOrLess(t *testing.T) {
	decided := func(by record.Date) (*scene, error) {
		s := newScene(t)
		s.act("city/officer", workflow.Accept, workflow.Investigate)
		return s, s.try("city/officer", workflow.Command{Action: workflow.DecideCase, Outcome: &record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"PIPL 66"},
			Ordered: []record.Order{{Do: "delete_data", Clauses: []string{"PIPL 47"}, By: by}}}})
	}
	_, err := decided("2099-01-01")
	wantCode(t, err, "order_day_late")

	s, err := decided("2026-01-10")
	require.NoError(t, err)
	s.act("city/officer", workflow.OrderRectify)
	require.Equal(t, time.Date(2026, 1, 10, 16, 0, 0, 0, time.UTC), s.task(workflow.TaskRectification).Until, "the end of the ordered day in China")

	rule, err := rules.Clock(workflow.RightRectify, 0, s.now, "")
	require.NoError(t, err)
	s, err = decided("2026-01-28")
	require.NoError(t, err)
	s.act("city/officer", workflow.OrderRectify)
	require.Equal(t, rule.DueAt, s.task(workflow.TaskRectification).Until, "never more than the rulebook gives")
}
