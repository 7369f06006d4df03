package workflow_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/workflow"
)

// TestWorkflowDocumentIsPrintedFromTheCode keeps docs/workflow.md true.
// UPDATE_GOLDEN=1 rewrites it.
func TestWorkflowDocumentIsPrintedFromTheCode(t *testing.T) {
	got := workflow.Document(rules)
	path := filepath.Join("..", "docs", "workflow.md")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "the tables changed: UPDATE_GOLDEN=1 and read the difference")
}

// TestEveryActHasARow: an action without a row in the table cannot exist, and
// every row names an event and a permission.
func TestEveryActHasARow(t *testing.T) {
	events := map[string]workflow.Action{}
	for _, row := range workflow.Transitions {
		require.NotEmpty(t, row.Permission, row.Action)
		require.NotEmpty(t, row.Event, row.Action)
		require.NotEmpty(t, row.From, row.Action)
		require.Empty(t, events[row.Event], "%s and %s leave the same event", row.Action, events[row.Event])
		events[row.Event] = row.Action
	}
}
