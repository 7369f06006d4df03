package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// directory is the small organisation and its open proposals.
type directory struct {
	t   *testing.T
	org *roles.Org
	w   workflow.OrgWorld
	now time.Time
	n   byte
}

func newDirectory(t *testing.T) *directory {
	return &directory{t: t, org: rolestest.Must(rolestest.Small()), now: rolestest.Epoch.Add(24 * time.Hour)}
}

func (d *directory) try(who string, c workflow.OrgCommand) (record.ID, error) {
	d.n++
	p, _ := d.org.Person(id(who + " person"))
	c.Actor, c.Seed = roles.Actor{Person: p.ID, Role: p.Role}, record.Seed{d.n}
	change, err := workflow.DecideOrg(d.w, c, workflow.Env{Now: d.now, Org: d.org, Rules: rules})
	if err != nil {
		return record.ID{}, err
	}
	d.w.Version, d.w.Proposals = change.Guards[0].Next, nil
	for _, x := range change.Org.Proposals {
		if x.State == record.ProposalOpen {
			d.w.Proposals = append(d.w.Proposals, x)
		}
	}
	d.org, err = workflow.Revise(d.org, *change.Org)
	require.NoError(d.t, err)
	return change.Org.Proposals[0].ID, nil
}

func (d *directory) both(first, second string, c workflow.OrgCommand) {
	d.t.Helper()
	proposal, err := d.try(first, c)
	require.NoError(d.t, err)
	_, err = d.try(second, workflow.OrgCommand{Proposal: proposal})
	require.NoError(d.t, err)
}

func (d *directory) answers(post string) roles.ID { return d.org.Answer(id(post), d.now).Person }

func seatIn(post, person string, to *time.Time) workflow.OrgCommand {
	return workflow.OrgCommand{Act: workflow.Appoint, Args: workflow.OrgArgs{Post: id(post), Person: id(person + " person"), To: to}}
}

func TestAnAppointmentTakesTwoPeopleAbove(t *testing.T) {
	d := newDirectory(t)
	d.both("city/supervisor", "city/leader", seatIn("city/officer", "other city/officer", nil))
	require.Equal(t, id("other city/officer person"), d.answers("city/officer"))
}

func TestNobodyAppointsThemselvesOrDecidesOnThemselves(t *testing.T) {
	d := newDirectory(t)
	_, err := d.try("city/leader", seatIn("city/officer", "city/leader", nil))
	require.Error(t, err)
	proposal, err := d.try("city/supervisor", seatIn("city/officer", "other city/officer", nil))
	require.NoError(t, err)
	_, err = d.try("city/supervisor", workflow.OrgCommand{Proposal: proposal})
	require.Error(t, err, "not the proposer")
	_, err = d.try("other city/officer", workflow.OrgCommand{Proposal: proposal})
	require.Error(t, err, "not the appointed")
}

func TestSubordinatesDoNotUnseatTheirLeader(t *testing.T) {
	d := newDirectory(t)
	for _, who := range []string{"city/officer", "city/supervisor", "other city/leader"} {
		_, err := d.try(who, workflow.OrgCommand{Act: workflow.Vacate, Args: workflow.OrgArgs{Holding: id("holding city/leadercity/leader person")}})
		require.Error(t, err, who)
	}
}

func TestATemporaryAppointmentGivesTheSeatBack(t *testing.T) {
	d := newDirectory(t)
	end := d.now.Add(48 * time.Hour)
	d.both("city/supervisor", "city/leader", seatIn("city/officer", "other city/officer", &end))
	require.Equal(t, id("other city/officer person"), d.answers("city/officer"))
	d.now = end.Add(time.Minute)
	require.Equal(t, id("city/officer person"), d.answers("city/officer"))
}

func TestAnOutsiderIsNotAppointed(t *testing.T) {
	parts := rolestest.Small()
	parts.People = append(parts.People, roles.Person{ID: id("operator person"), Name: "operator", Role: roles.Operator})
	d := newDirectory(t)
	d.org = rolestest.Must(parts)
	_, err := d.try("city/supervisor", seatIn("city/officer", "operator", nil))
	require.Error(t, err)
}

func TestEverybodyMayDeclareTheirOwnTieWithASecondPerson(t *testing.T) {
	d := newDirectory(t)
	d.both("city/officer", "city/supervisor", workflow.OrgCommand{Act: workflow.DeclareTie, Args: workflow.OrgArgs{
		Person: id("city/officer person"), Party: "name:X  Ltd.", Kind: "kinship",
	}})
	require.True(t, d.org.PersonConflicted(id("city/officer person"), []roles.Party{roles.NameParty("x ltd")}, d.now))
}

func TestWhoMayNotDecideAProposalDoesNotLearnOfIt(t *testing.T) {
	d := newDirectory(t)
	proposal, err := d.try("city/supervisor", seatIn("city/officer", "other city/officer", nil))
	require.NoError(t, err)
	_, known := d.try("other city/supervisor", workflow.OrgCommand{Proposal: proposal})
	_, unknown := d.try("other city/supervisor", workflow.OrgCommand{Proposal: id("none")})
	require.Equal(t, unknown, known)
}

func TestTheLastThatAnswersCannotLeave(t *testing.T) {
	d := newDirectory(t)
	proposal, err := d.try("nation/leader", workflow.OrgCommand{Act: workflow.Vacate, Args: workflow.OrgArgs{Holding: id("holding oversight/leaderoversight/leader person")}})
	require.NoError(t, err)
	_, err = d.try("oversight/supervisor", workflow.OrgCommand{Proposal: proposal})
	require.Error(t, err)
}
