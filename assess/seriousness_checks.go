package assess

import "strconv"

const yes = "true"

// Shared by all findings, never changed.
var onlyTrue, onlyFalse = []string{yes}, []string{"false"}

// checks lists the conditions of a row with what the facts say to each.
func (v *view) checks(r *row) []Check {
	have := v.actNames
	list := make([]Check, 0, 4)
	list = append(list, Check{Fact: factActs, Want: r.wantActs, Have: have, Holds: v.acts&r.acts != 0})
	if r.unlessActs != 0 {
		list = append(list, Check{
			Fact: factActs, Want: r.unlessNames, Have: have, None: true, Holds: v.acts&r.unlessActs == 0,
		})
	}
	for i, name := range flagNames {
		if r.when.flags&(1<<i) != 0 {
			holds := v.flags&(1<<i) != 0
			have := onlyFalse
			if holds {
				have = onlyTrue
			}
			list = append(list, Check{Fact: name, Want: onlyTrue, Have: have, Holds: holds})
		}
	}
	return append(list, v.otherChecks(&r.when)...)
}

func (v *view) otherChecks(c *condition) (list []Check) {
	if c.consequences != 0 {
		list = append(list, Check{
			Fact: factConsequences, Want: c.consequences.list(consequenceNames),
			Have: v.consequences.list(consequenceNames), Holds: c.consequences&v.consequences != 0,
		})
	}
	if c.hasAdmin {
		check := Check{Fact: factPriorAdmin, Want: []string{atMost + strconv.Itoa(c.adminAtMost)}}
		if v.admin != nil {
			check.Have, check.Holds = []string{strconv.Itoa(*v.admin)}, *v.admin <= c.adminAtMost
		}
		list = append(list, check)
	}
	if c.somePiecesOf != 0 {
		list = append(list, Check{
			Fact: factPieces, Want: c.somePiecesOf.list(categoryNames), Have: v.present(c.somePiecesIdx), Holds: v.some(c),
		})
	}
	return list
}

// atMost marks a wanted value that is an upper bound.
const atMost = "<= "

// present lists the categories with at least one piece.
func (v *view) present(mask int) []string {
	var list []string
	for i, n := range v.pieces[mask] {
		if n > 0 {
			list = append(list, categoryNames[i])
		}
	}
	return list
}

func actNames(s acts) []string {
	var list []string
	for _, a := range s.list() {
		list = append(list, string(a))
	}
	return list
}
