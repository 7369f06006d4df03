package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/workflow"
)

// TestAnAnswerIsPublicTheMomentItsSecondPersonConfirms: one act, one
// transaction; lists of incidents and their counts do not take it for one.
func TestAnAnswerIsPublicTheMomentItsSecondPersonConfirms(t *testing.T) {
	o := newOffice(t)
	before, err := o.door.CountPublic(t.Context(), workflow.PublicQuery{})
	require.NoError(t, err)
	c := o.secret(opinion, false)
	bad := workflow.Command{Action: workflow.Reply, Reason: longAnswer + " Call 13800138000.", Title: "On notices", Summary: "Why late?", Actor: o.actor(answers)}
	_, err = o.cases.Act(t.Context(), c.reference, bad, 0)
	refusal, ok := workflow.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, "gate", refusal.Code, "personal data does not go out with an answer")

	o.act(c.reference, answers, workflow.Command{Action: workflow.Reply, Reason: longAnswer, Title: "On notices", Summary: "Why late?"})
	_, err = o.door.Public().Answer(t.Context(), c.reference)
	require.ErrorIs(t, err, record.ErrNotFound, "proposed only")
	w, err := o.db.World(t.Context(), c.reference)
	require.NoError(t, err)
	o.act(c.reference, "shenzhen/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID})
	a, err := o.door.Public().Answer(t.Context(), c.reference)
	require.NoError(t, err)
	require.Equal(t, longAnswer, a.Answer)
	require.Equal(t, "Why late?", a.Question)
	_, err = o.door.Public().Incident(t.Context(), c.reference)
	require.ErrorIs(t, err, record.ErrNotFound, "it is no incident")
	after, err := o.door.CountPublic(t.Context(), workflow.PublicQuery{})
	require.NoError(t, err)
	require.Equal(t, before, after)
}

// TestAnAdmittedNewsroomExistsAtOnce with its invitation, in the transaction of
// the confirmation.
func TestAnAdmittedNewsroomExistsAtOnce(t *testing.T) {
	o := newOffice(t)
	c := o.secret(application, false)
	o.act(c.reference, answers, workflow.Command{Action: workflow.Admit, Reason: longAnswer})
	w, err := o.db.World(t.Context(), c.reference)
	require.NoError(t, err)
	o.act(c.reference, "shenzhen/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID})
	w, err = o.db.World(t.Context(), c.reference)
	require.NoError(t, err)
	body, known := o.org.Load().Association(w.Incident.Detail.Application.Organization)
	require.True(t, known, "the running server knows it already")
	require.Equal(t, "Matrix Newsroom", body.Name.Zh)
	hash, err := secrets{o.vault}.ReceiptHash(c.receipt)
	require.NoError(t, err)
	v, err := o.door.Track(t.Context(), hash, o.clock.Now())
	require.NoError(t, err)
	require.True(t, v.Matter.Invited)
}
