package publication

import "strings"

// Numbers are read as chains: groups of digits with short separators between,
// such as 138 0000 0000. A window is a stretch of whole groups of a chain.

type group struct{ start, end int }

type chain struct {
	groups []group
	seps   []string // seps[i] stands between groups i and i+1, spaces kept
}

type window struct {
	chain       chain
	first, last int // indices of its groups, last inclusive
	start, end  int // folded offsets
	digits      string
	shape       string // lengths of the groups: "3-4-4"
	sep         byte   // the separator used; 0 for none, '?' when mixed
}

const longestSeparator = 4

func (v *view) chains() []chain {
	var all []chain
	for i := 0; i < len(v.folded); {
		if !isDigit(v.folded[i]) {
			i++
			continue
		}
		c, end := v.chainFrom(i)
		all = append(all, c)
		i = end
	}
	return all
}

func (v *view) chainFrom(i int) (chain, int) {
	var c chain
	for {
		end := i
		for isDigit(v.at(end)) {
			end++
		}
		c.groups = append(c.groups, group{i, end})
		next := v.skipSeparator(end)
		if next == end || !isDigit(v.at(next)) {
			return c, end
		}
		c.seps = append(c.seps, string(v.folded[end:next]))
		i = next
	}
}

// skipSeparator returns the end of a separator at i: spaces around at most one
// mark, or a closing bracket. Line breaks never join numbers.
func (v *view) skipSeparator(i int) int {
	j, marks := i, 0
	for j-i < longestSeparator {
		r := v.at(j)
		switch {
		case r == ' ' || r == '\t' || r == '(' || r == ')':
		case strings.ContainsRune("-._·/,、~", r) && marks == 0:
			marks++
		default:
			return j
		}
		j++
	}
	return j
}

// windows returns every stretch of groups that holds exactly total digits.
func (v *view) windows(c chain, total int) []window {
	var all []window
	for first := range c.groups {
		sum := 0
		for last := first; last < len(c.groups) && sum < total; last++ {
			sum += c.groups[last].end - c.groups[last].start
			if sum == total {
				all = append(all, v.window(c, first, last))
			}
		}
	}
	return all
}

func (v *view) window(c chain, first, last int) window {
	w := window{chain: c, first: first, last: last, start: c.groups[first].start, end: c.groups[last].end}
	var digits, shape strings.Builder
	for i := first; i <= last; i++ {
		g := c.groups[i]
		digits.WriteString(string(v.folded[g.start:g.end]))
		if i > first {
			shape.WriteByte('-')
			w.sep = mergeSeparators(w.sep, mark(c.seps[i-1]))
		}
		shape.WriteString(itoa(g.end - g.start))
	}
	w.digits, w.shape = digits.String(), shape.String()
	return w
}

// mark reduces a separator to the character that characterises it.
func mark(sep string) byte {
	for _, r := range sep {
		if r != ' ' && r != '\t' && r != '(' && r != ')' {
			if r < 0x80 {
				return byte(r)
			}
			return ','
		}
	}
	return ' '
}

func mergeSeparators(a, b byte) byte {
	if a == 0 || a == b {
		return b
	}
	if a == ' ' || b == ' ' { // (010) 1234-5678: a space beside a mark is no second habit
		return max(a, b)
	}
	return '?'
}

// whole tells that the window takes up its chain from end to end.
func (w window) whole() bool { return w.first == 0 && w.last == len(w.chain.groups)-1 }

// spaced tells that every digit stands alone: 1 3 8 0 …
func (w window) spaced() bool { return w.last-w.first+1 == len(w.digits) }

// fraction tells that the window is the whole or the decimal part of a number
// such as 13800000000.50.
func (w window) fraction() bool {
	if w.last < len(w.chain.seps) && w.chain.seps[w.last] == "." {
		g := w.chain.groups[w.last+1]
		return g.end-g.start <= 2
	}
	if w.first > 0 && w.chain.seps[w.first-1] == "." {
		g := w.chain.groups[w.first-1]
		return g.end-g.start <= 3
	}
	return false
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}
