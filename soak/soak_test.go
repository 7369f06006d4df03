package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestSoakInShort is "make soak" in less than a minute: the rows of kills,
// crash points, the database and refusals. cmd/gongzhi has one for Redis.
func TestSoakInShort(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes most of a minute")
	}
	c := settings{seconds: 24, only: []string{"kills", "crashpoints", "postgres", "once", "refusals"}, seed: uint64(time.Now().UnixNano()), brief: true}
	results, err := run(t.Context(), c)
	var table strings.Builder
	printTable(&table, results)
	t.Log(table.String())
	require.NoError(t, err)
	for _, r := range results {
		require.False(t, broken(r), "row %s: %s", r.name, r.text())
	}
}

func TestAFigureThatDoesNotHoldBreaksItsRow(t *testing.T) {
	for _, f := range []figure{
		zero("lost", 1), exactly("effects", 2, 1), atLeast("kills", 1, 2), within("late", 2*time.Second, time.Second), truth("held", false, "it ran on"),
	} {
		r := result{figures: []figure{info("filings", 3), f}}
		require.True(t, broken(r), f.String())
		require.Contains(t, r.text(), "✗")
	}
	require.False(t, broken(result{figures: []figure{zero("lost", 0), exactly("effects", 1, 1), atLeast("kills", 2, 2), within("late", time.Second, time.Second)}}))
}

// TestTheJudgeSeesEachFault gives it cases with one fault each.
func TestTheJudgeSeesEachFault(t *testing.T) {
	sent := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	good := func() []level {
		var of []level
		for n := range 3 {
			due := sent.Add(time.Duration(n+1) * time.Second)
			ended := due.Add(100 * time.Millisecond)
			of = append(of, level{Level: n, State: "missed", Due: due, Ended: &ended, Announced: 2})
		}
		of[2].State, of[2].Ended = "armed", nil
		return of
	}
	judged := func(change func([]level) []level) verdict {
		var v verdict
		v.add(change(good()), sent, 2)
		v.worst = 0
		return v
	}
	require.Equal(t, verdict{escalations: 2}, judged(func(of []level) []level { return of }))
	require.Equal(t, verdict{escalations: 1, lost: 1, doubled: 1}, judged(func(of []level) []level { of[1].State = "armed"; return of }))
	require.Equal(t, verdict{escalations: 2, early: 1}, judged(func(of []level) []level { of[0].Ended = &sent; return of }))
	require.Equal(t, verdict{escalations: 2, gaps: 1}, judged(func(of []level) []level { of[2].Level = 4; return of }))
	require.Equal(t, verdict{escalations: 2, doubled: 1}, judged(func(of []level) []level { of[0].Announced = 3; return of }))
	require.Equal(t, verdict{escalations: 2, unseen: 1}, judged(func(of []level) []level { of[0].Announced = 1; return of }))
	early := sent.Add(900 * time.Millisecond) // a due time that was too early itself
	require.Equal(t, verdict{escalations: 2, early: 1}, judged(func(of []level) []level { of[0].Due, of[0].Ended = early, &early; return of }))
}

func TestTheRulesOfTheSoakAreAsFastAsItBelieves(t *testing.T) {
	const text = "rules:\n  - kind: triage\n    demo:\n      limit: {n: 90, unit: seconds}\n  - kind: escalated\n    demo:\n      limit: {n: 60, unit: seconds}\n" +
		"      ladder:\n        - {level: 1, n: 60, unit: seconds}\n        - {level: 2, n: 900, unit: seconds}\ngrounds:\n"
	fast := fastRules(text, 2)
	require.Contains(t, fast, "ladder:\n        - {level: 1, n: 1, unit: seconds}\n        - {level: 2, n: 30, unit: minutes}\ngrounds:")
	require.NotContains(t, fast, "90")
	require.Contains(t, calmRules(text), "- {level: 1, n: 30, unit: minutes}")
}
