package publication

import "sort"

var certaintyRank = map[string]int{Certain: 3, Likely: 2, Possible: 1}

// typeRank settles which reading of the same stretch is told.
var typeRank = map[string]int{
	TypeCNID: 13, TypeEmail: 12, TypeCNMobile: 11, TypeBankCard: 10, TypePhone: 9, TypePassport: 8, TypePermit: 7,
	TypePlate: 6, TypeWeChat: 5, TypeQQ: 4, TypeAddress: 3, TypeIPv4: 2, TypeName: 1,
}

// stronger orders hits by how much they matter: blocking before hints, then the
// longer stretch (an address book entry over the number in it), then certainty.
func stronger(a, b hit) bool {
	if x, y := blocksHit(a), blocksHit(b); x != y {
		return x
	}
	if x, y := a.end-a.start, b.end-b.start; x != y {
		return x > y
	}
	if x, y := certaintyRank[a.certainty], certaintyRank[b.certainty]; x != y {
		return x > y
	}
	if x, y := typeRank[a.kind], typeRank[b.kind]; x != y {
		return x > y
	}
	return a.start < b.start
}

func blocksHit(h hit) bool { return Blocks(Finding{Type: h.kind, Certainty: h.certainty}) }

// withoutOverlaps keeps the strongest of hits that share characters, in order
// of position. Size is the number of folded characters.
func withoutOverlaps(hits []hit, size int) []hit {
	sort.SliceStable(hits, func(i, j int) bool { return stronger(hits[i], hits[j]) })
	taken := make([]bool, size)
	kept := hits[:0:0]
	for _, h := range hits {
		if h.end > h.start && claim(taken[h.start:h.end]) {
			kept = append(kept, h)
		}
	}
	sort.Slice(kept, func(i, j int) bool { return kept[i].start < kept[j].start })
	return kept
}

// claim marks a free stretch as taken; one that is partly taken stays as it was.
func claim(stretch []bool) bool {
	for _, taken := range stretch {
		if taken {
			return false
		}
	}
	for i := range stretch {
		stretch[i] = true
	}
	return true
}
