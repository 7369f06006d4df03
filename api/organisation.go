package api

import (
	"context"
	"encoding/json"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

// GetOrganisation shows agencies, posts and who answers for each now.
func (s *server) GetOrganisation(ctx context.Context, _ GetOrganisationRequestObject) (GetOrganisationResponseObject, error) {
	org, now := s.Org(), s.Now()
	if !org.Stand(callerOf(ctx).actor(), roles.Case{}, now).May(roles.ReadOrganisaton) {
		return nil, web.Forbidden("This is for people of the agencies.")
	}
	answers := org.Answers(now)
	out := Organisation{Revision: org.Revision, Holdings: []Holding{}, Bodies: []Body{}}
	out.Agencies = each(org.Agencies, func(a roles.Agency) Agency {
		return Agency{ID: a.ID, Name: a.Name, Parent: a.Parent, Region: a.Region}
	})
	out.Posts = each(org.Posts, func(p roles.Post) Post {
		a := answers[p.ID]
		return Post{
			ID: p.ID, Agency: p.Agency, Title: p.Title, Class: PostClass(p.Class), Superior: p.Superior,
			Answers: Answering{PersonID: a.Person, Person: nameOf(org, a.Person), Via: AnsweringVia(a.Via)},
		}
	})
	for _, h := range org.Parts.Holdings {
		if h.To == nil || h.To.After(now) {
			out.Holdings = append(out.Holdings, holdingOf(org, h))
		}
	}
	for _, b := range org.Bodies {
		if _, takes := org.Body(b.ID, s.Now()); takes {
			out.Bodies = append(out.Bodies, Body{ID: b.ID, Kind: BodyKind(b.Kind), Name: b.Name, Region: b.Region})
		}
	}
	return GetOrganisation200JSONResponse(out), nil
}

func holdingOf(org *roles.Org, h roles.Holding) Holding {
	return Holding{ID: h.ID, Post: h.Post, PersonID: h.Person, Person: nameOf(org, h.Person), Deputy: h.Deputy, From: h.From, To: deref(h.To)}
}

func nameOf(org *roles.Org, person roles.ID) string {
	p, _ := org.Person(person)
	return p.Name
}

// ListOrgProposals lists the open proposals that concern the caller.
func (s *server) ListOrgProposals(ctx context.Context, _ ListOrgProposalsRequestObject) (ListOrgProposalsResponseObject, error) {
	actor := callerOf(ctx).actor()
	open, err := s.Organisation.Proposals(ctx, actor)
	if err != nil {
		return nil, asProblem(err)
	}
	out := ListOrgProposals200JSONResponse{Items: []OrgProposal{}}
	for _, p := range open {
		item, err := orgProposalOf(s.Org(), p, actor)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, item)
	}
	return out, nil
}

func orgProposalOf(org *roles.Org, p record.OrgProposal, actor roles.Actor) (OrgProposal, error) {
	var a workflow.OrgArgs
	if err := json.Unmarshal(p.Args, &a); err != nil {
		return OrgProposal{}, err
	}
	return OrgProposal{
		ID: p.ID, ProposedBy: nameOf(org, p.ProposedBy), At: p.At, Mine: p.ProposedBy == actor.Person,
		Proposed: OrgAct{
			Act: OrgActName(p.Act), Post: a.Post, Person: a.Person, Deputy: a.Deputy, Holding: a.Holding, Tie: a.Tie, Posts: a.Posts, Organization: a.Group,
			Party: string(a.Party), Kind: OrgActKind(a.Kind), Body: a.Body, Name: OrgActBodyName{Zh: a.Name.Zh, En: a.Name.En}, Region: a.Region,
			From: a.From, To: a.To,
		},
	}, nil
}

// ProposeOrgAct proposes an act on the organisation.
func (s *server) ProposeOrgAct(ctx context.Context, r ProposeOrgActRequestObject) (ProposeOrgActResponseObject, error) {
	b := r.Body
	id, err := s.Organisation.Act(ctx, workflow.OrgCommand{
		Actor: callerOf(ctx).actor(), Act: workflow.OrgAct(b.Act),
		Args: workflow.OrgArgs{
			Post: b.Post, Person: b.Person, Deputy: b.Deputy, Holding: b.Holding, Tie: b.Tie, Posts: b.Posts, Group: b.Organization,
			Party: roles.Party(b.Party), Kind: string(b.Kind), Body: b.Body, Name: roles.Text{Zh: b.Name.Zh, En: b.Name.En}, Region: b.Region,
			From: b.From.UTC(), To: utc(b.To),
		},
	})
	if err != nil {
		return nil, asProblem(err)
	}
	return ProposeOrgAct201JSONResponse{ID: id}, nil
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

// DecideOrgProposal confirms or declines a proposal.
func (s *server) DecideOrgProposal(ctx context.Context, r DecideOrgProposalRequestObject) (DecideOrgProposalResponseObject, error) {
	if !r.Body.Decision.Valid() {
		return nil, invalidField("decision", "must be confirm or decline")
	}
	if r.ID == (record.ID{}) {
		return nil, web.NotFound() // the zero id would propose
	}
	_, err := s.Organisation.Act(ctx, workflow.OrgCommand{
		Actor: callerOf(ctx).actor(), Proposal: r.ID, Decline: r.Body.Decision == OrgDecisionDecisionDecline,
	})
	if refusal, ok := record.AsRefusal(err); ok && refusal.Code == "proposal_unknown" {
		return nil, web.NotFound()
	}
	if err != nil {
		return nil, asProblem(err)
	}
	return DecideOrgProposal204Response{}, nil
}
