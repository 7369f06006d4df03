package api

import (
	"context"
	"encoding/base64"

	"gongzhi/answerability"
	"gongzhi/roles"
)

// GetTrace says whose each minute of a case was.
func (s *server) GetTrace(ctx context.Context, r GetTraceRequestObject) (GetTraceResponseObject, error) {
	v, err := s.Traces.Trace(ctx, callerOf(ctx).actor(), r.Reference)
	if err != nil {
		return nil, asProblem(err)
	}
	return GetTrace200JSONResponse(traceOf(v, s.Org())), nil
}

func traceOf(v answerability.View, org *roles.Org) Trace {
	n := naming{org}
	return Trace{
		Reference: v.Reference, From: v.From.UTC(), To: v.To.UTC(), Open: v.Open, Total: minutesOf(v.Total), Delay: minutesOf(v.Delay),
		Spans: each(v.Spans, n.span), Shares: each(v.Shares, n.share), Misses: each(v.Misses, n.miss),
		Log: TraceLog{Size: v.Seal.Size, Root: base64.StdEncoding.EncodeToString(v.Seal.Root), Covered: v.Seal.Covered, Entry: v.Seal.Entry},
	}
}

func minutesOf(m answerability.Minutes) Minutes { return Minutes{Clock: m.Clock, Working: m.Working} }

// naming words ids by the organisation.
type naming struct{ org *roles.Org }

func (n naming) person(id roles.ID) string {
	p, _ := n.org.Person(id)
	return p.Name
}

func (n naming) post(id roles.ID) roles.Text {
	p, _ := n.org.Post(id)
	return p.Title
}

func (n naming) share(s answerability.Share) TraceShare {
	a, _ := n.org.Agency(s.Agency)
	return TraceShare{
		Person: n.person(s.Person), Post: n.post(s.Post), Agency: a.Name, Kind: s.Kind, Level: s.Level,
		Condition: TraceShareCondition(s.Condition), Minutes: minutesOf(s.Minutes),
	}
}

func (n naming) span(s answerability.Span) TraceSpan {
	return TraceSpan{
		From: s.From.UTC(), To: s.To.UTC(), Stage: s.Stage, Via: string(s.Via), Ground: s.Ground,
		AskedBy: n.person(s.Asked), ApprovedBy: n.person(s.Approved), Share: n.share(answerability.Share{
			Post: s.Post, Agency: s.Agency, Person: s.Person, Kind: s.Kind, Level: s.Level, Condition: s.Condition, Minutes: s.Minutes,
		}),
	}
}

func (n naming) miss(m answerability.Miss) TraceMiss {
	out := TraceMiss{
		Kind: m.Kind, Lead: m.Lead, Level: m.Level, Person: n.person(m.Person), Post: n.post(m.Post), DueAt: m.DueAt.UTC(), MissedAt: m.MissedAt.UTC(),
	}
	if s := m.Superior; s.State != "" {
		out.Superior = TraceSuperior{
			Person: n.person(s.Person), Post: n.post(s.Post), OpenedAt: s.OpenedAt.UTC(), DueAt: s.DueAt.UTC(), State: TraceSuperiorState(s.State),
		}
	}
	return out
}
