package ledger

import (
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// Trusting is the policy with a log added, unless it trusts that one already:
// an operator's own file need not name the operator's log.
func (p *Policy) Trusting(log note.Verifier) *Policy {
	if slices.ContainsFunc(p.logs, func(v note.Verifier) bool { return v.Name() == log.Name() && v.KeyHash() == log.KeyHash() }) {
		return p
	}
	more := *p
	more.logs = append(slices.Clone(p.logs), log)
	return &more
}

// Group is a stakeholder group of a policy: how many of its members must have
// cosigned before it counts.
type Group struct {
	Name      string
	Threshold int
	Members   []string // witnesses and groups
}

// Groups are the policy's groups by name.
func (p *Policy) Groups() []Group {
	var list []Group
	for _, name := range slices.Sorted(maps.Keys(p.groups)) {
		g := p.groups[name]
		list = append(list, Group{name, g.threshold, slices.Clone(g.members)})
	}
	return list
}

// Quorum is the witness or group that must have cosigned, empty when the
// policy asks for none.
func (p *Policy) Quorum() string {
	if p.quorum == noQuorum {
		return ""
	}
	return p.quorum
}
