package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
)

// TestAFileThatAReportNamesIsNeverDiscarded: only what was never filed goes.
func TestAFileThatAReportNamesIsNeverDiscarded(t *testing.T) {
	o := newOffice(t)
	desk := evidenceDesk{o.app}
	keep := func() record.Evidence {
		kept, err := desk.Keep(t.Context(), "a.txt", strings.NewReader("what I saw"))
		require.NoError(t, err)
		return kept
	}
	filed, dropped := keep(), keep()
	require.NoError(t, o.cases.EvidenceByReceipt(t.Context(), o.file().Receipt, filed))
	require.ErrorIs(t, desk.Discard(t.Context(), filed.ID), errFiled)
	body, err := o.evidence.Get(t.Context(), filed.ID.String())
	require.NoError(t, err)
	require.NoError(t, body.Close())
	require.NoError(t, desk.Discard(t.Context(), dropped.ID))
	_, err = o.evidence.Get(t.Context(), dropped.ID.String())
	require.Error(t, err)
}
