package region

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

var (
	//go:embed regions.tsv
	regionsTSV string

	//go:embed english.tsv
	englishTSV string
)

// entry is a row of the table with what its readers do not need to see.
type entry struct {
	Region
	english string
	group   bool // a heading, no place
}

// table is read once, on first use; it is never written afterwards.
var table = sync.OnceValue(func() map[string]entry {
	english := make(map[string]string)
	for line := range strings.Lines(englishTSV) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), "\t")
		english[code] = name
	}
	entries := make(map[string]entry)
	for line := range strings.Lines(regionsTSV) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		code, kind := fields[0], ""
		if len(fields) > 2 {
			kind = fields[2]
		}
		entries[code] = entry{
			Region:  Region{Code: code, Name: fields[1], Level: levelOf(code), Former: kind == "former"},
			english: english[code],
			group:   kind == "group",
		}
	}
	return entries
})

// children maps a code to the divisions in force directly in it, sorted.
var children = sync.OnceValue(func() map[string][]Region {
	byParent := make(map[string][]Region)
	for code, e := range table() {
		if !e.group && !e.Former {
			byParent[Parent(code)] = append(byParent[Parent(code)], e.Region)
		}
	}
	for _, regions := range byParent {
		slices.SortFunc(regions, func(a, b Region) int { return strings.Compare(a.Code, b.Code) })
	}
	return byParent
})

func levelOf(code string) Level {
	switch {
	case strings.HasSuffix(code, "0000"):
		return Province
	case strings.HasSuffix(code, "00"):
		return Prefecture
	default:
		return County
	}
}
