package web

import (
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"
)

// Anonymous is the key of all callers who are not signed in: one bucket for
// them together. Limits are never kept by address, which would have to be
// stored to be counted.
const Anonymous = ""

// Limiter is a token bucket for each key, in this process only. It is safe for
// concurrent use.
type Limiter struct {
	every time.Duration
	burst int
	most  int
	now   func() time.Time

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
	swept   time.Time
	// crowd serves new keys while all buckets are in use.
	crowd *rate.Limiter
}

// NewLimiter allows each key burst requests at once and one more every
// interval. At most most keys are remembered, in about 200 bytes each.
func NewLimiter(every time.Duration, burst, most int, now func() time.Time) *Limiter {
	return &Limiter{
		every: every, burst: burst, most: most, now: now,
		buckets: map[string]*rate.Limiter{}, crowd: rate.NewLimiter(rate.Every(every), burst),
	}
}

// Allow takes a token of a key. When there is none, wait is the time until
// there is one.
func (l *Limiter) Allow(key string) (ok bool, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	bucket := l.bucket(key, now)
	if bucket.AllowN(now, 1) {
		return true, 0
	}
	missing := 1 - bucket.TokensAt(now)
	return false, time.Duration(missing * float64(l.every))
}

func (l *Limiter) bucket(key string, now time.Time) *rate.Limiter {
	if b, ok := l.buckets[key]; ok {
		return b
	}
	if len(l.buckets) >= l.most {
		l.sweep(now)
	}
	if len(l.buckets) >= l.most {
		return l.crowd
	}
	b := rate.NewLimiter(rate.Every(l.every), l.burst)
	l.buckets[key] = b
	return b
}

// sweep forgets full buckets, which are the same as none; at most once a
// second, since it looks at all of them.
func (l *Limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Second {
		return
	}
	l.swept = now
	for key, b := range l.buckets {
		if b.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, key)
		}
	}
}

// RateLimit answers 429 when the key of a request has no token left. key gives
// the session or account, or Anonymous.
func RateLimit(l *Limiter, key func(*gin.Context) string) gin.HandlerFunc {
	return func(c *gin.Context) {
		if ok, wait := l.Allow(key(c)); !ok {
			Fail(c, TooMany(wait))
		}
	}
}
