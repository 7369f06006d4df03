package workflow_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// fullAnswer deals with what was said.
const fullAnswer = "The three documents were read again; the notice of 3 May was late by two days and was corrected."

func aboutTo(accused ...roles.Party) *workflow.Filing {
	return &workflow.Filing{
		ReportID: rolestest.ID("report"), Reference: "GZ-00000-00000", Title: "title", Narrative: "narrative",
		Violation: "other", Region: "440305", Sector: "internet", FilerKind: "organization", Accused: accused,
	}
}

// tryMatter files a matter into an empty scene.
func tryMatter(t *testing.T, m record.Matter, w workflow.World, f *workflow.Filing) (*scene, error) {
	s := &scene{t: t, parts: rolestest.Small(), now: rolestest.Epoch.AddDate(0, 0, 1), store: newTables()}
	s.org = rolestest.Must(s.parts)
	f.Matter = m
	if f.Detail == nil {
		f.Detail = detailOf(m)
	}
	c, err := workflow.Decide(w, workflow.Command{Action: workflow.File, Actor: filerOf(m), Seed: s.seed(), Filing: f}, s.env())
	if err != nil {
		return s, err
	}
	s.id = c.Incidents[0].ID
	s.store.apply(t, c)
	return s, nil
}

func newMatter(t *testing.T, m record.Matter, f *workflow.Filing) *scene {
	s, err := tryMatter(t, m, workflow.World{}, f)
	require.NoError(t, err)
	return s
}

func fullReply() workflow.Command {
	return workflow.Command{Action: workflow.Reply, Reason: fullAnswer, Title: "On the notice", Summary: "Why was the notice late?"}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	r, ok := workflow.AsRefusal(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, code, r.Code)
}

func (s *scene) detail() record.Detail { return *s.store.incidents[s.id].Detail }

func TestAnOpinionIsAnsweredByTwoPeople(t *testing.T) {
	s := newMatter(t, record.MatterOpinion, aboutTo(roles.NameParty("x ltd")))
	require.Equal(t, workflow.DutyOpinion, s.lead().Kind)
	s.do("city/officer", fullReply())
	require.Equal(t, record.Filed, s.state(), "proposed only: the clock runs on")
	s.confirm("city/supervisor")
	require.Equal(t, record.Closed, s.state())
	require.True(t, s.detail().Answer.Public)
	require.Equal(t, int64(2), s.detail().Answer.Event, "the wording is the one that the second person read")
}

func TestAnOpinionCannotBeRejectedInsteadOfAnswered(t *testing.T) {
	for _, m := range []record.Matter{record.MatterOpinion, record.MatterInquiry, record.MatterApplication} {
		s := newMatter(t, m, aboutTo())
		for _, a := range []workflow.Action{workflow.Reject, workflow.Accept, workflow.Close} {
			wantCode(t, s.try("city/officer", workflow.Command{Action: a}), "wrong_state")
		}
	}
}

func TestAnEmptyPhraseIsNoAnswer(t *testing.T) {
	s := newMatter(t, record.MatterInquiry, aboutTo())
	for _, phrase := range []string{"已收悉，谢谢。", "Noted with thanks.", strings.Repeat("ok ", 40), strings.Repeat(". ", 60)} {
		c := fullReply()
		c.Reason = phrase
		wantCode(t, s.try("city/officer", c), "answer_empty_phrase")
		c.Action, c.Ground, c.Because = workflow.Withhold, "state_secret", "it is one of those"
		wantCode(t, s.try("city/officer", c), "answer_empty_phrase")
	}
}

func TestWithholdingNeedsAListedGroundAndAReasonOfItsOwn(t *testing.T) {
	s := newMatter(t, record.MatterInquiry, aboutTo())
	c := workflow.Command{Action: workflow.Withhold, Reason: fullAnswer, Because: "it would name a person"}
	wantCode(t, s.try("city/officer", c), "withhold_ground")
	c.Ground = "it_is_embarrassing"
	wantCode(t, s.try("city/officer", c), "withhold_ground")
	c.Ground, c.Because = "personal_privacy", "  "
	wantCode(t, s.try("city/officer", c), "because_required")
	c.Because = "it would name a person"
	s.do("city/officer", c)
	require.Error(t, s.try("city/officer", workflow.Command{Action: workflow.Confirm, Proposal: s.store.world(s.id).Proposals[0].ID}), "nobody confirms their own")
	s.confirm("city/supervisor")
	require.False(t, s.detail().Answer.Public)
	require.Equal(t, "personal_privacy", s.detail().Answer.Ground)
}

func TestWhatIsSaidAboutAnAgencyNeverReachesIt(t *testing.T) {
	for _, m := range []record.Matter{record.MatterOpinion, record.MatterInquiry} {
		s := newMatter(t, m, aboutTo(roles.AgencyParty(rolestest.ID("city"))))
		require.Equal(t, rolestest.ID("province"), s.store.incidents[s.id].Agency, "the next clean superior")
		require.ErrorIs(t, s.try("city/leader", fullReply()), workflow.ErrNotFound)
	}
	s := newMatter(t, record.MatterOpinion, aboutTo(roles.AgencyParty(rolestest.ID("other city"))))
	require.Equal(t, rolestest.ID("province"), s.store.incidents[s.id].Agency, "also where place and sector would lead elsewhere")
}

