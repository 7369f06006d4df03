package roles

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Party is a key under which somebody can be accused: an agency of ours
// ("agency:…"), a credit code ("code:…") or a name ("name:…"). Names of
// individuals enter only as keyed hashes ("person:…").
type Party string

// AgencyParty is the key of an agency.
func AgencyParty(id ID) Party { return Party("agency:" + id.String()) }

// CodeParty is the key of a unified social credit code (GB 32100).
func CodeParty(code string) Party {
	return Party("code:" + strings.ToUpper(strings.TrimSpace(code)))
}

// NameParty is the key of an enterprise's or organ's name.
func NameParty(name string) Party {
	return Party("name:" + strings.ToLower(strings.Join(strings.Fields(name), " ")))
}

// AgencyParties are all keys under which an agency can be named.
func (o *Org) AgencyParties(id ID) []Party {
	a, ok := o.agency[id]
	if !ok {
		return nil
	}
	keys := []Party{AgencyParty(id)}
	if a.CreditCode != "" {
		keys = append(keys, CodeParty(a.CreditCode))
	}
	for _, n := range []string{a.Name.Zh, a.Name.En} {
		if n != "" {
			keys = append(keys, NameParty(n))
		}
	}
	return keys
}

// Resolve adds to the accused every key of an agency that one of them names,
// so that a name or a code is as good as the agency's id.
func (o *Org) Resolve(accused []Party) []Party {
	all := slices.Clone(accused)
	for _, a := range o.Agencies {
		keys := o.AgencyParties(a.ID)
		if overlap(keys, accused) {
			all = append(all, keys...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// PersonConflicts are the parties whose cases a person may neither see nor
// handle at a time: every agency in which the person holds a post, whatever
// stands above it (a body does not judge the one that controls it), and every
// declared tie.
func (o *Org) PersonConflicts(person ID, at time.Time) []Party {
	var keys []Party
	for _, p := range o.PostsOf(person, at) {
		keys = append(keys, o.agencyConflicts(p.Agency)...)
	}
	for _, t := range o.ties[person] {
		if within(at, t.From, t.To) {
			keys = append(keys, o.Resolve([]Party{t.Party})...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (o *Org) agencyConflicts(agency ID) []Party {
	var keys []Party
	for _, id := range o.Lineage(agency) {
		keys = append(keys, o.AgencyParties(id)...)
	}
	return keys
}

// PersonConflicted reports whether a person is excluded from a case about the accused.
func (o *Org) PersonConflicted(person ID, accused []Party, at time.Time) bool {
	return len(accused) > 0 && overlap(o.PersonConflicts(person, at), accused)
}

// Conflicted reports whether a post must not handle a case about the accused:
// its agency is accused or controlled by the accused, or the person who
// answers for it is excluded.
func (o *Org) Conflicted(post ID, accused []Party, at time.Time) bool {
	if len(accused) == 0 {
		return false
	}
	p, ok := o.post[post]
	if !ok || overlap(o.agencyConflicts(p.Agency), accused) {
		return true
	}
	return o.PersonConflicted(o.Answer(post, at).Person, accused, at)
}

// CleanAt is the post itself, or where it is conflicted the next clean one.
func (o *Org) CleanAt(post ID, accused []Party, at time.Time) ID {
	if !o.Conflicted(post, accused, at) {
		return post
	}
	return o.NextClean(post, accused, at)
}

// NextClean climbs the ladder above a post to the next one without a
// conflict. Where none is left it is the oversight post, outside every agency
// that could be accused. At the clean top of the ladder the top itself stays.
func (o *Org) NextClean(post ID, accused []Party, at time.Time) ID {
	seen := map[ID]bool{post: true}
	top := post
	for id, ok := o.Superior(post); ok && !seen[id]; id, ok = o.Superior(id) {
		seen[id], top = true, id
		if !o.Conflicted(id, accused, at) {
			return id
		}
	}
	if top == post && !o.Conflicted(post, accused, at) {
		return post
	}
	return o.Oversight
}

func overlap(a, b []Party) bool {
	return slices.ContainsFunc(a, func(k Party) bool { return slices.Contains(b, k) })
}

// PersonParty is the key of an individual, from a keyed hash of the name.
func PersonParty(hash []byte) Party { return Party(fmt.Sprintf("person:%x", hash)) }
