package frontend

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/demo"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func TestOrganisationalFormsBecomeCommands(t *testing.T) {
	org := deskOrg()
	person, post := demo.Person("shenzhen/deputy"), postOf(org, "shenzhen/officer").ID
	end := time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC)
	other, third := postOf(org, "shenzhen/supervisor").ID, postOf(org, "shenzhen/leader").ID
	holding, tie := org.Holdings[0].ID, org.Ties[0].ID
	for _, c := range []struct {
		form []string
		want workflow.OrgCommand
	}{
		{[]string{"action", "appoint", "person", person.String(), "post", post.String(), "deputy", "yes", "from", "2026-12-01", "to", "2026-12-31"},
			workflow.OrgCommand{Act: workflow.Appoint, Args: workflow.OrgArgs{Person: person, Post: post, Deputy: true, From: time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC), To: &end}}},
		{[]string{"action", "vacate", "holding", holding.String()}, workflow.OrgCommand{Act: workflow.Vacate, Args: workflow.OrgArgs{Holding: holding}}},
		{[]string{"action", "leave", "person", person.String()}, workflow.OrgCommand{Act: workflow.GrantLeave, Args: workflow.OrgArgs{Person: person}}},
		{[]string{"action", "declare_tie", "person", person.String(), "party", "某某公司", "kind", "ownership", "party_kind", "name"},
			workflow.OrgCommand{Act: workflow.DeclareTie, Args: workflow.OrgArgs{Person: person, Party: roles.NameParty("某某公司"), Kind: "ownership"}}},
		{[]string{"action", "declare_tie", "person", person.String(), "party", "91330106ma2abcde0x", "kind", "other", "party_kind", "code"},
			workflow.OrgCommand{Act: workflow.DeclareTie, Args: workflow.OrgArgs{Person: person, Party: roles.CodeParty("91330106MA2ABCDE0X"), Kind: "other"}}},
		{[]string{"action", "end_tie", "tie", tie.String()}, workflow.OrgCommand{Act: workflow.EndTie, Args: workflow.OrgArgs{Tie: tie}}},
		{[]string{"action", "hand_over", "from_post", post.String(), "receiver_1", other.String(), "receiver_2", third.String(), "receiver_3", other.String()},
			workflow.OrgCommand{Act: workflow.HandOverAll, Args: workflow.OrgArgs{Post: post, Posts: []roles.ID{other, third}}}},
		{[]string{"action", "add_body", "kind", "police", "name", " 南湾公安分局 ", "name_en", "Nanwan police", "region", "440305"},
			workflow.OrgCommand{Act: workflow.AddBody, Args: workflow.OrgArgs{Kind: "police", Name: roles.Text{Zh: "南湾公安分局", En: "Nanwan police"}, Region: "440305"}}},
		{[]string{"action", "end_body", "body", demo.Body("police", "440300").String()}, workflow.OrgCommand{Act: workflow.EndBody, Args: workflow.OrgArgs{Body: demo.Body("police", "440300")}}},
		{[]string{"action", "confirm", "proposal", deskID(60).String()}, workflow.OrgCommand{Proposal: deskID(60)}},
		{[]string{"action", "decline", "proposal", deskID(60).String()}, workflow.OrgCommand{Proposal: deskID(60), Decline: true}},
	} {
		d := newDesk(t, "shenzhen/supervisor")
		w := d.send(organisationURL, c.form...)
		require.Equal(t, http.StatusSeeOther, w.Code, c.form)
		c.want.Actor = d.actor
		require.Equal(t, []workflow.OrgCommand{c.want}, d.org, c.form)
	}
}

func TestOrganisationShowsWhoAnswersAndHow(t *testing.T) {
	d := newDesk(t, "shenzhen/supervisor")
	page := d.page(organisationURL, "en")
	require.Contains(t, page, "温若谷", "the deputy answers while the officer is away")
	require.Contains(t, page, "Holder, away: 陈一帆")
	require.Contains(t, page, "Kinship")
	require.Contains(t, page, "Somebody else has to confirm what you proposed.")
	require.NotContains(t, page, `value="add_body"`, "a city keeps no list of those outside")
	national := newDesk(t, "national/supervisor").page(organisationURL, "en")
	for _, act := range []string{"add_body", "end_body", "suspend_admission"} {
		require.Contains(t, national, `value="`+act+`"`)
	}
	require.Contains(t, national, "Shenzhen procuratorate (demo)")
	officer := newDesk(t, "guangzhou/officer").page(organisationURL, "en")
	require.NotContains(t, officer, `value="appoint"`)
	require.NotContains(t, officer, `value="confirm"`)
	require.Contains(t, officer, `value="declare_tie"`)
}

func TestOrganisationalRefusals(t *testing.T) {
	d := newDesk(t, "shenzhen/supervisor")
	w := d.send(organisationURL, "action", "leave", "person", "", "from", "2026-13-01")
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	lintPage(t, w.Body.String())
	require.Contains(t, w.Body.String(), `href="#leave-person"`)
	require.Contains(t, w.Body.String(), `value="2026-13-01"`)
	require.Empty(t, d.org)
	d.refuse = record.Refuse(record.Forbidden, "", "own_matter", "x")
	w = d.send(organisationURL, "action", "confirm", "form", "confirm-"+deskID(60).String(), "proposal", deskID(60).String())
	require.Equal(t, http.StatusForbidden, w.Code)
	require.Contains(t, w.Body.String(), "Nobody decides on themselves")
	require.Equal(t, http.StatusBadRequest, d.send(organisationURL, "action", "nonsense").Code)
	require.Equal(t, http.StatusNotFound, newDesk(t, "citizen1").send(organisationURL, "action", "end_tie", "tie", deskID(91).String()).Code)
}
