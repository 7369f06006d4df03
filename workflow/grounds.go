package workflow

import (
	"slices"

	"gongzhi/record"
)

// Grounds on which a report is rejected. That a matter belongs to somebody
// else is none: it is then transferred. The Interim Measures on Handling
// Complaints and Reports in Market Regulation list comparable ones in art. 15.
const (
	GroundNoViolation   = "no_violation"     // what is told would break no rule even if it were true
	GroundNotFollowable = "cannot_follow_up" // asked, and still nothing to go by
	GroundDecided       = "already_decided"  // the same matter was decided
	GroundFabricated    = "fabricated"       // shown to be made up
	GroundFlood         = "flood"            // one of many sent to clog the office
	GroundWithdrawn     = "withdrawn"        // closing: everybody who told it took it back
	groundNotOurs       = "not_ours"         // refused by name: it leads to the transfer
)

// RejectGrounds lists the grounds of a rejection, in the order of the forms.
var RejectGrounds = []string{GroundNoViolation, GroundNotFollowable, GroundDecided, GroundFabricated, GroundFlood}

// AppealGrounds lists what a filer may object to, each once per decision.
var AppealGrounds = []string{"facts", "law", "procedure", "new_evidence", "no_reasons", "not_carried_out"}

// GroundsOf lists the grounds that an act takes where they are fixed here;
// those of a pause are in the rulebook.
func GroundsOf(a Action) []string {
	switch a {
	case Reject:
		return RejectGrounds
	case Appeal:
		return AppealGrounds
	case Withhold:
		return WithholdGrounds
	case VerifyIdentity:
		return Verifications
	case Object, ObjectAtDoor:
		return Objections
	case TurnDown:
		return TurnDownGrounds
	default:
		return nil
	}
}

// checkReject refuses a rejection for a reason that is none.
func (d *decision) checkReject() error {
	switch {
	case d.c.Ground == groundNotOurs:
		return refuse(Invalid, "ground", "not_ours", "that it belongs to somebody else is no reason to reject; transfer it")
	case !slices.Contains(RejectGrounds, d.c.Ground):
		return refuse(Invalid, "ground", "reject_ground", "name one of the listed grounds")
	case d.c.Ground == GroundNotFollowable && d.w.AskedAt.IsZero():
		return refuse(WrongTime, "ground", "not_asked", "ask the filer first")
	}
	return d.checkFlood()
}

func (d *decision) reject() error {
	if err := d.checkReject(); err != nil {
		return err
	}
	return d.advance(record.Facts{Ground: d.c.Ground, Flood: d.c.Flood})
}
