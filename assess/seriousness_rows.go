package assess

import (
	"fmt"
	"math"
	"math/big"
	"slices"
)

// maxWeight bounds how finely proportions may be divided, so that ten categories
// of maxPieces each stay within 63 bits.
const maxWeight = 900

// maxNeed stands for figures beyond anything that facts can hold.
const maxNeed = math.MaxInt64

// seriousnessRows expands the tables of the file into rows, in the order of the
// items, and refuses rows that decide nothing.
func (d *document) seriousnessRows(f *seriousnessFile, p *SeriousnessPack) {
	for i, t := range f.Thresholds {
		d.threshold(path{"thresholds", i}, t, p)
	}
	for i, c := range f.Conditions {
		where := path{"conditions", i}
		r, ok := d.row(where, c.Item, c.Acts, c.UnlessActs, c.When, p)
		if ok && r.when == (condition{}) {
			d.fault(where, "when: a row without a figure needs a condition")
		}
		d.add(where, r, ok, p)
	}
	for i, q := range f.Proportions {
		d.proportion(path{"proportions", i}, q, p)
	}
	for i, s := range f.Scaled {
		d.scaled(path{"scaled", i}, s, p)
	}
	d.everythingCounts(p)
	slices.SortStableFunc(p.rows, func(a, b row) int { return a.item - b.item })
}

func (d *document) row(where path, item string, does, unless []Act, when whenFile, p *SeriousnessPack) (row, bool) {
	r := row{item: p.item(item), acts: actSet(does), unlessActs: actSet(unless), scale: 1}
	before := len(d.faults)
	switch {
	case r.item < 0:
		d.fault(where.at("item"), "item: not an item of this pack")
	case p.Items[r.item].Open:
		d.fault(where.at("item"), "item: open items are for people and take no rows")
	}
	if len(does) == 0 {
		d.fault(where, "acts: at least one is required")
	}
	d.acts(where.at("acts"), does)
	d.acts(where.at("unless_acts"), unless)
	if r.acts&^r.unlessActs == 0 && len(does) > 0 {
		d.fault(where.at("unless_acts"), "unless_acts: rules out every act of the row: unreachable")
	}
	r.when = d.condition(where.at("when"), when)
	return r, len(d.faults) == before
}

func (d *document) acts(where path, list []Act) {
	for i, a := range list {
		if !slices.Contains(Acts(), a) {
			d.fault(where.at(i), "unknown act")
		}
	}
}

func (d *document) condition(where path, w whenFile) condition {
	c := condition{
		flags:        d.names(where.at("flags"), flagNames, w.Flags, "not the name of a yes-or-no fact"),
		consequences: d.names(where.at("any_consequence"), consequenceNames, w.Consequences, "unknown consequence"),
		somePiecesOf: d.names(where.at("some_pieces_of"), categoryNames, w.SomePiecesOf, "unknown category"),
	}
	if m := w.AdminAtMost; m != nil {
		c.hasAdmin, c.adminAtMost = true, *m
		if *m < 0 || *m > maxMonths {
			d.fault(where.at("prior_admin_months_at_most"), "must be from 0 to %d", maxMonths)
		}
	}
	return c
}

func (d *document) names(where path, all, list []string, reason string) names {
	for i, n := range list {
		switch {
		case !slices.Contains(all, n):
			d.fault(where.at(i), "%s", reason)
		case slices.Contains(list[:i], n):
			d.fault(where.at(i), "listed twice")
		}
	}
	return nameSet(all, list)
}

func (d *document) threshold(where path, t thresholdFile, p *SeriousnessPack) {
	r, ok := d.row(where, t.Item, t.Acts, t.UnlessActs, t.When, p)
	before := len(d.faults)
	r.measure = t.Measure
	switch t.Measure {
	case measurePieces:
		if len(t.Of) == 0 {
			d.fault(where, "of: the categories to count are required")
		}
		set := d.names(where.at("of"), categoryNames, t.Of, "unknown category")
		r.parts = []part{{categories: set, acts: r.acts, weight: 1}}
	case measureIncome, measureProfit:
		if len(t.Of) > 0 {
			d.fault(where.at("of"), "of: only pieces have categories")
		}
	case measureNothing, measureRatio:
		fallthrough
	default:
		d.fault(where.at("measure"), "measure: must be pieces, %s or %s", factIncome, factProfit)
	}
	r.setFigure(d.figure(where.at("at_least"), t.AtLeast))
	d.add(where, r, ok && len(d.faults) == before, p)
}

