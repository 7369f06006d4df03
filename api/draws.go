package api

import (
	"context"

	"gongzhi/record"
)

// ListSampleDraws lists the drawings of samples.
func (s *server) ListSampleDraws(ctx context.Context, _ ListSampleDrawsRequestObject) (ListSampleDrawsResponseObject, error) {
	draws, err := s.Samples.Draws(ctx)
	if err != nil {
		return nil, asProblem(err)
	}
	return ListSampleDraws200JSONResponse{Items: each(draws, sampleDrawOf)}, nil
}

// DrawSample draws the sample of a month.
func (s *server) DrawSample(ctx context.Context, r DrawSampleRequestObject) (DrawSampleResponseObject, error) {
	done, err := s.Samples.Draw(ctx, callerOf(ctx).actor(), r.Body.Month)
	if err != nil {
		return nil, asProblem(err)
	}
	return DrawSample201JSONResponse{Draw: sampleDrawOf(done.Draw), Opened: done.Opened}, nil
}

func sampleDrawOf(d record.Draw) SampleDraw {
	return SampleDraw{Month: d.Month, Entry: d.Entry, Seed: d.SeedText(), Closings: d.Closings, Size: d.Size, At: d.At.UTC()}
}
