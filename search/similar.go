package search

// Bands cut a SimHash into eight pieces. Two hashes that differ in at most
// seven bits share at least one piece whole (pigeonhole), so an index on the
// pieces finds every near duplicate.
func Bands(hash uint64) [8]int32 {
	var bands [8]int32
	for i := range bands {
		bands[i] = int32(i)<<8 | int32(hash>>(8*i)&0xff)
	}
	return bands
}

// Similarity is how alike two texts are, from 0 to 1: the share of common runs
// of three characters of their folded forms (Jaccard). Texts of fewer than
// three characters are alike only when they are the same.
func Similarity(a, b string) float64 {
	x, y := trigrams(Fold(a)), trigrams(Fold(b))
	if len(x) == 0 || len(y) == 0 {
		if Fold(a) == Fold(b) && Fold(a) != "" {
			return 1
		}
		return 0
	}
	common := 0
	for t := range x {
		if y[t] {
			common++
		}
	}
	return float64(common) / float64(len(x)+len(y)-common)
}

func trigrams(folded string) map[[3]rune]bool {
	chars := []rune(folded)
	set := map[[3]rune]bool{}
	for i := 0; i+3 <= len(chars); i++ {
		set[[3]rune(chars[i:i+3])] = true
	}
	return set
}
