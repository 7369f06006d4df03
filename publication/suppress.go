package publication

import "strconv"

// SmallestCell is the smallest count that is shown. Below it a number in a table
// of regions, sectors or months may point at single persons.
const SmallestCell = 5

// Suppress returns a count as it may be published. Counts below SmallestCell are
// shown as "<5", zero included: a visible zero would give away its neighbours.
func Suppress(n int) (shown string, suppressed bool) {
	if n < SmallestCell {
		return "<" + strconv.Itoa(SmallestCell), true
	}
	return strconv.Itoa(n), false
}
