package workflow

import (
	"slices"
	"time"

	"gongzhi/record"
)

// Disciplines are the sanctions for people in public office, as the Law on
// Governmental Sanctions for Public Employees lists them (art. 7).
var Disciplines = []string{"warning", "demerit", "serious_demerit", "demotion", "removal", "dismissal"}

// OrderKinds are what a decision may order, in words that can name nobody: what
// an order says beyond that stands in the reasons, which can be erased.
var OrderKinds = []string{"stop_processing", "stop_providing", "delete_data", "correct_data", "return_data", "secure_data", "notify_persons", "report_back"}

const (
	maxFen    = 10_000_000_000_000 // 100 billion yuan
	maxOrders = 20
)

// checkConsequences bounds what follows from a decision. All of it needs a
// founded matter and cited clauses.
func (d *decision) checkConsequences(o *record.Outcome) error {
	for field, fen := range map[string]int64{"fine": o.Fine, "confiscation": o.Confiscation, "compensation": o.Compensation} {
		if fen < 0 || fen > maxFen {
			return refuse(Invalid, field, "amount_range", "an amount is 0 to 10,000,000,000,000 fen")
		}
	}
	switch {
	case o.Discipline != "" && !slices.Contains(Disciplines, o.Discipline):
		return refuse(Invalid, "discipline", "discipline_unknown", "no such sanction")
	case len(o.Ordered) > maxOrders:
		return refuse(Invalid, "orders", "orders_many", "at most 20 orders")
	case o.Consequences() && !o.Founded:
		return refuse(Invalid, "founded", "consequence_unfounded", "an unfounded matter has no consequences")
	case o.Consequences() && len(o.Clauses) == 0:
		return refuse(Invalid, "clauses", "consequence_clauses", "cite the clauses that carry the consequence")
	}
	for _, order := range o.Ordered {
		if err := d.checkOrder(order); err != nil {
			return err
		}
	}
	return nil
}

func (d *decision) checkOrder(o record.Order) error {
	by, err := time.ParseInLocation(time.DateOnly, string(o.By), China)
	switch {
	case !slices.Contains(OrderKinds, o.Do):
		return refuse(Invalid, "orders", "order_unknown", "no such order")
	case err != nil || by.AddDate(0, 0, 1).Before(d.env.Now):
		return refuse(Invalid, "orders", "order_day", "each order names the day by which it is done, today or later")
	case !by.Before(d.lastOrderDay()):
		return refuse(Invalid, "orders", "order_day_late", "no order gives longer than the rulebook's time to rectify; more time takes two people of two agencies")
	case len(o.Clauses) == 0 || len(o.Clauses) > maxClauses || !areCitations(o.Clauses):
		return refuse(Invalid, "orders", "order_clauses", "each order cites 1 to 20 clauses")
	}
	return nil
}

// lastOrderDay is the end of the last day that an order may name: the rulebook's
// time to rectify, begun at the latest, when the case must have been concluded.
func (d *decision) lastOrderDay() time.Time {
	conclusion, err := d.env.Rules.Clock(DutyConclusion, 0, d.env.Now, "")
	if err != nil {
		d.failed = err
		return d.env.Now
	}
	rectify, err := d.env.Rules.Clock(RightRectify, 0, conclusion.DueAt, "")
	if err != nil {
		d.failed = err
	}
	return rectify.DueAt
}

// orderedBy is the end of the latest day that the decision's orders name; zero
// for none.
func orderedBy(o *record.Outcome) (end time.Time) {
	if o == nil {
		return end
	}
	for _, order := range o.Ordered {
		if by, err := time.ParseInLocation(time.DateOnly, string(order.By), China); err == nil && by.AddDate(0, 0, 1).After(end) {
			end = by.AddDate(0, 0, 1)
		}
	}
	return end
}

func areCitations(clauses []string) bool {
	return !slices.ContainsFunc(clauses, func(c string) bool { return !citation(c) })
}
