package roles

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Party is a key under which somebody can be accused: an agency of ours
// ("agency:…"), a credit code ("code:…") or a name ("name:…"). Names of
// individuals enter only as keyed hashes ("person:…").
type Party string

// AgencyParty is the key of an agency.
func AgencyParty(id ID) Party { return Party("agency:" + id.String()) }

// CodeParty is the key of a unified social credit code (GB 32100).
func CodeParty(code string) Party { return Party("code:" + strings.ToUpper(fold(code))) }

// NameParty is the key of an enterprise's or organ's name, however it is
// spaced, cased, punctuated or typed in full width.
func NameParty(name string) Party { return Party("name:" + fold(name)) }

// CaseParty is the key of one case: a tie to it excludes somebody from this case
// alone. It joins the case's accused when the first person is recused.
func CaseParty(id ID) Party { return Party("case:" + id.String()) }

// PersonParty is the key of an individual, from a keyed hash of the name.
func PersonParty(hash []byte) Party { return Party(fmt.Sprintf("person:%x", hash)) }

var personKey = regexp.MustCompile(`^[0-9a-f]{16,128}$`)

const maxParty = 200

// ParseParty reads a key as people or programs write it, and brings it into
// the one form that is compared.
func ParseParty(s string) (Party, error) {
	kind, value, ok := strings.Cut(strings.TrimSpace(s), ":")
	if !ok || fold(value) == "" || len([]rune(value)) > maxParty {
		return "", errors.New("a party is name:…, code:… or agency:…")
	}
	switch kind {
	case "name":
		return NameParty(value), nil
	case "code":
		return CodeParty(value), nil
	case "agency":
		id, err := uuid.Parse(strings.TrimSpace(value))
		if err != nil {
			return "", errors.New("agency: must be followed by an agency's id")
		}
		return AgencyParty(id), nil
	case "person":
		if !personKey.MatchString(value) {
			return "", errors.New("person: must be followed by a keyed hash")
		}
		return Party("person:" + value), nil
	}
	return "", errors.New("a party is name:…, code:… or agency:…")
}

// fold leaves letters and digits only, in one width and case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// agencyNames are the folded names of an agency.
type agencyNames struct {
	agency ID
	names  []string
}

// indexParties works out once under which keys each agency can be named.
func (o *Org) indexParties() {
	o.parties, o.lineage = map[ID][]Party{}, map[ID][]Party{}
	for _, a := range o.Agencies {
		keys := []Party{AgencyParty(a.ID)}
		if a.CreditCode != "" {
			keys = append(keys, CodeParty(a.CreditCode))
		}
		named := agencyNames{agency: a.ID}
		for _, n := range []string{a.Name.Zh, a.Name.En} {
			if f := fold(n); f != "" {
				keys = append(keys, Party("name:"+f))
				named.names = append(named.names, f)
			}
		}
		o.names = append(o.names, named)
		o.parties[a.ID] = keys
	}
	for _, a := range o.Agencies {
		for _, id := range o.Lineage(a.ID) {
			o.lineage[a.ID] = append(o.lineage[a.ID], o.parties[id]...)
		}
	}
}

// AgencyParties are all keys under which an agency can be named.
func (o *Org) AgencyParties(id ID) []Party { return o.parties[id] }

const (
	minPartName = 4   // letters that part of a name must have to mean an agency
	minShare    = 0.6 // of the agency's name that a shorter form must have
)

// meansAgency reports whether a folded name means an agency: it is one of its
// names, holds one whole, or is most of one.
func (n agencyNames) meant(by string) bool {
	return slices.ContainsFunc(n.names, func(own string) bool {
		switch {
		case own == by:
			return true
		case len([]rune(own)) >= minPartName && strings.Contains(by, own):
			return true
		}
		short := len([]rune(by))
		return short >= minPartName && float64(short) >= minShare*float64(len([]rune(own))) && strings.Contains(own, by)
	})
}

