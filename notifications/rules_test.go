package notifications_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/notifications"
	"gongzhi/publication"
	"gongzhi/workflow"
)

// eventKinds are all kinds of event that the deciding packages can leave.
func eventKinds() []string {
	kinds := []string{workflow.DeniedEvent, workflow.ProposedEvent, workflow.BreachEvent, workflow.RecusalEvent, workflow.SampleDrawn, workflow.WindowEnded, "organisation.proposed", "organisation.declined"}
	for _, t := range workflow.Transitions {
		kinds = append(kinds, t.Event)
	}
	for _, m := range workflow.Matters[1:] { // the first is the row of filing itself
		kinds = append(kinds, m.Event)
	}
	for _, t := range publication.Transitions {
		kinds = append(kinds, t.Event)
	}
	for _, act := range workflow.OrgActs {
		kinds = append(kinds, "organisation."+string(act))
	}
	return kinds
}

func TestEveryEventKindHasARowOrAReason(t *testing.T) {
	rows := map[string]bool{}
	for _, r := range notifications.Rules {
		rows[r.Event] = true
	}
	for _, kind := range eventKinds() {
		reason, listed := notifications.NoRow[kind]
		require.True(t, rows[kind] != listed, "%s needs either a row or a reason why it has none", kind)
		require.True(t, rows[kind] || reason != "", "%s has no reason", kind)
	}
}

func TestNoRowForAnEventThatNeverHappens(t *testing.T) {
	kinds := eventKinds()
	for _, r := range notifications.Rules {
		if r.Event != notifications.AnyEvent {
			require.Contains(t, kinds, r.Event)
		}
	}
	for kind := range notifications.NoRow {
		require.Contains(t, kinds, kind)
	}
}

func TestEveryKindAndErrorIsWrittenInBothLanguages(t *testing.T) {
	for _, lang := range locale.All() {
		p := locale.For(lang)
		for _, r := range notifications.Rules {
			require.True(t, p.Has("notices.told_"+string(r.Kind)), "%s: %s", lang, r.Kind)
		}
		for _, kind := range notifications.ErrorKinds {
			require.NotContains(t, notifications.Remedy(kind, lang), "⟦", "%s: %s", lang, kind)
		}
	}
}
