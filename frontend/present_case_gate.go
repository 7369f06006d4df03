package frontend

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"gongzhi/publication"
)

// wording is what a proposal would make public.
type wording struct{ title, summary, reason string }

func wordingOf(form url.Values) wording {
	return wording{strings.TrimSpace(form.Get("title")), strings.TrimSpace(form.Get("summary")), strings.TrimSpace(form.Get("reason"))}
}

// parts are the texts of a wording under the names of their fields.
func (w *wording) parts() []struct {
	field string
	text  *string
} {
	return []struct {
		field string
		text  *string
	}{{"title", &w.title}, {"summary", &w.summary}, {"reason", &w.reason}}
}

// findingName is the form field of the choice on a finding: one for the same data in the same field, however often it
// stands there, so that the choice survives when the text around it is edited.
func findingName(field string, f publication.Finding) string {
	sum := sha256.Sum256([]byte(field + "\x00" + f.Type + "\x00" + f.Text))
	return "finding-" + hex.EncodeToString(sum[:8])
}

// scanned shows what the gate finds in a wording, with the choices made so far.
func scanned(w wording, choices url.Values) []Finding {
	var list []Finding
	seen := map[string]bool{}
	for _, part := range w.parts() {
		for _, f := range publication.Scan(*part.text) {
			name := findingName(part.field, f)
			if !seen[name] {
				seen[name] = true
				list = append(list, shown(name, part.field, *part.text, f, choices))
			}
		}
	}
	return list
}

// around is how many characters of context stand on either side of a finding.
const around = 14

func shown(name, field, text string, f publication.Finding, choices url.Values) Finding {
	runes := []rune(text)
	masked := []rune(publication.Mask(text, []publication.Finding{f}))
	return Finding{
		Name: name, Type: wordOr("case.finding_"+strings.ToLower(f.Type), f.Type), Field: K("case.in_" + field),
		Before: string(runes[max(0, f.Start-around):f.Start]), Hit: f.Text,
		After: string(runes[f.End:min(len(runes), f.End+around)]), Masked: string(masked[f.Start:max(f.Start, len(masked)-(len(runes)-f.End))]),
		Certainty: wordOr("case.certain_"+f.Certainty, f.Certainty), Blocks: publication.Blocks(f), Keep: keeps(name, f, choices),
	}
}

// keeps is the choice on a finding. Unasked, what blocks is masked and a mere hint stays.
func keeps(name string, f publication.Finding, choices url.Values) bool {
	if choice := choices.Get(name); choice != "" {
		return choice == "keep"
	}
	return !publication.Blocks(f)
}

func blocking(found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool { return f.Blocks })
}

// settle masks what was chosen to be masked. kept says that something that blocks was chosen to stay; open, that the
// text holds something that blocks and that nobody was asked about yet.
func settle(w wording, choices url.Values) (clean wording, kept, open bool) {
	for _, part := range w.parts() {
		var mask []publication.Finding
		for _, f := range publication.Scan(*part.text) {
			name := findingName(part.field, f)
			switch {
			case !keeps(name, f, choices):
				mask = append(mask, f)
			case publication.Blocks(f):
				kept = true
			}
			open = open || (publication.Blocks(f) && choices.Get(name) == "")
		}
		*part.text = publication.Mask(*part.text, mask)
	}
	return w, kept, open
}
