package frontend

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

func TestTheWorkflowPageLeavesNothingOut(t *testing.T) {
	page := workflowPage(clock.Default())
	require.Len(t, page.Duties, len(clock.Default().Rules()))
	require.Len(t, page.Steps, len(workflow.Edges()))
	for _, s := range record.AllStates {
		require.Contains(t, stateCells, s, "a state without a place in the picture")
	}
	for _, r := range roles.AllRoles {
		requireWord(t, "worker.workflow_role_"+string(r))
	}
	for _, r := range roles.AllRelations {
		requireWord(t, "worker.workflow_relation_"+string(r))
	}
	for _, row := range workflow.Transitions {
		if row.Permission != roles.PassTime && row.Permission != roles.ImportHistory {
			requireWord(t, "case.act_"+string(row.Action))
			require.NotEmpty(t, workflow.WhoMay(row), "%s is nobody's", row.Action)
		}
	}
	for _, lang := range locale.All() {
		p := locale.For(lang)
		for _, act := range page.Acts {
			require.NotContains(t, act.Label.In(p)+act.From.In(p), "⟦")
		}
	}
}

func TestArrowsBeginAndEndAtTheBoxes(t *testing.T) {
	require.Empty(t, arrow("", record.Filed).Path)
	require.Empty(t, arrow(record.Filed, record.Filed).Path)
	there, back := arrow(record.Decided, record.InReview), arrow(record.InReview, record.Decided)
	require.NotEqual(t, there.Path, back.Path)
	require.Regexp(t, `^M-?\d+ -?\d+ Q-?\d+ -?\d+ -?\d+ -?\d+$`, there.Path)
}
