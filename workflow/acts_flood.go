package workflow

import (
	"encoding/json"

	"gongzhi/record"
	"gongzhi/roles"
)

// checkFlood refuses a rejection of many that is none: only reports of
// incidents, only for being a flood, neither too few nor too many.
func (d *decision) checkFlood() error {
	f := d.c.Flood
	switch {
	case f == nil:
		return nil
	case d.c.Ground != GroundFlood:
		return refuse(Invalid, "ground", "reject_ground", "many are rejected together only as a flood")
	case d.w.Incident.Matter != record.MatterIncident:
		return refuse(WrongTime, "action", "wrong_state", "only reports of incidents are rejected as a flood")
	}
	return nil
}

// permission is what the act needs: rejecting many at once is not for whoever
// holds the case but for a supervisor above or in charge.
func (d *decision) permission() roles.Permission {
	if d.c.Action == Reject && d.c.Flood != nil {
		return roles.RejectFlood
	}
	return d.row.Permission
}

// floodOf is the flood as a confirmation carries it out: with the number that
// the confirmation closes. Confirmed by itself, a case is one.
func floodOf(proposed, confirmed *record.Flood) *record.Flood {
	switch {
	case proposed == nil:
		return nil
	case confirmed != nil && confirmed.Batch == proposed.Batch:
		return confirmed
	default:
		return &record.Flood{Batch: proposed.Batch, Cases: 1}
	}
}

// proposalOfFlood is the waiting proposal of a case that belongs to a batch.
func proposalOfFlood(w World, batch record.ID) (record.Proposal, bool) {
	for _, p := range w.Proposals {
		var args proposedArgs
		if p.State == record.ProposalOpen && json.Unmarshal(p.Args, &args) == nil && args.Flood != nil && args.Flood.Batch == batch {
			return p, true
		}
	}
	return record.Proposal{}, false
}
