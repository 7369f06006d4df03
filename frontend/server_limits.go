package frontend

import (
	"time"

	"gongzhi/web"
)

// limits keep one visitor from using up what all share. All visitors have one bucket together, since nothing is kept
// that would tell them apart; so they are generous.
type limits struct {
	search, draft, file, upload, track, signIn *web.Limiter
}

func newLimits(now func() time.Time) limits {
	crowd := func(every time.Duration, burst int) *web.Limiter { return web.NewLimiter(every, burst, 1, now) }
	return limits{
		search: crowd(20*time.Millisecond, 200), draft: crowd(20*time.Millisecond, 500),
		file: web.FilingRate.Limiter(1, now), upload: web.UploadRate.Limiter(1, now),
		track: web.TrackRate.Limiter(1, now), signIn: web.SignInRate.Limiter(1, now),
	}
}

// allow takes a token, or says when there will be one.
func (limits) allow(l *web.Limiter) error {
	if ok, wait := l.Allow(web.Anonymous); !ok {
		return web.TooMany(wait)
	}
	return nil
}
