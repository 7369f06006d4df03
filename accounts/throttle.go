package accounts

import "time"

// Throttle allows Burst attempts at once and one more every Every. It is the
// generic cell rate algorithm, whose whole state is one point in time, so it
// is kept in one column and decided without a clock.
type Throttle struct {
	Burst int
	Every time.Duration
}

// SignIn is the throttle of one account. It slows guessing to 1,440 tries a
// day and never locks the owner out for more than a minute at a time.
var SignIn = Throttle{Burst: 10, Every: time.Minute}

// Allow decides one attempt. spent is the stored state (zero for none yet),
// next what to store. When refused, wait is the time until the next attempt
// and the state stays as it is.
func (t Throttle) Allow(spent, now time.Time) (next time.Time, ok bool, wait time.Duration) {
	from := spent
	if from.Before(now) {
		from = now
	}
	ahead := from.Sub(now)
	room := time.Duration(t.Burst-1) * t.Every
	if ahead > room {
		return spent, false, ahead - room
	}
	return from.Add(t.Every), true, 0
}
