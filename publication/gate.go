package publication

import (
	"sort"
	"strings"
)

// Kinds of personal data that the gate looks for. The names are part of the
// public interface of `gongzhi gate scan`.
const (
	TypeCNID     = "CN_ID"     // resident identity number, GB 11643-1999
	TypeCNMobile = "CN_MOBILE" // mobile number of mainland China
	TypePhone    = "PHONE"     // landline with area code, or international number
	TypeEmail    = "EMAIL"
	TypeBankCard = "BANK_CARD" // payment card number, ISO/IEC 7812
	TypePassport = "PASSPORT"
	TypePermit   = "PERMIT" // travel permit for Hong Kong, Macao or Taiwan residents
	TypePlate    = "PLATE"  // vehicle registration plate, GA 36
	TypeWeChat   = "WECHAT"
	TypeQQ       = "QQ"
	TypeAddress  = "ADDRESS"
	TypeName     = "NAME"
	TypeIPv4     = "IPV4"
)

// How sure a detector is. Certain and Likely findings of a blocking type stop
// a publication; Possible ones are shown to the releaser as hints.
const (
	Certain  = "certain"
	Likely   = "likely"
	Possible = "possible"
)

// Finding is one stretch of text that looks like personal data.
// Start and End count Unicode code points of the scanned text, End exclusive.
type Finding struct {
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Type      string `json:"type"`
	Text      string `json:"text"`
	Certainty string `json:"certainty"`
}

// detector looks at one view of a text and reports stretches in view offsets.
type detector func(v *view) []hit

// Detectors that read plain (folded) text.
var plainDetectors = []detector{
	detectCNID, detectMobile, detectBankCard, detectPhone, detectEmail, detectPassport, detectPermit,
	detectPlate, detectWeChat, detectQQ, detectAddress, detectName, detectIPv4,
}

// Detectors that are also run on text with spelled-out digits (一三八, ①③⑧).
var spelledDetectors = []detector{detectCNID, detectMobile, detectBankCard}

// Scan finds personal data in text, ordered by position and free of overlaps.
// Width variants, invisible characters and typographic dashes do not hide
// anything: they are folded for matching, offsets refer to the text as given.
// Text is plain; an HTML fragment has to go through PlainText first.
func Scan(text string) []Finding {
	v := newView(text)
	var hits []hit
	for _, detect := range plainDetectors {
		hits = append(hits, detect(v)...)
	}
	hits = append(hits, spelledHits(v)...)
	hits = applyShields(v, hits)
	return v.findings(withoutOverlaps(hits, len(v.folded)))
}

// ScanName finds personal data in the name of a file. Underscores separate
// words there, and the extension is no part of a number or address.
func ScanName(fileName string) []Finding {
	stem := fileName
	if dot := strings.LastIndexByte(fileName, '.'); dot > 0 && len(fileName)-dot <= 6 && !strings.ContainsRune(fileName, '@') {
		stem = fileName[:dot]
	}
	found := Scan(strings.ReplaceAll(stem, "_", " "))
	original := []rune(fileName)
	for i := range found {
		found[i].Text = string(original[found[i].Start:found[i].End])
	}
	return withUnderscores(fileName, found)
}

// withUnderscores adds what only shows while the underscores are letters of a
// token, such as an e-mail address.
func withUnderscores(fileName string, found []Finding) []Finding {
	if !strings.ContainsRune(fileName, '_') {
		return found
	}
	for _, f := range Scan(fileName) {
		if !overlapsAny(f, found) {
			found = append(found, f)
		} else if f.Type == TypeEmail {
			found = append(withoutInside(f, found), f)
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].Start < found[j].Start })
	return found
}

func overlapsAny(f Finding, all []Finding) bool {
	for _, other := range all {
		if f.Start < other.End && other.Start < f.End {
			return true
		}
	}
	return false
}

func withoutInside(f Finding, all []Finding) []Finding {
	kept := make([]Finding, 0, len(all))
	for _, other := range all {
		if f.Start >= other.End || other.Start >= f.End {
			kept = append(kept, other)
		}
	}
	return kept
}

// neverBlocks lists the types whose detectors are too coarse, or whose data too
// often concern machines and offices, to stop a publication by themselves.
var neverBlocks = map[string]bool{TypeName: true, TypeIPv4: true}

// Blocks tells whether a finding must be masked, or kept with a recorded
// reason, before its text may be published.
func Blocks(f Finding) bool {
	return !neverBlocks[f.Type] && (f.Certainty == Certain || f.Certainty == Likely)
}

// Blocking returns the findings of a text that stop its publication.
func Blocking(found []Finding) []Finding {
	var out []Finding
	for _, f := range found {
		if Blocks(f) {
			out = append(out, f)
		}
	}
	return out
}
