package assess

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// Canonical reads one line of facts strictly and writes it again in one form, fit
// to be kept with a case: without the caller's id, without remarks, which are
// refused by name, and with the names of sets and recipients, which may be names
// of people, replaced by numbers. The finding is the same.
func Canonical(kind Kind, line []byte) ([]byte, error) {
	switch kind {
	case KindSeriousness:
		l, err := DecodeSeriousness(line)
		if err != nil {
			return nil, err
		}
		l.Facts.numberNames()
		return l.Facts.LineOf()
	case KindDisclosure:
		l, err := DecodeDisclosure(line)
		if err != nil {
			return nil, err
		}
		for _, remark := range slices.Sorted(maps.Keys(l.Facts.Remarks)) {
			return nil, refuse("facts."+shortened(remark), "unknown field")
		}
		if l.Seriousness != nil {
			l.Seriousness.numberNames()
		}
		return l.Facts.LineOf(l.Seriousness)
	case KindCirculation:
		_, f, err := DecodeCirculation(line)
		if err != nil {
			return nil, err
		}
		return f.LineOf()
	case KindBreach:
		_, f, err := DecodeBreach(line)
		if err != nil {
			return nil, err
		}
		return f.LineOf()
	case KindClauses:
	}
	return nil, refuse("kind", "must be seriousness, disclosure, circulation or breach_duties")
}

// numberNames replaces the names of sets and recipients by numbers in the order
// in which they come; only who is the same as whom counts.
func (f *SeriousnessFacts) numberNames() {
	sets, recipients := map[string]string{}, map[string]string{}
	for i := range f.Transactions {
		t := &f.Transactions[i]
		t.Set, t.Recipient = numbered(sets, "s", t.Set), numbered(recipients, "r", t.Recipient)
	}
}

func numbered(seen map[string]string, prefix, name string) string {
	if name == "" {
		return ""
	}
	if seen[name] == "" {
		seen[name] = prefix + strconv.Itoa(len(seen)+1)
	}
	return seen[name]
}

// FindingOf assesses a line and gives the bytes by which the finding is kept: JSON
// with its members in a fixed order.
func FindingOf(p Pack, line []byte) (Finding, []byte, error) {
	_, finding, err := p.Assess(line)
	if err != nil {
		return nil, nil, err
	}
	body, err := json.Marshal(finding)
	return finding, body, err
}