func (d *document) figure(where path, n int64) *big.Rat {
	if n < 1 || n > 1_000_000_000_000 {
		d.fault(where, "at_least: must be from 1 to 1000000000000")
	}
	return big.NewRat(n, 1)
}

// setFigure fixes the figure; a whole number reaches it exactly when it reaches
// the next whole number.
func (r *row) setFigure(figure *big.Rat) {
	r.atLeast = figure
	scaled := new(big.Rat).Mul(figure, big.NewRat(r.scale, 1))
	need, rest := new(big.Int).QuoRem(scaled.Num(), scaled.Denom(), new(big.Int))
	switch {
	case !need.IsInt64():
		r.need = maxNeed
	case rest.Sign() > 0:
		r.need = need.Int64() + 1
	default:
		r.need = need.Int64()
	}
}

// proportion makes the row "counts, each over its own threshold, add up to".
func (d *document) proportion(where path, q proportionFile, p *SeriousnessPack) {
	r, ok := d.row(where, q.Item, q.Acts, nil, q.When, p)
	before := len(d.faults)
	r.measure = measureRatio
	var counted names
	for i, id := range q.OfItems {
		base := p.rowsOf(id)
		if len(base) != 1 || base[0].measure != measurePieces {
			d.fault(where.at("of_items", i), "of_items: must name an item with exactly one row that counts pieces")
			continue
		}
		if counted&base[0].parts[0].categories != 0 {
			d.fault(where.at("of_items", i), "of_items: a category would be counted twice")
		}
		counted |= base[0].parts[0].categories
		b := base[0].parts[0]
		r.parts = append(r.parts, part{categories: b.categories, acts: r.acts & b.acts, per: base[0].need, item: id})
		r.scale = lcm(r.scale, base[0].need)
	}
	if len(q.OfItems) < 2 {
		d.fault(where, "of_items: at least two are required")
	}
	for i := range r.parts {
		r.parts[i].weight = r.scale / r.parts[i].per
		if r.parts[i].weight > maxWeight {
			d.fault(where.at("of_items"), "of_items: thresholds too far apart for an exact sum")
		}
	}
	r.setFigure(d.figure(where.at("at_least"), q.AtLeast))
	d.add(where, r, ok && len(d.faults) == before, p)
}

// scaled repeats the rows of other items with their figures times a fraction.
func (d *document) scaled(where path, s scaledFile, p *SeriousnessPack) {
	outer, ok := d.row(where, s.Item, s.Acts, nil, s.When, p)
	times, fine := fraction(s.Times)
	if !fine {
		d.fault(where.at("times"), "times: a fraction such as \"1/2\" or \"10\" is expected")
	}
	if len(s.OfItems) == 0 {
		d.fault(where, "of_items: at least one is required")
	}
	for i, id := range s.OfItems {
		rows := slices.DeleteFunc(p.rowsOf(id), func(r row) bool { return r.measure == measureNothing })
		if len(rows) == 0 {
			d.fault(where.at("of_items", i), "of_items: must name an earlier item that has a figure")
			continue
		}
		if !ok || !fine {
			continue
		}
		any := false
		for _, base := range rows {
			if r, reachable := outer.scaledFrom(base, times); reachable {
				any = true
				d.add(where.at("of_items", i), r, true, p)
			}
		}
		if !any {
			d.fault(where.at("of_items", i), "of_items: its acts or conditions exclude those of this row: unreachable")
		}
	}
}

func (r row) scaledFrom(base row, times *big.Rat) (row, bool) {
	both, fits := r.when.and(base.when)
	scaled := base
	scaled.item, scaled.acts, scaled.when = r.item, r.acts&base.acts, both
	scaled.parts = slices.Clone(base.parts)
	for i := range scaled.parts {
		scaled.parts[i].acts &= scaled.acts
	}
	scaled.setFigure(new(big.Rat).Mul(base.atLeast, times))
	scaled.id = base.id // add puts the item before it
	return scaled, fits && scaled.acts&^scaled.unlessActs != 0
}

