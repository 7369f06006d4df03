package search

import (
	"hash/fnv"
	"math/bits"
)

// SimHash condenses the tokens of a text into 64 bits that differ in few places
// for texts that share most tokens (Charikar 2002). Zero tokens give zero.
func SimHash(tokens []string) uint64 {
	var votes [64]int
	for _, token := range tokens {
		h := spread(token)
		for bit := range votes {
			votes[bit] += int(h>>bit&1)*2 - 1
		}
	}
	var out uint64
	for bit, vote := range votes {
		if vote > 0 {
			out |= 1 << bit
		}
	}
	return out
}

// spread hashes a token; FNV alone mixes the high bits of short tokens poorly,
// so a finalising multiplication follows.
func spread(token string) uint64 {
	f := fnv.New64a()
	_, _ = f.Write([]byte(token))
	h := f.Sum64()
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Distance counts the bits, 0 to 64, in which two hashes differ. Up to about 6
// is worth a look as a near duplicate of a text of some length.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }
