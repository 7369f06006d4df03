package assess

import (
	"bytes"
	"fmt"
)

// Changed is an embedded pack of another version with one piece of its text
// exchanged, for trials of what a change would do.
func Changed(id, version, old, replaced string) (Pack, error) {
	p, ok := newestOf(id)
	if !ok {
		return nil, ErrNoPack
	}
	text, err := embedded.ReadFile("packs/" + id + ".yaml")
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(text, []byte(old)) {
		return nil, fmt.Errorf("pack %s: nothing to exchange", id)
	}
	text = bytes.ReplaceAll(text, []byte(old), []byte(replaced))
	text = bytes.Replace(text, []byte(`version: "`+p.Head().Version+`"`), []byte(`version: "`+version+`"`), 1)
	return Load(text, id+" "+version)
}

func newestOf(id string) (Pack, bool) {
	for _, p := range Default().Packs() {
		if p.Head().ID == id {
			return p, true
		}
	}
	return nil, false
}
