package assess

import "slices"

// counts are pieces by category, in the order of categoryNames.
type counts [10]int64

// stock is what happened to one set of pieces of one category: how many were
// acquired, and how many each recipient got.
type stock struct {
	acquired int64
	given    map[string]int64
}

// countPieces counts transactions by Interpretation 2017 art. 11 as far as their
// act is in which:
//
//   - pieces acquired and then sold or provided are not counted twice;
//   - the same pieces given to different recipients are added up, given to one
//     recipient again they are not;
//   - what is proved repeated or untrue is taken off.
//
// Where transactions of one set differ in number, the larger of "acquired" and
// "given, added over recipients" counts: the number that is certain whichever
// pieces were meant. Sums beyond maxPieces are refused.
func countPieces(transactions []Transaction, which acts) (counts, error) {
	type key struct {
		category, set string
		alone         int // tells sets without a name apart
	}
	stocks := map[key]*stock{}
	for i, t := range transactions {
		if !which.has(t.Act) {
			continue
		}
		k := key{t.Category, t.Set, 0}
		if t.Set == "" {
			k.alone = i + 1
		}
		if stocks[k] == nil {
			stocks[k] = &stock{given: map[string]int64{}}
		}
		stocks[k].add(t)
	}
	var total counts
	for k, s := range stocks {
		c := slices.Index(categoryNames, k.category)
		total[c] = addCapped(total[c], s.pieces())
		if total[c] > maxPieces {
			return total, refuse(factTransactions, "add up to more than %d pieces", int64(maxPieces))
		}
	}
	return total, nil
}

func (s *stock) add(t Transaction) {
	n := t.Count - t.ProvedDuplicates - t.ProvedUntrue
	if t.Act == Sell || t.Act == Provide {
		s.given[t.Recipient] = max(s.given[t.Recipient], n)
		return
	}
	s.acquired = max(s.acquired, n)
}

func (s *stock) pieces() int64 {
	var given int64
	for _, n := range s.given {
		given = addCapped(given, n)
	}
	return max(s.acquired, given)
}

// addCapped adds numbers of at most maxPieces; the sum stops just above it, which
// keeps the order of additions irrelevant.
func addCapped(a, b int64) int64 { return min(a+b, maxPieces+1) }
