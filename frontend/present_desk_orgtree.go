package frontend

import (
	"cmp"
	"slices"

	"gongzhi/roles"
)

// tree lists the agencies from the top down, each followed by those under it; neighbours stand by region.
func (d directory) tree() []roles.Agency {
	under := map[roles.ID][]roles.Agency{}
	for _, a := range d.org.Agencies {
		parent := a.Parent
		if _, ok := d.org.Agency(parent); !ok {
			parent = roles.ID{}
		}
		under[parent] = append(under[parent], a)
	}
	list := make([]roles.Agency, 0, len(d.org.Agencies))
	var visit func(parent roles.ID)
	visit = func(parent roles.ID) {
		below := under[parent]
		delete(under, parent) // each agency is listed once, whatever the data say
		slices.SortStableFunc(below, func(a, b roles.Agency) int { return cmp.Compare(a.Region, b.Region) })
		for _, a := range below {
			list = append(list, a)
			visit(a.ID)
		}
	}
	visit(roles.ID{})
	return list
}

var ranks = map[roles.Role]int{roles.Leader: 0, roles.Supervisor: 1, roles.Officer: 2}

// ranked lists the posts of an agency from the head down.
func (d directory) ranked(agency roles.ID) []roles.Post {
	var list []roles.Post
	for _, p := range d.org.Posts {
		if p.Agency == agency {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b roles.Post) int { return cmp.Compare(ranks[a.Class], ranks[b.Class]) })
	return list
}
