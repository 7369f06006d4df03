package frontend

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/workflow"
)

// TestANoticeOfWhatAFilerDidShowsItsDayOnly: no time of day reaches the page.
func TestANoticeOfWhatAFilerDidShowsItsDayOnly(t *testing.T) {
	at := noon
	p := locale.For("en")
	item := workflow.InboxItem{Kind: "duty_opened", Reference: reference, On: workflow.DateOf(noon)}
	day := inboxItem(item, true).When(p)
	require.NotContains(t, day, ":")
	item.At = &at
	require.Contains(t, inboxItem(item, true).When(p), ":")
}
