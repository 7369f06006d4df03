package answerability_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/answerability"
	"gongzhi/roles"
)

func someLines(t *rapid.T) []answerability.Closed {
	line := rapid.Custom(func(t *rapid.T) answerability.Closed {
		return answerability.Closed{
			Subject: answerability.OfAgency, ID: fmt.Sprint("agency-", rapid.IntRange(1, 6).Draw(t, "agency")),
			Class: rapid.SampledFrom([]string{"officer", "supervisor", "leader"}).Draw(t, "class"),
			Kind:  rapid.SampledFrom([]string{"triage", "investigation"}).Draw(t, "kind"),
			Month: rapid.SampledFrom([]string{"2026-01", "2026-02", "2026-03"}).Draw(t, "month"),
			Outcome: rapid.SampledFrom([]string{answerability.Done, answerability.Missed, answerability.Ended, answerability.Dismissed, answerability.Flood, answerability.Reopened,
				answerability.Confirmed, answerability.Disputed}).Draw(t, "outcome"),
			Level: rapid.IntRange(0, 3).Draw(t, "level"), Minutes: answerability.Step(rapid.Int64Range(0, 600_000).Draw(t, "minutes")), N: 1,
		}
	})
	return rapid.SliceOfN(line, 0, 120).Draw(t, "lines")
}

// TestTheScriptRecomputesEveryFigure: the program that outsiders run over the
// public table prints exactly the cards of the page.
func TestTheScriptRecomputesEveryFigure(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := answerability.Publish(someLines(rt), "2026-04")
		lines = append(lines, answerability.Closed{Subject: answerability.OfRespondent, ID: "9144", Month: "2026-01", Outcome: answerability.Founded, N: 2})
		var table bytes.Buffer
		require.NoError(rt, answerability.WriteCSV(&table, lines, func(c answerability.Closed) roles.Text {
			return roles.Text{Zh: "甲,乙\"局", En: "=An office, of " + c.ID}
		}))
		cmd := exec.CommandContext(t.Context(), "awk", "-f", "../docs/scorecard.awk")
		cmd.Stdin = &table
		out, err := cmd.Output()
		require.NoError(rt, err)
		got := strings.Split(strings.TrimSpace(string(out)), "\n")
		var want []string
		for _, c := range answerability.Cards(lines) {
			want = append(want, c.Line())
		}
		slices.Sort(got)
		slices.Sort(want)
		require.Equal(rt, want, got)
	})
}

// TestNothingSmallIsPublishedNorFollowsBySubtraction: every named group has at
// least five, so have those taken together, which are never one alone, and no
// line is lost unless its whole column is too small.
func TestNothingSmallIsPublishedNorFollowsBySubtraction(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := someLines(rt)
		public := answerability.Publish(lines, "2026-03")
		type cell struct{ id, class, month string }
		whole, shown := map[cell]int64{}, map[cell]int64{}
		for _, c := range lines {
			whole[cell{c.ID, c.Class, c.Month}]++
		}
		for _, c := range public {
			require.NotEqual(rt, "2026-03", c.Month, "a month that goes on would tell each new duty by the difference of two days")
			shown[cell{c.ID, c.Class, c.Month}] += c.N
		}
		for k, n := range shown {
			require.GreaterOrEqual(rt, n, int64(answerability.SmallestGroup), k)
			hidden := 0
			for g := range whole {
				if g.class == k.class && g.month == k.month && shown[g] == 0 {
					hidden++
				}
			}
			if k.id == "" {
				require.GreaterOrEqual(rt, hidden, 2, "one alone would be known")
			} else {
				require.Equal(rt, whole[k], n)
				require.True(rt, hidden == 0 || shown[cell{"", k.class, k.month}] > 0, "what is missing would follow from a sum")
			}
		}
	})
}

func TestAnEmptyTableHasNoCards(t *testing.T) {
	require.Empty(t, answerability.Cards(nil))
	require.Empty(t, answerability.Publish(nil, "2026-01"))
}
