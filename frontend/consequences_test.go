package frontend

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/workflow"
)

func TestYuanAreReadAndWrittenExactly(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "5000": 500_000, "5,000.5": 500_050, "0.01": 1, "99999999999.99": 9_999_999_999_999} {
		fen, ok := fenOf(text)
		require.True(t, ok, text)
		require.Equal(t, want, fen, text)
	}
	for _, text := range []string{"-1", "1.234", "1e9", "five", "１", "999999999999"} {
		_, ok := fenOf(text)
		require.False(t, ok, text)
	}
	require.Equal(t, "5,000.50", yuan(500_050).In(locale.For(locale.En)))
}

func TestEveryConsequenceIsWorded(t *testing.T) {
	for _, d := range workflow.Disciplines {
		requireWord(t, "case.discipline_"+d)
	}
	o := record.Outcome{Fine: 1, Confiscation: 2, Compensation: 3, Discipline: "warning"}
	for _, k := range workflow.OrderKinds {
		requireWord(t, "case.order_"+k)
		o.Ordered = append(o.Ordered, record.Order{Do: k, Clauses: []string{"PIPL 47"}, By: "2026-12-01"})
	}
	for _, lang := range locale.All() {
		for _, said := range consequencesSaid(o) {
			require.NotContains(t, said.In(locale.For(lang)), "⟦")
			require.NotContains(t, said.In(locale.For(lang)), "{")
		}
	}
}
