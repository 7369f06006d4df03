package roles

import "time"

// Kinds of bodies outside the agencies to which a case can be referred.
const (
	BodyPolice        = "police"
	BodyProcuratorate = "procuratorate"
	BodyConsumers     = "consumer_organization"
)

// BodyKinds lists them.
var BodyKinds = []string{BodyPolice, BodyProcuratorate, BodyConsumers}

// Body is somebody outside to whom a case can be referred. It has no account
// and no duty: a post of the agency watches over its reply.
type Body struct {
	ID     ID
	Kind   string
	Name   Text
	Region string     // GB/T 2260; empty for the whole country
	Ended  *time.Time // nothing is referred there from then on
}

// Body returns a body outside that still takes referrals at a time.
func (o *Org) Body(id ID, at time.Time) (Body, bool) {
	for _, b := range o.Bodies {
		if b.ID == id {
			return b, b.Ended == nil || b.Ended.After(at)
		}
	}
	return Body{}, false
}
