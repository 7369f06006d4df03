package api

import (
	"time"

	"gongzhi/web"
)

// accounts whose rate is remembered at once.
const accountsLimited = 10_000

// limits hold the operations that anybody may ask for to the rates of the
// pages: callers who are not signed in to one bucket together, accounts each to
// its own.
type limits struct {
	anonymous map[string]*web.Limiter // by operation id
	accounts  *web.Limiter            // of filing
}

func newLimits(now func() time.Time) limits {
	signIn, track, upload := web.SignInRate.Limiter(1, now), web.TrackRate.Limiter(1, now), web.UploadRate.Limiter(1, now)
	return limits{
		accounts: web.AccountFilingRate.Limiter(accountsLimited, now),
		anonymous: map[string]*web.Limiter{
			"fileReport": web.FilingRate.Limiter(1, now), "addEvidence": upload, "addServedEvidence": upload,
			"track": track, "trackAct": track, "respondentView": track, "respondentAct": track, "filingProof": track, "answerQuestion": track, "signIn": signIn, "refreshSession": signIn,
			"fileRequest": web.FilingRate.Limiter(1, now), "fileApplication": web.FilingRate.Limiter(1, now),
			"confirmOutcome": track, "openAccount": signIn, "exportTrack": track,
		},
	}
}

// allow takes a token, or says when there will be one.
func (l limits) allow(op *operation, who caller) error {
	limiter, key := l.anonymous[op.id], web.Anonymous
	if limiter != nil && who.known {
		limiter, key = l.accounts, who.actor().Person.String()
	}
	if limiter == nil {
		return nil
	}
	if ok, wait := limiter.Allow(key); !ok {
		return web.TooMany(wait)
	}
	return nil
}
