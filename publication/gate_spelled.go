package publication

// Numbers are also written out to slip past filters: 一三八〇〇…, 壹叁捌, ①③⑧.
// The spelled view turns such characters into digits, one for one.

const leastSpelled = 3 // fewer converted characters in a hit are ordinary prose (第一, 三)

var spelledDigits = map[rune]rune{
	'零': '0', '〇': '0', '○': '0', '洞': '0',
	'一': '1', '幺': '1', '壹': '1', '二': '2', '贰': '2', '三': '3', '叁': '3', '四': '4', '肆': '4',
	'五': '5', '伍': '5', '六': '6', '陆': '6', '七': '7', '柒': '7', '八': '8', '捌': '8', '九': '9', '玖': '9',
}

// enclosedRuns are Unicode blocks of the numbers one to nine in circles or
// brackets; the zero of a block, where there is one, lies elsewhere.
var enclosedRuns = []rune{'①', '⑴', '⓵', '❶', '➀', '➊', '㊀', '㈠'}

var enclosedZeros = map[rune]bool{'⓪': true, '⓿': true, '🄋': true, '🄌': true}

func isEnclosedDigit(r rune) bool {
	_, ok := enclosedDigit(r)
	return ok
}

func enclosedDigit(r rune) (rune, bool) {
	if enclosedZeros[r] {
		return '0', true
	}
	for _, one := range enclosedRuns {
		if r >= one && r < one+9 {
			return '1' + (r - one), true
		}
	}
	return 0, false
}

func spelledDigit(r rune) (rune, bool) {
	if d, ok := spelledDigits[r]; ok {
		return d, true
	}
	return enclosedDigit(r)
}

// spelled returns the view with spelled digits converted, and for each position
// the number of conversions before it; ok is false when too few were made.
func (v *view) spelled() (s *view, converted []int, ok bool) {
	s = &view{source: v.source, from: v.from, folded: make([]rune, len(v.folded)), spelt: true}
	converted = make([]int, len(v.folded)+1)
	for i, r := range v.folded {
		converted[i+1] = converted[i]
		if d, is := spelledDigit(r); is {
			r = d
			converted[i+1]++
		}
		s.folded[i] = r
	}
	return s, converted, converted[len(v.folded)] >= leastSpelled
}

func spelledHits(v *view) []hit {
	s, converted, ok := v.spelled()
	if !ok {
		return nil
	}
	var kept []hit
	for _, detect := range spelledDetectors {
		for _, h := range detect(s) {
			if converted[h.end]-converted[h.start] >= leastSpelled {
				kept = append(kept, h)
			}
		}
	}
	return kept
}
