package assess

import "math/big"

// view is what rows see of the facts: pieces counted for each set of acts that
// some row names, everything else as bits and exact numbers.
type view struct {
	acts         acts
	actNames     []string
	pieces       []counts // by mask of the pack
	counted      counts   // over all acts
	plain        bool     // counted by category only, without transactions
	flags        names
	consequences names
	admin        *int
	income       *big.Rat
	profit       *big.Rat
}

// newView counts the pieces; the facts must be valid.
func (p *SeriousnessPack) newView(f *SeriousnessFacts) (view, error) {
	v := view{
		acts: actSet(f.Acts), consequences: nameSet(consequenceNames, f.Consequences),
		admin: f.PriorAdminMonthsAgo, income: f.IllegalIncome.rat(), profit: f.ProfitFromUse.rat(),
		pieces: make([]counts, len(p.masks)),
	}
	for i, name := range flagNames {
		if *f.flag(name) {
			v.flags |= 1 << i
		}
	}
	for _, t := range f.Transactions {
		v.acts |= actSet([]Act{t.Act})
	}
	v.actNames = actNames(v.acts)
	return v, v.count(p, f)
}

func (v *view) count(p *SeriousnessPack, f *SeriousnessFacts) (err error) {
	if len(f.Transactions) == 0 {
		for i, name := range categoryNames {
			v.counted[i] = f.Pieces[name]
		}
		v.plain = true
		v.spread(p)
		return nil
	}
	if v.counted, err = countPieces(f.Transactions, actSet(Acts())); err != nil {
		return err
	}
	for m, mask := range p.masks {
		if v.pieces[m], err = countPieces(f.Transactions, mask); err != nil {
			return err
		}
	}
	return nil
}

// spread gives every set of acts that was done all pieces: plain counts do not
// say which act concerned which.
func (v *view) spread(p *SeriousnessPack) {
	for m, mask := range p.masks {
		if mask&v.acts != 0 {
			v.pieces[m] = v.counted
		}
	}
}

// copyTo lets a change be tried on the facts, in memory used before.
func (v *view) copyTo(scratch *view) {
	pieces := scratch.pieces
	*scratch = *v
	scratch.pieces = append(pieces[:0], v.pieces...)
}

func (v *view) doing(r *row) bool { return v.acts&r.acts != 0 && v.acts&r.unlessActs == 0 }

func (v *view) holds(c *condition) bool {
	return c.flags&^v.flags == 0 &&
		(c.consequences == 0 || c.consequences&v.consequences != 0) &&
		(!c.hasAdmin || v.admin != nil && *v.admin <= c.adminAtMost) &&
		(c.somePiecesOf == 0 || v.some(c))
}

func (v *view) some(c *condition) bool {
	for i, n := range v.pieces[c.somePiecesIdx] {
		if n > 0 && c.somePiecesOf&(1<<i) != 0 {
			return true
		}
	}
	return false
}

// amount is a part's number of pieces.
func (v *view) amount(p *part) int64 {
	var n int64
	for i, pieces := range v.pieces[p.mask] {
		if p.categories&(1<<i) != 0 {
			n += pieces
		}
	}
	return n
}

// sum weighs the parts; it stays within 63 bits by maxPieces and maxWeight.
func (v *view) sum(r *row) int64 {
	var n int64
	for i := range r.parts {
		n += v.amount(&r.parts[i]) * r.parts[i].weight
	}
	return n
}

// reached reports whether the figure of the row, if it has one, is reached. The
// number itself suffices (Criminal Law art. 99).
func (v *view) reached(r *row) bool {
	switch r.measure {
	case measurePieces, measureRatio:
		return v.sum(r) >= r.need
	case measureIncome:
		return v.income.Cmp(r.atLeast) >= 0
	case measureProfit:
		return v.profit.Cmp(r.atLeast) >= 0
	case measureNothing:
	}
	return true
}

func (v *view) meets(r *row) bool { return v.doing(r) && v.holds(&r.when) && v.reached(r) }

// met tells for each item whether one of its rows is met and nothing it gives way
// to is.
func (p *SeriousnessPack) met(v *view) []bool { return p.metInto(v, make([]bool, len(p.Items))) }

// metInto is met in memory used before.
func (p *SeriousnessPack) metInto(v *view, met []bool) []bool {
	clear(met)
	for i := range p.rows {
		if r := &p.rows[i]; !met[r.item] {
			met[r.item] = v.meets(r)
		}
	}
	for i, others := range p.unless {
		for _, other := range others {
			met[i] = met[i] && !met[other]
		}
	}
	return met
}

// grade is the highest grade of the items met.
func (p *SeriousnessPack) grade(v *view) Grade { return p.highest(p.met(v)) }

func (p *SeriousnessPack) highest(met []bool) Grade {
	grade := GradeNone
	for i, yes := range met {
		if yes && p.Items[i].Grade.Rank() > grade.Rank() {
			grade = p.Items[i].Grade
		}
	}
	return grade
}
