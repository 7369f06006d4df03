package frontend

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/workflow"
)

// TestASuggestionSaysWhyAndLeadsToTheFilledInForm: only who may merge and where both may become one gets the way there.
func TestASuggestionSaysWhyAndLeadsToTheFilledInForm(t *testing.T) {
	s := deskSight("shenzhen/officer")
	s.view.Actions = []workflow.Action{workflow.Merge}
	rows := s.similar()
	require.Len(t, rows, 2)
	require.Equal(t, "Tells nearly the same (82 % alike)", rows[0].Why[0].In(locale.For(locale.En)))
	require.Equal(t, "/desk/cases/"+reference+"?merge=GZ-4SAME-1WORD#act-merge", rows[0].Merge)
	require.Empty(t, rows[1].Merge)
	s.view.Actions = nil
	require.Empty(t, s.similar()[0].Merge)
}
