package ledger

import "slices"

// window is how many labels ahead of the last known act are looked for. More
// acts than that between two looks need a second look.
const window = 1 << 14

// Acts follows one stream of a case through all leaves of the log. It shows
// which acts were recorded after a known one, and that the next was not. It
// needs every entry: only who has seen all leaves can say what is not there.
type Acts struct {
	after  int64
	labels map[[32]byte]int64 // sequence by label
	found  map[int64][]int64  // indexes by sequence
}

// NewActs looks for the acts of a stream behind a sequence number; 0 finds all.
func NewActs(key StreamKey, after int64) *Acts {
	a := &Acts{after: after, labels: make(map[[32]byte]int64, window), found: map[int64][]int64{}}
	for seq := after + 1; seq <= after+window; seq++ {
		a.labels[key.Label(seq)] = seq
	}
	return a
}

// See takes the next leaf; it is an Audit's Watch.
func (a *Acts) See(index int64, l Leaf) {
	if seq, ours := a.labels[l.Label]; ours {
		a.found[seq] = append(a.found[seq], index)
	}
}

// Act is an act of the stream, at its place in the log.
type Act struct{ Seq, Index int64 }

// Recorded are the acts behind the known one, in order, up to the first that is
// not in the log: the number of that one is returned as absent.
func (a *Acts) Recorded() (acts []Act, absent int64) {
	for seq := a.after + 1; ; seq++ {
		at, there := a.found[seq]
		if !there {
			return acts, seq
		}
		acts = append(acts, Act{seq, at[0]})
	}
}

// Irregular are acts that break the rule of one leaf for each number without
// gaps: numbers that are there twice, and numbers behind a missing one.
func (a *Acts) Irregular() []Act {
	_, absent := a.Recorded()
	var out []Act
	for seq, at := range a.found {
		for i, index := range at {
			if i > 0 || seq > absent {
				out = append(out, Act{seq, index})
			}
		}
	}
	slices.SortFunc(out, func(x, y Act) int { return int(x.Index - y.Index) })
	return out
}
