package main

import (
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/roles"
	"gongzhi/workflow"
)

// TestManyJoinOneCaseAtOnce: each gets a receipt of their own and the signed
// promise that the public log will hold their report, as if they had filed.
func TestManyJoinOneCaseAtOnce(t *testing.T) {
	const people = 3 // at once
	o := newOffice(t)
	c := o.secret(published, false)
	answers, failed := make([]workflow.Filed, people), make([]error, people)
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			answers[i], failed[i] = o.cases.File(t.Context(), roles.Actor{Role: roles.Citizen}, uuid.NewString(), workflow.Submission{
				Title: "Me too", Narrative: "It happened to me too.", Joins: c.reference, Violation: "leak", Region: "440300", Sector: "other",
				Filer: workflow.SubmittedFiler{Kind: "anonymous"},
			})
		})
	}
	all.Wait()
	receipts := map[string]bool{}
	for i, filed := range answers {
		require.NoError(t, failed[i])
		require.Equal(t, c.reference, filed.Reference)
		require.NotEmpty(t, filed.Promise)
		receipts[filed.Receipt] = true
		hash, err := secrets{o.vault}.ReceiptHash(filed.Receipt)
		require.NoError(t, err)
		e, _, err := o.db.Ledger().FilingEvent(t.Context(), hash)
		require.NoError(t, err)
		require.Equal(t, "report.joined", e.Kind)
		again, err := o.log.desk.Promise(e)
		require.NoError(t, err)
		require.Equal(t, filed.Promise, string(again), "the promise is of this very event")
	}
	require.Len(t, receipts, people)
}
