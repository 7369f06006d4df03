package search

import (
	"math/bits"
	"slices"
	"sync"
)

// SimHash condenses the tokens of a text, each given once, into 64 bits that
// differ in few places for texts that share most tokens (Charikar 2002). Zero
// tokens give zero.
func SimHash(tokens []string) uint64 {
	hashes := make([]uint64, len(tokens))
	for i, token := range tokens {
		hashes[i] = spread(token)
	}
	return condense(hashes)
}

// TextHash is SimHash of the Tokens of a text, without a list of them; false
// where it has none.
func TextHash(text string) (hash uint64, worded bool) {
	list, _ := lists.Get().(*[]string)
	defer putBack(list)
	*list = split((*list)[:0], Fold(text), true)
	if len(*list) > MaxTokens {
		return SimHash(Tokens(text)), true
	}
	hashes := make([]uint64, len(*list))
	for i, token := range *list {
		hashes[i] = spread(token)
	}
	slices.Sort(hashes)
	return condense(slices.Compact(hashes)), len(hashes) > 0
}

func condense(hashes []uint64) (out uint64) {
	var votes [64]int
	for _, h := range hashes {
		for bit := range votes {
			votes[bit] += int(h>>bit&1)*2 - 1
		}
	}
	for bit, vote := range votes {
		if vote > 0 {
			out |= 1 << bit
		}
	}
	return out
}

// lists hold the tokens of a text for the moment in which they are hashed.
var lists = sync.Pool{New: func() any { return new([]string) }}

// putBack keeps a list, but not the texts in it.
func putBack(list *[]string) {
	clear(*list)
	lists.Put(list)
}

// spread hashes a token with FNV-1a, which alone mixes the high bits of short
// tokens poorly, so a finalising multiplication follows.
func spread(token string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(token) {
		h = (h ^ uint64(token[i])) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Distance counts the bits, 0 to 64, in which two hashes differ. Up to about 6
// is worth a look as a near duplicate of a text of some length.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }
