package api

import (
	"context"

	"gongzhi/record"
)

// FilingProof hands out what the public log holds of a report.
func (s *server) FilingProof(ctx context.Context, _ FilingProofRequestObject) (FilingProofResponseObject, error) {
	hash, err := s.ReceiptHash(callerOf(ctx).receipt)
	if err != nil || s.Log == nil {
		return nil, asProblem(record.ErrNotFound) // its text may quote the receipt
	}
	f, err := s.Log.Filing(ctx, hash)
	if err != nil {
		return nil, asProblem(err)
	}
	answer := FilingProof200JSONResponse{LogKey: s.Log.Keys.Public, Erased: f.Erased}
	if f.Promise != nil {
		answer.Promise = string(f.Promise)
	}
	if f.Proof != nil {
		answer.Proof, answer.Index, answer.Size, answer.Sealed = string(f.Proof), f.Index, f.Opened.Size, f.Opened.Sealed
	}
	return answer, nil
}
