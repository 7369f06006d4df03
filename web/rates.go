package web

import "time"

// Rate is how often something may be done: Burst times at once and once more
// every Every.
type Rate struct {
	Every time.Duration
	Burst int
}

// Rates of what anybody may do, the same on the pages and in the API. Whoever is
// not signed in shares one bucket with all others, since nothing is kept that
// would tell them apart; so they are generous.
var (
	FilingRate = Rate{2 * time.Millisecond, 2000}
	TrackRate  = Rate{20 * time.Millisecond, 200}
	UploadRate = Rate{100 * time.Millisecond, 100}
	SignInRate = Rate{50 * time.Millisecond, 100}
	// AccountFilingRate is that of one account: a platform may bring a day's reports at once.
	AccountFilingRate = Rate{500 * time.Microsecond, 5000}
)

// Limiter makes a limiter of the rate; see NewLimiter.
func (r Rate) Limiter(most int, now func() time.Time) *Limiter {
	return NewLimiter(r.Every, r.Burst, most, now)
}
