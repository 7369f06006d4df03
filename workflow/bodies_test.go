package workflow_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

func addBody(kind, name, region string) workflow.OrgCommand {
	return workflow.OrgCommand{Act: workflow.AddBody, Args: workflow.OrgArgs{Kind: kind, Name: roles.Text{Zh: name}, Region: region}}
}

func (d *directory) body(name string) (roles.Body, bool) {
	for _, b := range d.org.Bodies {
		if b.Name.Zh == name {
			return d.org.Body(b.ID, d.now)
		}
	}
	return roles.Body{}, false
}

func TestTwoPeopleOfTheNationalOfficeAddAndEndABody(t *testing.T) {
	d := newDirectory(t)
	d.both("nation/supervisor", "nation/leader", addBody(roles.BodyPolice, "  南湾公安分局 ", "440305"))
	b, takes := d.body("南湾公安分局")
	require.True(t, takes)
	require.Equal(t, roles.Body{ID: b.ID, Kind: roles.BodyPolice, Name: roles.Text{Zh: "南湾公安分局"}, Region: "440305"}, b)
	_, err := d.try("nation/supervisor", addBody(roles.BodyPolice, "南湾公安分局", "440305"))
	refusedAs(t, err, "body_known")

	d.both("oversight/supervisor", "nation/leader", workflow.OrgCommand{Act: workflow.EndBody, Args: workflow.OrgArgs{Body: b.ID}})
	_, takes = d.body("南湾公安分局")
	require.False(t, takes)
	_, err = d.try("nation/supervisor", workflow.OrgCommand{Act: workflow.EndBody, Args: workflow.OrgArgs{Body: b.ID}})
	refusedAs(t, err, "body_unknown")
	d.both("nation/supervisor", "nation/leader", addBody(roles.BodyPolice, "南湾公安分局", "440305"))
}

func TestNobodyAddsABodyAlone(t *testing.T) {
	d := newDirectory(t)
	proposal, err := d.try("nation/leader", addBody(roles.BodyPolice, "南湾公安分局", ""))
	require.NoError(t, err)
	_, err = d.try("nation/leader", workflow.OrgCommand{Proposal: proposal})
	refusedAs(t, err, "second_person")
	_, takes := d.body("南湾公安分局")
	require.False(t, takes, "proposed only")
	_, err = d.try("nation/supervisor", workflow.OrgCommand{Proposal: proposal, Decline: true})
	require.NoError(t, err)
	_, takes = d.body("南湾公安分局")
	require.False(t, takes)
}

// TestNoCityInventsAPoliceOfItsOwn: else it could refer a case to nobody.
func TestNoCityInventsAPoliceOfItsOwn(t *testing.T) {
	d := newDirectory(t)
	proposal, err := d.try("nation/supervisor", addBody(roles.BodyPolice, "南湾公安分局", ""))
	require.NoError(t, err)
	for _, who := range []string{"city/officer", "city/supervisor", "city/leader", "province/leader", "nation/officer"} {
		_, err := d.try(who, addBody(roles.BodyPolice, "自设公安", ""))
		refusedAs(t, err, "not_yours")
		_, err = d.try(who, workflow.OrgCommand{Act: workflow.EndBody, Args: workflow.OrgArgs{Body: id(roles.BodyPolice)}})
		refusedAs(t, err, "not_yours")
		_, err = d.try(who, workflow.OrgCommand{Proposal: proposal})
		refusedAs(t, err, "proposal_unknown")
	}
}

func TestWhoeverIsTiedToABodyKeepsOutOfIt(t *testing.T) {
	d := newDirectory(t)
	parts := d.org.Parts
	parts.Ties = append(parts.Ties, roles.Tie{ID: id("tie"), Person: id("nation/supervisor person"), Party: roles.NameParty(roles.BodyPolice), Kind: "kinship", From: rolestest.Epoch})
	d.org = rolestest.Must(parts)
	end := workflow.OrgCommand{Act: workflow.EndBody, Args: workflow.OrgArgs{Body: id(roles.BodyPolice)}}
	_, err := d.try("nation/supervisor", end)
	refusedAs(t, err, "not_yours")
	d.both("nation/leader", "oversight/leader", end)
}

func TestABodyIsNamedAndPlaced(t *testing.T) {
	d := newDirectory(t)
	for code, c := range map[string]workflow.OrgCommand{
		"body_kind": addBody("employment", "南湾公安分局", ""), "body_name": addBody(roles.BodyPolice, "  ", ""),
		"region_unknown": addBody(roles.BodyPolice, "南湾公安分局", "999999"), "too_long": addBody(roles.BodyPolice, longName(), ""),
	} {
		_, err := d.try("nation/leader", c)
		refusedAs(t, err, code)
	}
}

func longName() string {
	name := make([]rune, 201)
	for i := range name {
		name[i] = '局'
	}
	return string(name)
}

// TestAReferralIsNotApprovedToABodyThatEndedMeanwhile: it is declined, and the
// case can be referred elsewhere; what was handed over goes on.
func TestAReferralIsNotApprovedToABodyThatEndedMeanwhile(t *testing.T) {
	s := decidedAs(t, "criminal_referral")
	s.do("city/officer", refer("police", "order_310"))
	parts, at := s.org.Parts, s.now
	for i := range parts.Bodies {
		if parts.Bodies[i].Kind == roles.BodyPolice {
			parts.Bodies[i].Ended = &at
		}
	}
	s.org = rolestest.Must(parts)
	refusedAs(t, s.try("city/leader", workflow.Command{Action: workflow.ApproveReferral}), "body_ended")
	s.do("city/leader", workflow.Command{Action: workflow.DeclineReferral, Reason: "it was closed"})
	refusedAs(t, s.try("city/officer", refer("police", "order_310")), "body_unknown")
}

func TestAProposedBodyStaysReadableInItsProposal(t *testing.T) {
	d := newDirectory(t)
	d.now = d.now.Add(time.Hour)
	_, err := d.try("nation/leader", addBody(roles.BodyProcuratorate, "南湾检察院", "440305"))
	require.NoError(t, err)
	var args workflow.OrgArgs
	require.NoError(t, json.Unmarshal(d.w.Proposals[0].Args, &args))
	require.Equal(t, "南湾检察院", args.Name.Zh)
	require.Equal(t, record.ProposalOpen, d.w.Proposals[0].State)
}
