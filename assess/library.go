package assess

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed packs/*.yaml
var embedded embed.FS

// Library holds packs by kind, jurisdiction and version.
type Library struct{ packs []Pack }

// ErrNoPack says that no pack applies to the place and day asked for.
var ErrNoPack = errors.New("no rule pack applies to this jurisdiction and day")

// Default holds the packs that come with the program.
var Default = sync.OnceValue(func() *Library {
	l, err := readLibrary(embedded)
	if err != nil {
		panic(err) // the files are embedded: a fault is a fault of the build
	}
	return l
})

func readLibrary(files fs.FS) (*Library, error) {
	names, err := fs.Glob(files, "packs/*.yaml")
	if err != nil {
		return nil, err
	}
	var packs []Pack
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		p, err := Load(data, name)
		if err != nil {
			return nil, err
		}
		packs = append(packs, p)
	}
	return NewLibrary(packs...)
}

// NewLibrary joins packs. Versions of one id must follow each other in time
// without overlap and without gap, and keep their kind and jurisdiction.
func NewLibrary(packs ...Pack) (*Library, error) {
	l := &Library{slices.Clone(packs)}
	slices.SortStableFunc(l.packs, func(a, b Pack) int {
		x, y := a.Head(), b.Head()
		if c := strings.Compare(x.ID, y.ID); c != 0 {
			return c
		}
		return strings.Compare(x.Validity.From, y.Validity.From)
	})
	for i := 1; i < len(l.packs); i++ {
		if err := follows(l.packs[i-1].Head(), l.packs[i].Head()); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func follows(earlier, later *Header) error {
	if earlier.ID != later.ID {
		return nil
	}
	problem := later.Validity.problemAfter(earlier.Validity)
	if earlier.Kind != later.Kind || earlier.Jurisdiction != later.Jurisdiction {
		problem = "kind or jurisdiction differs from that of another version"
	}
	if earlier.Version == later.Version {
		problem = "version given twice"
	}
	if problem == "" {
		return nil
	}
	return fmt.Errorf("pack %s %s: %s", later.ID, later.Version, problem)
}

// Packs lists all packs, by id and time.
func (l *Library) Packs() []Pack { return slices.Clone(l.packs) }

// Pack gives one version of a pack, as findings name it.
func (l *Library) Pack(ref Ref) (Pack, bool) {
	i := slices.IndexFunc(l.packs, func(p Pack) bool { return p.Head().Ref() == ref })
	if i < 0 {
		return nil, false
	}
	return l.packs[i], true
}

// Find gives the pack of a kind for a jurisdiction and day (YYYY-MM-DD; empty for
// the newest). A region without a pack of its own, such as CN-310000, has its
// country's. The error is ErrNoPack.
func (l *Library) Find(kind Kind, jurisdiction, day string) (Pack, error) {
	for _, where := range []string{jurisdiction, strings.SplitN(jurisdiction, "-", 2)[0]} {
		for _, p := range slices.Backward(l.packs) {
			h := p.Head()
			if h.Kind == kind && h.Jurisdiction == where && (day == "" || h.Validity.Covers(day)) {
				return p, nil
			}
		}
	}
	return nil, ErrNoPack
}

// FindAs is Find for the type of pack that the caller works with.
func FindAs[P Pack](l *Library, kind Kind, jurisdiction, day string) (P, error) {
	var none P
	found, err := l.Find(kind, jurisdiction, day)
	if err != nil {
		return none, err
	}
	p, ok := found.(P)
	if !ok {
		return none, ErrNoPack
	}
	return p, nil
}