// Resolve adds to the accused every key of an agency that one of them means,
// so that a name or a code is as good as the agency's id.
func (o *Org) Resolve(accused []Party) []Party {
	if len(accused) == 0 {
		return nil
	}
	all := slices.Clone(accused)
	for _, n := range o.names {
		if o.isMeant(n, accused) {
			all = append(all, o.parties[n.agency]...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (o *Org) isMeant(n agencyNames, accused []Party) bool {
	for _, k := range accused {
		if name, ok := strings.CutPrefix(string(k), "name:"); ok && n.meant(name) || slices.Contains(o.parties[n.agency], k) {
			return true
		}
	}
	return false
}

// MeantBy are the keys of every agency that a name means, for names that must
// not be kept themselves.
func (o *Org) MeantBy(name string) []Party {
	var keys []Party
	folded := fold(name)
	for _, n := range o.names {
		if n.meant(folded) {
			keys = append(keys, o.parties[n.agency]...)
		}
	}
	return keys
}

// PersonConflicts are the parties whose cases a person may neither see nor
// handle at a time: the person's own name, every agency in which the person
// holds a post, whatever stands above it (a body does not judge the one that
// controls it), every agency left during the cooling-off, and every declared
// tie.
func (o *Org) PersonConflicts(person ID, at time.Time) []Party {
	s := o.stretch(at)
	found, _ := s.conflicts.Load(person)
	if kept, ok := found.([]Party); ok {
		return kept
	}
	var keys []Party
	if p := o.person[person]; p != nil && p.Key != "" {
		keys = append(keys, p.Key)
	}
	for _, p := range o.PostsOf(person, at) {
		keys = append(keys, o.lineage[p.Agency]...)
	}
	for _, h := range o.held[person] {
		if p := o.post[h.Post]; p != nil && o.cooling(h, at) {
			keys = append(keys, o.parties[p.Agency]...)
		}
	}
	for _, t := range o.ties[person] {
		if within(at, t.From, t.To) {
			keys = append(keys, o.Resolve([]Party{t.Party})...)
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	s.conflicts.Store(person, keys)
	return keys
}

// cooling reports whether a holding ended so lately that whoever left still
// does not touch cases about the agency.
func (o *Org) cooling(h Holding, at time.Time) bool {
	return h.To != nil && h.To.After(h.From) && !at.Before(*h.To) && at.Before(o.cooled(h))
}

// cooled is when the time after a holding that ended is over.
func (o *Org) cooled(h Holding) time.Time { return h.To.AddDate(0, o.CoolingOff, 0) }

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
	if !ok || overlap(o.lineage[p.Agency], accused) {
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
	return o.NextWhere(post, at, func(id ID) bool { return !o.Conflicted(id, accused, at) })
}

// NextWhere climbs the ladder above a post to the next one that suits; else
// the post itself where it is the top and suits; else the oversight post; else
// the second one, for cases in which the oversight itself is accused; else any
// post at all that suits, the heads first. Where nobody suits it is the last
// oversight post all the same: never nobody.
func (o *Org) NextWhere(post ID, at time.Time, suits func(ID) bool) ID {
	up := false
	for id, ok := o.Superior(post); ok; id, ok = o.Superior(id) {
		if up = true; suits(id) {
			return id
		}
	}
	if !up && suits(post) {
		return post
	}
	for _, id := range []ID{o.Oversight, o.Second} {
		if id != uuid.Nil && suits(id) {
			return id
		}
	}
	for _, a := range o.Agencies {
		if suits(a.Head) {
			return a.Head
		}
	}
	for _, p := range o.Posts {
		if suits(p.ID) {
			return p.ID
		}
	}
	return o.lastResort()
}

// lastResort is the post that answers where nobody suits.
func (o *Org) lastResort() ID {
	if o.Second != uuid.Nil {
		return o.Second
	}
	return o.Oversight
}

func overlap(a, b []Party) bool {
	return slices.ContainsFunc(a, func(k Party) bool { return slices.Contains(b, k) })
}
