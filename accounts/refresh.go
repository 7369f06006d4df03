package accounts

import (
	"time"

	"github.com/google/uuid"
)

// Verdict is the outcome of presenting a refresh token.
type Verdict string

// Verdicts of RotateRefresh. All but Rotated are one answer outside: sign in
// again.
const (
	Rotated Verdict = "rotated" // store Old and Next in one transaction, guarded by Old not yet replaced
	Unknown Verdict = "unknown" // not this session's token
	Expired Verdict = "expired"
	Ended   Verdict = "ended"
	// Reused: the token was exchanged before, so two parties hold it. The
	// caller revokes every row of the family, and its access tokens with it.
	Reused Verdict = "reused"
)

// Rotation is what RotateRefresh decides. Old and Next are set only for Rotated.
type Rotation struct {
	Verdict   Verdict
	Old, Next Session
}

// KillFamily reports whether every session of the family must be revoked.
func (r Rotation) KillFamily() bool { return r.Verdict == Reused }

// RotateRefresh exchanges a refresh token: s is the row found for it,
// presented the hash of what was sent, id and hash those of the successor. Of
// two exchanges at once the guard on Old lets one through; the other one
// reloads, decides again and finds Reused (RFC 9700, 4.14.2).
func RotateRefresh(s Session, presented []byte, id uuid.UUID, hash []byte, now time.Time) Rotation {
	switch {
	case s.Kind != API || !sameHash(s.RefreshHash, presented):
		return Rotation{Verdict: Unknown}
	case !s.RevokedAt.IsZero():
		return Rotation{Verdict: Ended}
	case !s.ReplacedAt.IsZero():
		return Rotation{Verdict: Reused}
	case s.Check(now) != nil:
		return Rotation{Verdict: Expired}
	}
	next := s
	next.ID, next.RefreshHash, next.ExpiresAt = id, hash, s.nextExpiry(now)
	s.ReplacedAt = now
	return Rotation{Verdict: Rotated, Old: s, Next: next}
}
