package main

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/record"
	"gongzhi/roles"
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

	invitee := accounts.Invitee{Code: c.receipt, Name: "Lin Yue", Email: "lin@newsroom.example", Password: "slow river crossing"}
	taken := invitee
	taken.Email = stranger + "@demo.example"
	require.ErrorIs(t, o.invitations().Redeem(t.Context(), taken), accounts.ErrInvitation)
	require.NoError(t, o.invitations().Redeem(t.Context(), invitee))
	signed, err := o.accounts.SignIn(t.Context(), invitee.Email, invitee.Password, accounts.Cookie)
	require.NoError(t, err)
	require.Equal(t, roles.Media, signed.Actor.Role)
	require.Equal(t, body.ID, signed.Actor.Organization)
	require.True(t, o.org.Load().Stand(signed.Actor, roles.Case{}, o.clock.Now()).May(roles.FileInquiry))
	invitee.Email = "second@newsroom.example"
	require.ErrorIs(t, o.invitations().Redeem(t.Context(), invitee), accounts.ErrInvitation, "a receipt opens one account")
	v, err = o.door.Track(t.Context(), hash, o.clock.Now())
	require.NoError(t, err)
	require.False(t, v.Matter.Invited)
	faults, err := o.db.Check(t.Context())
	require.NoError(t, err)
	for _, f := range faults {
		require.Zero(t, f.Broken, f)
	}
}

// TestAnInvitationExpires after its thirty days, and the page no longer offers it.
func TestAnInvitationExpires(t *testing.T) {
	o := newOffice(t)
	c := o.secret(application, false)
	o.act(c.reference, answers, workflow.Command{Action: workflow.Admit, Reason: longAnswer})
	w, err := o.db.World(t.Context(), c.reference)
	require.NoError(t, err)
	o.act(c.reference, "shenzhen/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID})
	late := o.invitations()
	then := o.clock.Now().AddDate(0, 0, 31)
	late.Service = &accounts.Service{
		Store: o.db.Accounts(), Hasher: o.accounts.Hasher, Lookup: o.vault.LookupHash, Random: rand.Reader, Now: func() time.Time { return then },
	}
	err = late.Redeem(t.Context(), accounts.Invitee{Code: c.receipt, Name: "Lin Yue", Email: "lin@newsroom.example", Password: "slow river crossing"})
	require.ErrorIs(t, err, accounts.ErrInvitation)
	hash, err := secrets{o.vault}.ReceiptHash(c.receipt)
	require.NoError(t, err)
	v, err := o.door.Track(t.Context(), hash, then)
	require.NoError(t, err)
	require.False(t, v.Matter.Invited)
}

// TestTwoPeopleSuspendReinstateAndWithdrawAnAdmission: nobody does it alone,
// and it holds at once on the running server.
func TestTwoPeopleSuspendReinstateAndWithdrawAnAdmission(t *testing.T) {
	o := newOffice(t)
	c := o.secret(application, false)
	o.act(c.reference, answers, workflow.Command{Action: workflow.Admit, Reason: longAnswer})
	w, err := o.db.World(t.Context(), c.reference)
	require.NoError(t, err)
	w = o.act(c.reference, "shenzhen/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID})
	voice := roles.Actor{Person: uuid.New(), Role: roles.Media, Organization: w.Incident.Detail.Application.Organization}
	speaks := func() bool {
		return o.org.Load().Stand(voice, roles.Case{}, o.clock.Now()).May(roles.FileInquiry)
	}
	do := func(act workflow.OrgAct) {
		t.Helper()
		id, err := o.staff.Act(t.Context(), workflow.OrgCommand{Actor: o.actor("national/leader"), Act: act, Args: workflow.OrgArgs{Group: voice.Organization}})
		require.NoError(t, err)
		_, err = o.staff.Act(t.Context(), workflow.OrgCommand{Actor: o.actor("national/leader"), Proposal: id})
		require.Error(t, err, "not alone")
		_, err = o.staff.Act(t.Context(), workflow.OrgCommand{Actor: o.actor("oversight/leader"), Proposal: id})
		require.NoError(t, err)
	}
	require.True(t, speaks())
	do(workflow.Suspend)
	require.False(t, speaks())
	do(workflow.Reinstate)
	require.True(t, speaks())
	do(workflow.Unadmit)
	require.False(t, speaks())
	_, err = o.staff.Act(t.Context(), workflow.OrgCommand{Actor: o.actor("national/leader"), Act: workflow.Reinstate, Args: workflow.OrgArgs{Group: voice.Organization}})
	refusal, ok := workflow.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, "organization_unknown", refusal.Code)
}
