package api

import (
	"context"
	"encoding/json"

	"gongzhi/assess"
	"gongzhi/workflow"
)

// AssessFacts applies the rules that count to facts; nothing is kept.
func (s *server) AssessFacts(ctx context.Context, r AssessFactsRequestObject) (AssessFactsResponseObject, error) {
	finding, err := s.Cases.AssessFacts(callerOf(ctx).actor(), workflow.Assessment{
		Kind: string(r.Kind), Jurisdiction: r.Body.Jurisdiction, On: r.Body.On, Facts: r.Body.Line,
	})
	if err != nil {
		return nil, asProblem(err)
	}
	body, err := json.Marshal(finding)
	return AssessFacts200JSONResponse{
		Answer: finding.Answer(), Deciding: each(finding.Deciding(), func(s string) string { return s }),
		Pack: packRefOf(finding.MadeBy()), Finding: body,
	}, err
}

func packRefOf(r assess.Ref) PackRef { return PackRef{ID: r.ID, Version: r.Version} }

func findingOf(f workflow.FindingView) RecordedFinding {
	return RecordedFinding{
		ID: f.ID, Kind: FindingKind(f.Kind), Jurisdiction: f.Jurisdiction, Day: f.Day, Answer: f.Answer,
		Pack: PackRef{ID: f.Pack, Version: f.Version}, Line: f.Facts, Finding: f.Body, By: f.By, At: f.At,
		Overrides: each(f.Overrides, func(o workflow.OverrideView) FindingOverride {
			return FindingOverride{Answer: o.Answer, Reason: o.Reason, By: o.By, At: o.At}
		}),
	}
}
