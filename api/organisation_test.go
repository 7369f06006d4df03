package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

func TestOrganisation(t *testing.T) {
	f := newFace(t)
	w := f.get("/api/v1/organisation")
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	org := decode[Organisation](t, w)
	require.Equal(t, "李四", org.Posts[0].Answers.Person)
	require.Equal(t, agencyID, org.Posts[0].Agency)
	require.Equal(t, http.StatusForbidden, f.call(http.MethodGet, "/api/v1/organisation", "", asNGO).Code)
}

func TestOrganisationTakesTwoPeople(t *testing.T) {
	const address = "/api/v1/organisation/proposals"
	f := newFace(t)
	w := f.call(http.MethodPost, address, `{"act":"leave","person":"`+resident.Person.String()+`","from":"2026-12-01T08:00:00+08:00"}`, asOfficer)
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
	require.Equal(t, workflow.OrgCommand{
		Actor: officer, Act: workflow.GrantLeave,
		Args: workflow.OrgArgs{Person: resident.Person, From: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)},
	}, f.acts.did[0])
	post, other := uuid.New(), uuid.New()
	w = f.call(http.MethodPost, address, `{"act":"hand_over","post":"`+post.String()+`","posts":["`+other.String()+`"]}`, asOfficer)
	require.Equal(t, http.StatusCreated, w.Code, w.Body.String())
	require.Equal(t, workflow.OrgCommand{Actor: officer, Act: workflow.HandOverAll, Args: workflow.OrgArgs{Post: post, Posts: []roles.ID{other}}}, f.acts.did[1])
	f.acts.did = f.acts.did[:1]
	item := decode[OrgProposalList](t, f.get(address)).Items[0]
	require.True(t, item.Mine)
	require.Equal(t, "李四", item.ProposedBy)

	one := address + "/" + reportID.String() + "/decision"
	require.Equal(t, http.StatusNoContent, f.call(http.MethodPost, one, `{"decision":"decline"}`, asOfficer).Code)
	require.Equal(t, workflow.OrgCommand{Actor: officer, Proposal: reportID, Decline: true}, f.acts.did[1])
	require.Equal(t, []string{"/decision"}, pointers(t, f.call(http.MethodPost, one, `{"decision":"13800138000"}`, asOfficer)))
	require.Equal(t, http.StatusNotFound, f.call(http.MethodPost, address+"/"+uuid.Nil.String()+"/decision", `{"decision":"confirm"}`, asOfficer).Code)
	require.Equal(t, http.StatusBadRequest, f.call(http.MethodPost, address+"/13800138000/decision", `{"decision":"confirm"}`, asOfficer).Code)
	require.Len(t, f.acts.did, 2)
	f.acts.err = record.Refuse(record.Invalid, "proposal", "proposal_unknown", "no such open proposal")
	require.Equal(t, http.StatusNotFound, f.call(http.MethodPost, one, `{"decision":"confirm"}`, asOfficer).Code)
	f.acts.err = record.Refuse(record.Forbidden, "proposal", "second_person", "a second person must decide this")
	require.Equal(t, http.StatusForbidden, f.call(http.MethodPost, one, `{"decision":"confirm"}`, asOfficer).Code)
}
