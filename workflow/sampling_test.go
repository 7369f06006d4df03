package workflow_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/record"
	"gongzhi/workflow"
)

func ticketsOf(n int) [][]byte {
	var list [][]byte
	for i := range n {
		list = append(list, workflow.Ticket(record.Event{Salt: fmt.Appendf(nil, "salt %d", i)}))
	}
	return list
}

// TestADrawIsTheSameForEverybody: the same tickets give the same sample in
// whatever order and however often they are given; a smaller sample is part of
// a larger one; another month or seed draws something else.
func TestADrawIsTheSameForEverybody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tickets := ticketsOf(rapid.IntRange(1, 60).Draw(t, "closings"))
		seed := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "seed")
		n := rapid.IntRange(0, len(tickets)).Draw(t, "n")
		drawn := workflow.DrawSample("2026-10", seed, tickets, n)
		require.Len(t, drawn, n)
		mixed := rapid.Permutation(slices.Concat(tickets, tickets[:n])).Draw(t, "order")
		require.Equal(t, drawn, workflow.DrawSample("2026-10", seed, mixed, n))
		require.Equal(t, drawn, workflow.DrawSample("2026-10", seed, tickets, len(tickets))[:n])
		for _, d := range drawn {
			require.True(t, slices.ContainsFunc(tickets, func(x []byte) bool { return bytes.Equal(x, d) }))
		}
	})
	tickets, seed := ticketsOf(60), bytes.Repeat([]byte{7}, 32)
	require.NotEqual(t, workflow.DrawSample("2026-10", seed, tickets, 20), workflow.DrawSample("2026-11", seed, tickets, 20))
	require.NotEqual(t, workflow.DrawSample("2026-10", seed, tickets, 20), workflow.DrawSample("2026-10", bytes.Repeat([]byte{8}, 32), tickets, 20))
}

// TestADrawIsUniform: over many seeds each of 20 tickets is drawn as often as
// any other; 5 of 20 in 4,000 draws are 1,000 each, give or take 5.5 standard
// deviations of 27.4.
func TestADrawIsUniform(t *testing.T) {
	tickets, times := ticketsOf(20), map[string]int{}
	const draws = 4000
	for n := range draws {
		for _, d := range workflow.DrawSample("2026-10", fmt.Appendf(nil, "%032d", n), tickets, 5) {
			times[string(d)]++
		}
	}
	for _, ticket := range tickets {
		require.InDelta(t, draws/4, times[string(ticket)], 150)
	}
}

// TestThePublishedRecipeDrawsTheSame: the lines of shell on the page and in
// docs/accountability.md give what was drawn.
func TestThePublishedRecipeDrawsTheSame(t *testing.T) {
	for _, tool := range []string{"sh", "sha256sum", "sort", "head", "cut"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("no " + tool)
		}
	}
	tickets, seed := ticketsOf(40), bytes.Repeat([]byte{0xab}, 32)
	var in strings.Builder
	for _, x := range tickets {
		fmt.Fprintf(&in, "%x\n", x)
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", workflow.DrawRecipe("2026-10", seed, 7))
	cmd.Stdin = strings.NewReader(in.String())
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	var want strings.Builder
	for _, x := range workflow.DrawSample("2026-10", seed, tickets, 7) {
		fmt.Fprintf(&want, "%x\n", x)
	}
	require.Equal(t, want.String(), string(out))
}

func TestHowManyAreDrawn(t *testing.T) {
	for closings, want := range map[int]int{0: 0, 1: 1, 2: 2, 3: 3, 40: 3, 60: 3, 61: 4, 100: 5, 1000: 50, 1001: 50, 100000: 50} {
		require.Equal(t, want, workflow.SampleSize(closings), closings)
	}
	beijing := time.FixedZone("", 8*60*60)
	require.Equal(t, "2026-09", workflow.DrawableMonth(time.Date(2026, 11, 1, 23, 59, 0, 0, beijing)))
	require.Equal(t, "2026-10", workflow.DrawableMonth(time.Date(2026, 11, 2, 0, 0, 0, 0, beijing)))
	require.Equal(t, "2025-12", workflow.DrawableMonth(time.Date(2026, 1, 31, 12, 0, 0, 0, beijing)))
}