func TestAnOpinionOnACaseGoesToTheAgencyThatLeadsIt(t *testing.T) {
	led := record.Incident{ID: rolestest.ID("about"), Matter: record.MatterIncident, Agency: rolestest.ID("other city"), Region: "440305", Sector: "internet",
		Violation: "leak", Accused: []roles.Party{roles.NameParty("x ltd")}}
	f := aboutTo()
	f.About = led.ID
	s, err := tryMatter(t, record.MatterOpinion, workflow.World{About: &workflow.World{Incident: led, Public: true}}, f)
	require.NoError(t, err)
	i := s.store.incidents[s.id]
	require.Equal(t, rolestest.ID("other city"), i.Agency)
	require.Equal(t, led.Accused, i.Accused, "whoever must not handle the case must not handle what is said about it")
}

func TestNobodyLearnsOfACaseByAnOpinionAboutIt(t *testing.T) {
	f := aboutTo()
	f.About = rolestest.ID("about")
	for _, w := range []workflow.World{
		{}, {About: &workflow.World{Incident: record.Incident{ID: f.About, Agency: rolestest.ID("city")}}},
	} {
		_, err := tryMatter(t, record.MatterOpinion, w, f)
		wantCode(t, err, "about_unknown")
	}
}

func signer(body string) roles.Actor {
	return roles.Actor{Person: rolestest.ID("signer of " + body), Role: roles.Organization, Organization: rolestest.ID(body)}
}

func (s *scene) sign(who roles.Actor, w workflow.World) error {
	c, err := workflow.Decide(w, workflow.Command{Action: workflow.Cosign, Actor: who, Seed: s.seed()}, s.env())
	if err == nil {
		s.store.apply(s.t, c)
	}
	return err
}

func TestAnOrganizationSignsAnOpinionOnce(t *testing.T) {
	s := newMatter(t, record.MatterOpinion, aboutTo())
	version := s.store.incidents[s.id].Version
	require.NoError(t, s.sign(signer("first"), s.store.world(s.id)))
	wantCode(t, s.sign(signer("first"), s.store.world(s.id)), "signed_already")
	colleague := signer("first")
	colleague.Person = rolestest.ID("another of the first")
	wantCode(t, s.sign(colleague, s.store.world(s.id)), "signed_already")
	require.NoError(t, s.sign(signer("second"), s.store.world(s.id)))
	own := s.store.world(s.id)
	own.FilerOrgs = []roles.ID{rolestest.ID("filing body")}
	wantCode(t, s.sign(signer("filing body"), own), "own_matter")
	require.Equal(t, version, s.store.incidents[s.id].Version, "no If-Match breaks by it")
	require.ErrorIs(t, s.sign(roles.Actor{Person: uuid.New(), Role: roles.Citizen}, own), workflow.ErrNotFound)
}

func TestAnOpinionOnASecretCaseIsNotSigned(t *testing.T) {
	s := newMatter(t, record.MatterOpinion, aboutTo())
	w := s.store.world(s.id)
	w.Incident.About = rolestest.ID("about")
	require.ErrorIs(t, s.sign(signer("first"), w), workflow.ErrNotFound)
	w.About = &workflow.World{Public: true}
	require.NoError(t, s.sign(signer("first"), w))
}

func TestASuspendedOrganizationHasNoVoice(t *testing.T) {
	s := newMatter(t, record.MatterOpinion, aboutTo())
	at := s.now
	s.parts.Associations = []roles.Association{{ID: rolestest.ID("first"), Kind: roles.Organization, Suspended: &at}}
	s.org = rolestest.Must(s.parts)
	require.ErrorIs(t, s.sign(signer("first"), s.store.world(s.id)), workflow.ErrNotFound)
	_, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: signer("first"), Seed: s.seed(),
		Filing: &workflow.Filing{Matter: record.MatterOpinion, ReportID: uuid.New()}}, s.env())
	wantCode(t, err, "not_yours")
}

func TestOnlyTheirOwnMayFileEachMatter(t *testing.T) {
	s := newScene(t)
	for m, others := range map[record.Matter][]roles.Role{
		record.MatterOpinion: {roles.Citizen, roles.Media}, record.MatterInquiry: {roles.Citizen, roles.Organization},
		record.MatterRequest: {roles.Organization, roles.Media}, "none such": {roles.Citizen},
	} {
		for _, role := range others {
			_, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: roles.Actor{Role: role}, Seed: s.seed(),
				Filing: &workflow.Filing{Matter: m, ReportID: uuid.New()}}, s.env())
			require.Error(t, err)
		}
	}
}

// TestAnOpinionKnowsAllThatEveryDutyKnows: pausing, urging, assigning, transfer
// and escalation come from the heart.
func TestAnOpinionKnowsAllThatEveryDutyKnows(t *testing.T) {
	s := newMatter(t, record.MatterOpinion, aboutTo())
	due := s.lead().DueAt
	s.do("city/officer", workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"})
	s.confirm("city/supervisor")
	require.Equal(t, record.Paused, s.lead().State)
	s.act("city/officer", workflow.Resume)
	s.do("city/leader", workflow.Command{Action: workflow.Urge, Due: due.AddDate(0, 0, -5)})
	require.True(t, s.lead().DueAt.Before(due))
	s.do("city/supervisor", assign("city/supervisor"))
	s.do("city/supervisor", workflow.Command{Action: workflow.OfferTransfer, To: id("other city")})
	s.act("other city/officer", workflow.AcceptTransfer)
	require.Equal(t, id("other city"), s.store.incidents[s.id].Agency)
	s.at(s.lead().DueAt)
	require.Equal(t, 1, s.lead().Level, "a missed answer rises")
}
