package frontend

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/workflow"
)

// TestEveryFormOfTheCasePageHasItsHeading: whoever adds an act says where on the page it belongs.
func TestEveryFormOfTheCasePageHasItsHeading(t *testing.T) {
	for _, row := range workflow.Transitions {
		if slices.Contains(elsewhere, row.Action) {
			continue
		}
		n := 0
		for _, g := range actGroups {
			if slices.Contains(g.acts, row.Action) {
				n++
			}
		}
		require.Equal(t, 1, n, "headings of %s in act_groups.go", row.Action)
	}
}
