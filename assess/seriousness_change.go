package assess

import (
	"math/big"
	"slices"
	"strconv"
)

// Change is one difference in the facts that alone would give another grade. It
// was tried, not guessed: the grade is that of the changed facts.
type Change struct {
	Fact       string   `json:"fact"`
	Categories []string `json:"categories,omitempty"` // pieces of any of these
	To         string   `json:"to,omitempty"`         // the other value of the fact; "none" takes it away
	By         string   `json:"by,omitempty"`         // "+20" or "-1": the smallest difference that suffices
	Below      string   `json:"below,omitempty"`      // any amount under this
	Grade      Grade    `json:"grade"`
	Items      []string `json:"items"` // the items that would carry that grade
	Text       Text     `json:"text,omitzero"`
}

const toNone = "none"

// changer tries changes on copies of a view.
type changer struct {
	pack  *SeriousnessPack
	view  *view
	grade Grade
	found []Change

	scratch view // memory for the facts with one change
	met     []bool
}

// changes lists single changes that give another grade: first what would raise
// it, then what would lower it.
func (p *SeriousnessPack) changes(v *view, grade Grade) []Change {
	c := &changer{pack: p, view: v, grade: grade, found: []Change{}, met: make([]bool, len(p.Items))}
	c.morePieces()
	c.money(measureIncome)
	c.money(measureProfit)
	c.flags()
	c.addedConsequences()
	c.otherActs()
	c.priorAdmin()
	c.fewerPieces()
	c.noConsequences()
	slices.SortStableFunc(c.found, func(a, b Change) int { return c.order(a) - c.order(b) })
	for i := range c.found {
		c.found[i].Text = c.found[i].words(p)
	}
	return c.found
}

func (c *changer) order(ch Change) int {
	if ch.Grade.Rank() > c.grade.Rank() {
		return ch.Grade.Rank()
	}
	return 10 - ch.Grade.Rank()
}

// try records the change if alter gives another grade and no smaller step of the
// same kind did before.
func (c *changer) try(ch Change, alter func(*view)) {
	c.view.copyTo(&c.scratch)
	alter(&c.scratch)
	if ch.Grade = c.pack.highest(c.pack.metInto(&c.scratch, c.met)); ch.Grade == c.grade {
		return
	}
	ch.Items = c.carriers(ch.Grade)
	if !slices.ContainsFunc(c.found, func(o Change) bool { return o.sameKind(ch) }) {
		c.found = append(c.found, ch)
	}
}

func (ch Change) sameKind(o Change) bool {
	return ch.Fact == o.Fact && ch.To == o.To && ch.Grade == o.Grade && slices.Equal(ch.Categories, o.Categories) &&
		(ch.By == "") == (o.By == "")
}

// carriers lists the items met that have the grade.
func (c *changer) carriers(grade Grade) []string {
	items := []string{}
	for i, met := range c.met {
		if met && c.pack.Items[i].Grade == grade {
			items = append(items, c.pack.Items[i].ID)
		}
	}
	return items
}

func (c *changer) morePieces() {
	for _, tier := range c.pack.tiers {
		steps := c.stepsUp(tier)
		slices.Sort(steps)
		for _, n := range slices.Compact(steps) {
			c.try(Change{Fact: factPieces, Categories: tier.list(categoryNames), By: "+" + strconv.FormatInt(n, 10)},
				func(v *view) { v.addPieces(c.pack, tier, n) })
		}
	}
}

// stepsUp lists the numbers of pieces of a tier at which some row of a higher
// grade would be reached.
func (c *changer) stepsUp(tier names) []int64 {
	var steps []int64
	for i := range c.pack.rows {
		r := &c.pack.rows[i]
		if c.pack.Items[r.item].Grade.Rank() <= c.grade.Rank() || !c.view.doing(r) {
			continue
		}
		if r.when.somePiecesOf&tier != 0 {
			steps = append(steps, 1)
		}
		for j := range r.parts {
			if p := &r.parts[j]; p.categories == tier && p.acts&c.view.acts != 0 && r.need != maxNeed {
				missing := r.need - c.view.sum(r)
				if n := (missing + p.weight - 1) / p.weight; n > 0 && n <= maxPieces {
					steps = append(steps, n)
				}
			}
		}
	}
	return steps
}