// add names the row after its item and refuses one that another row of the same
// item makes needless.
func (d *document) add(where path, r row, ok bool, p *SeriousnessPack) {
	if !ok {
		return
	}
	if len(p.rows) >= 500 {
		d.fault(where, "too many rows")
		return
	}
	item := p.Items[r.item].ID
	if r.id != "" {
		r.id = item + "/" + r.id
	} else {
		r.id = item
	}
	base := r.id
	for n := 2; slices.ContainsFunc(p.rows, func(o row) bool { return o.id == r.id }); n++ {
		r.id = fmt.Sprintf("%s-%d", base, n)
	}
	for _, other := range p.rows {
		if other.item == r.item && (other.covers(r) || r.covers(other)) {
			d.fault(where, "unreachable: another row of item %s always decides before or with it", item)
			return
		}
	}
	p.rows = append(p.rows, r)
}

// covers reports whether r is met wherever other is.
func (r row) covers(other row) bool {
	if other.acts&^r.acts != 0 || r.unlessActs&^other.unlessActs != 0 || !r.when.impliedBy(other.when) {
		return false
	}
	if r.measure == measureNothing {
		return true
	}
	if r.measure != other.measure || r.scale != other.scale || r.need > other.need || len(r.parts) != len(other.parts) {
		return false
	}
	for i := range r.parts {
		mine, theirs := r.parts[i], other.parts[i]
		if theirs.categories&^mine.categories != 0 || theirs.acts&^mine.acts != 0 || theirs.weight != mine.weight {
			return false
		}
	}
	return true
}

// everythingCounts refuses items that nothing can meet and categories that no row
// counts.
func (d *document) everythingCounts(p *SeriousnessPack) {
	for i, item := range p.Items {
		if !item.Open && len(p.rowsOf(item.ID)) == 0 {
			d.fault(path{"items", i}, "item %s: no row leads to it", shortened(item.ID))
		}
	}
	var counted names
	for _, r := range p.rows {
		for _, part := range r.parts {
			counted |= part.categories
		}
	}
	for i, c := range p.Categories {
		if counted&nameSet(categoryNames, []string{c.ID}) == 0 {
			d.fault(path{"categories", i, "id"}, "category %s: gap, no row counts it", shortened(c.ID))
		}
	}
}

func (p *SeriousnessPack) rowsOf(item string) []row {
	var rows []row
	for _, r := range p.rows {
		if p.Items[r.item].ID == item {
			rows = append(rows, r)
		}
	}
	return rows
}

// index prepares the final rows for work: the sets of acts that they count by,
// and what findings show of them.
func (p *SeriousnessPack) index() {
	for i := range p.rows {
		r := &p.rows[i]
		r.wantActs, r.unlessNames = actNames(r.acts), actNames(r.unlessActs)
		r.when.somePiecesIdx = p.mask(r.acts)
		if r.atLeast != nil {
			r.figure = exact(r.atLeast)
		}
		for j := range r.parts {
			q := &r.parts[j]
			q.mask, q.list = p.mask(q.acts), q.categories.list(categoryNames)
			if !slices.Contains(p.tiers, q.categories) {
				p.tiers = append(p.tiers, q.categories)
			}
		}
	}
	for _, item := range p.Items {
		var others []int
		for _, id := range item.UnlessMet {
			others = append(others, p.item(id))
		}
		p.unless = append(p.unless, others)
	}
}

func (p *SeriousnessPack) mask(a acts) int {
	i := slices.Index(p.masks, a)
	if i < 0 {
		i = len(p.masks)
		p.masks = append(p.masks, a)
	}
	return i
}

// lcm of positive numbers; huge results are caught by the bound on weights.
func lcm(a, b int64) int64 {
	l := new(big.Int).Div(big.NewInt(a), new(big.Int).GCD(nil, nil, big.NewInt(a), big.NewInt(b)))
	l.Mul(l, big.NewInt(b))
	if !l.IsInt64() {
		return maxWeight * 1_000_000_000_000_000
	}
	return l.Int64()
}
