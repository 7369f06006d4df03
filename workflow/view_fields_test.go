package workflow_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/roles"
	"gongzhi/workflow"
)

// TestEveryFieldOfACaseHasARow fails when a case shows something that the table
// of fields does not know, or the table names what is no field.
func TestEveryFieldOfACaseHasARow(t *testing.T) {
	var have, listed []string
	view := reflect.TypeFor[workflow.CaseView]()
	for i := range view.NumField() {
		have = append(have, view.Field(i).Name)
	}
	for _, r := range roles.CaseFields {
		listed = append(listed, r.Field)
	}
	require.ElementsMatch(t, have, listed)
}

func TestWhoeverMayNotReadGetsNoField(t *testing.T) {
	s := newScene(t)
	w := s.store.world(s.id)
	full := workflow.CaseView{Title: "title", Narrative: "narrative", Incident: w.Incident}
	inside := s.org.Stand(s.person("city/officer"), w.Case(), s.now)
	require.Equal(t, full, workflow.Readable(full, inside))
	outside := s.org.Stand(s.person("other city/officer"), w.Case(), s.now)
	require.Equal(t, workflow.CaseView{}, workflow.Readable(full, outside))
}
