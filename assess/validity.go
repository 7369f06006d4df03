package assess

import "time"

// Validity is the time in which a pack or row applies: From is its first day, To
// its last; an empty To means without end. Both are YYYY-MM-DD.
type Validity struct {
	From string `json:"valid_from"`
	To   string `json:"valid_to,omitempty"`
}

// endless is later than every date a pack may name.
const endless = "9999-12-31"

// Covers reports whether day (YYYY-MM-DD) lies within the validity.
func (v Validity) Covers(day string) bool { return v.From <= day && day <= v.last() }

func (v Validity) last() string {
	if v.To == "" {
		return endless
	}
	return v.To
}

func (v Validity) within(outer Validity) bool {
	return outer.From <= v.From && v.last() <= outer.last()
}

// problemAfter names what is wrong when v follows earlier as the next version of
// the same thing: an overlap, or a gap of days without a version.
func (v Validity) problemAfter(earlier Validity) string {
	if v.From <= earlier.last() {
		return "validity overlaps that of another version"
	}
	if v.From != nextDay(earlier.last()) {
		return "validity leaves a gap after the version before it"
	}
	return ""
}

func nextDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// validity reads valid_from and valid_to at where; an empty from inherits outer.
func (d *document) validity(where path, from, to string, outer Validity) Validity {
	v := Validity{From: from, To: to}
	if from == "" && outer.From != "" {
		v.From = outer.From
	}
	if to == "" {
		v.To = outer.To
	}
	for _, end := range []struct{ field, day string }{{"valid_from", v.From}, {"valid_to", v.last()}} {
		if !isDay(end.day) {
			d.fault(where.at(end.field), "%s: must be a date, YYYY-MM-DD", end.field)
			return v
		}
	}
	if v.last() < v.From {
		d.fault(where.at("valid_to"), "valid_to: before valid_from")
	}
	if outer.From != "" && !v.within(outer) {
		d.fault(where.at("valid_from"), "validity: outside that of the pack")
	}
	return v
}