// addPieces adds n pieces to the first category of the tier, done by the acts of
// the facts.
func (v *view) addPieces(p *SeriousnessPack, tier names, n int64) {
	first := slices.IndexFunc(categoryNames, func(name string) bool {
		return tier&nameSet(categoryNames, []string{name}) != 0
	})
	v.counted[first] += n
	for m, mask := range p.masks {
		if mask&v.acts != 0 {
			v.pieces[m][first] += n
		}
	}
}

// fewerPieces finds how many pieces of one tier less would give a lower grade.
func (c *changer) fewerPieces() {
	for _, tier := range c.pack.tiers {
		var n int64
		for i := range c.pack.rows {
			r := &c.pack.rows[i]
			if c.pack.Items[r.item].Grade != c.grade || !c.view.meets(r) {
				continue
			}
			for j := range r.parts {
				if p := &r.parts[j]; p.categories == tier {
					n = max(n, (c.view.sum(r)-r.need)/p.weight+1)
				}
			}
		}
		if n == 0 {
			continue
		}
		c.try(Change{Fact: factPieces, Categories: tier.list(categoryNames), By: "-" + strconv.FormatInt(n, 10)},
			func(v *view) { v.takePieces(tier, n) })
	}
}

func (v *view) takePieces(tier names, n int64) {
	take := func(from *counts) {
		left := n
		for i := range from {
			if tier&(1<<i) != 0 {
				less := min(left, from[i])
				from[i], left = from[i]-less, left-less
			}
		}
	}
	take(&v.counted)
	for m := range v.pieces {
		take(&v.pieces[m])
	}
}

// money finds the amounts at which the grade would change.
func (c *changer) money(m measure) {
	var figures []*big.Rat
	for i := range c.pack.rows {
		if r := &c.pack.rows[i]; r.measure == m && c.view.doing(r) && c.view.holds(&r.when) {
			figures = append(figures, r.atLeast)
		}
	}
	slices.SortFunc(figures, (*big.Rat).Cmp)
	have := *c.view.amountOf(m)
	for _, figure := range figures {
		if missing := new(big.Rat).Sub(figure, have); missing.Sign() > 0 {
			c.try(Change{Fact: string(m), By: "+" + exact(missing)}, func(v *view) { *v.amountOf(m) = figure })
		}
	}
	for _, figure := range slices.Backward(figures) {
		if figure.Cmp(have) <= 0 {
			c.try(Change{Fact: string(m), Below: exact(figure)}, func(v *view) { *v.amountOf(m) = justBelow(figure) })
		}
	}
}

func (v *view) amountOf(m measure) **big.Rat {
	if m == measureProfit {
		return &v.profit
	}
	return &v.income
}

// justBelow is nearer to the figure than any amount that a fact can state.
func justBelow(figure *big.Rat) *big.Rat {
	smallest := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(40), nil))
	return smallest.Sub(figure, smallest)
}

func (c *changer) flags() {
	for i, name := range flagNames {
		bit := names(1) << i
		c.try(Change{Fact: name, To: strconv.FormatBool(c.view.flags&bit == 0)}, func(v *view) { v.flags ^= bit })
	}
}

func (c *changer) addedConsequences() {
	for i, name := range consequenceNames {
		if bit := names(1) << i; c.view.consequences&bit == 0 {
			c.try(Change{Fact: factConsequences, To: name}, func(v *view) { v.consequences |= bit })
		}
	}
}

func (c *changer) noConsequences() {
	if c.view.consequences != 0 {
		c.try(Change{Fact: factConsequences, To: toNone}, func(v *view) { v.consequences = 0 })
	}
}

// otherActs tries one more act on the same pieces. Where transactions tell which
// act concerned which pieces, a bare act says too little to try.
func (c *changer) otherActs() {
	if !c.view.plain {
		return
	}
	for _, a := range Acts() {
		if !c.view.acts.has(a) {
			c.try(Change{Fact: factActs, To: string(a)}, func(v *view) {
				v.acts |= actSet([]Act{a})
				v.spread(c.pack)
			})
		}
	}
}

func (c *changer) priorAdmin() {
	if c.view.admin != nil {
		c.try(Change{Fact: factPriorAdmin, To: toNone}, func(v *view) { v.admin = nil })
	}
	for i := range c.pack.rows {
		if w := &c.pack.rows[i].when; w.hasAdmin && (c.view.admin == nil || *c.view.admin > w.adminAtMost) {
			c.try(Change{Fact: factPriorAdmin, To: atMost + strconv.Itoa(w.adminAtMost)},
				func(v *view) { v.admin = &w.adminAtMost })
		}
	}
}
