package assess

import (
	"fmt"
	"slices"
	"strings"
)

// Shelf is the packs that an organization works with: those of the program and,
// after them, those it adopted, in the order of adoption. What was adopted last
// counts; every version stays at hand for the findings that name it.
type Shelf struct{ packs []Pack }

// Packs finds packs for those who assess.
type Packs interface {
	// Find gives the pack that counts for a kind, jurisdiction and day
	// (YYYY-MM-DD; empty for the newest), or ErrNoPack.
	Find(kind Kind, jurisdiction, day string) (Pack, error)
	// Pack gives one version, as findings name it.
	Pack(ref Ref) (Pack, bool)
}

// NewShelf puts adopted packs behind those of a library. A version cannot be
// given twice.
func NewShelf(base *Library, adopted ...Pack) (*Shelf, error) {
	s := &Shelf{base.Packs()}
	for _, p := range adopted {
		if err := s.Fits(p); err != nil {
			return nil, err
		}
		s.packs = append(s.packs, p)
	}
	return s, nil
}

// Fits reports why a pack cannot be adopted: its version is known already, or it
// changes what its id stands for.
func (s *Shelf) Fits(p Pack) error {
	head := p.Head()
	for _, known := range s.packs {
		k := known.Head()
		switch {
		case k.ID != head.ID:
		case k.Version == head.Version:
			return fmt.Errorf("pack %s %s: this version is known already", head.ID, head.Version)
		case k.Kind != head.Kind || k.Jurisdiction != head.Jurisdiction:
			return fmt.Errorf("pack %s %s: kind or jurisdiction differs from that of another version", head.ID, head.Version)
		}
	}
	return nil
}

// Packs lists all versions, in the order in which they came to count.
func (s *Shelf) Packs() []Pack { return slices.Clone(s.packs) }

// Pack gives one version of a pack, as findings name it.
func (s *Shelf) Pack(ref Ref) (Pack, bool) { return (&Library{s.packs}).Pack(ref) }

// Find gives the pack of a kind that was adopted last for a jurisdiction and day;
// a region without one of its own, such as CN-310000, has its country's.
func (s *Shelf) Find(kind Kind, jurisdiction, day string) (Pack, error) {
	for _, where := range []string{jurisdiction, strings.SplitN(jurisdiction, "-", 2)[0]} {
		for _, p := range slices.Backward(s.packs) {
			h := p.Head()
			if h.Kind == kind && h.Jurisdiction == where && (day == "" || h.Validity.Covers(day)) {
				return p, nil
			}
		}
	}
	return nil, ErrNoPack
}

// Counts reports whether a version is the one that counts today for its kind and
// jurisdiction.
func (s *Shelf) Counts(p Pack, day string) bool {
	h := p.Head()
	found, err := s.Find(h.Kind, h.Jurisdiction, day)
	return err == nil && found.Head().Ref() == h.Ref()
}
