package api

import (
	"context"

	"gongzhi/workflow"
)

// GetPublicInterest shows the caller's organization its own proposals of a
// public-interest referral for a case, and their answers.
func (s *server) GetPublicInterest(ctx context.Context, r GetPublicInterestRequestObject) (GetPublicInterestResponseObject, error) {
	v, err := s.reader(ctx).Interest(ctx, r.Reference)
	if err != nil {
		return nil, asProblem(err)
	}
	return GetPublicInterest200JSONResponse(PublicInterest{
		Reference: v.Reference, MayPropose: v.MayPropose, Proposals: each(v.Proposals, func(p workflow.InterestProposal) PublicInterestProposal {
			return PublicInterestProposal{
				Reason: p.Reason, State: PublicInterestProposalState(p.State), ProposedOn: p.On, DueOn: p.DueOn, Office: p.Office,
				Answer: p.Answer, AnsweredOn: p.AnsweredOn,
			}
		}),
	}), nil
}
