package main

import (
	"slices"

	"gongzhi/publication"
)

// foundIn names the kinds of personal data that would stop a text from being
// published; what is served on a respondent is read by the same gate.
func foundIn(text string) []string {
	var kinds []string
	for _, f := range publication.Blocking(publication.Scan(text)) {
		kinds = append(kinds, f.Type)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}
