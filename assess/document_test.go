package assess

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	generatedFrom = "<!-- begin generated: UPDATE_GOLDEN=1 go test ./assess -run Document -->\n"
	generatedTo   = "<!-- end generated -->\n"
)

// TestDocumentIsPrintedFromThePacks: the worked examples and the list for lawyers
// in docs/law.md are what the packs say, not what somebody typed.
func TestDocumentIsPrintedFromThePacks(t *testing.T) {
	path := filepath.Join("..", "docs", "law.md")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	head, rest, ok := strings.Cut(string(text), generatedFrom)
	require.True(t, ok)
	_, tail, ok := strings.Cut(rest, generatedTo)
	require.True(t, ok)
	want := head + generatedFrom + printedExamples() + printedReadings() + generatedTo + tail
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(text), "the packs changed: UPDATE_GOLDEN=1 and read the difference")
}

func printedExamples() string {
	var b strings.Builder
	b.WriteString("\n### Worked examples\n")
	for _, e := range Examples(Default().Packs()...) {
		made := e.Finding.MadeBy()
		fmt.Fprintf(&b, "\n**%s** (%s)\n\n%s\n\n%s\n\n- %s: **%s**, %s\n- %s %s\n", e.Name.En, e.Name.Zh, e.Story.En, e.Story.Zh,
			e.Kind, e.Finding.Answer(), strings.Join(e.Finding.Deciding(), ", "), made.ID, made.Version)
		for _, s := range citedBy(e.Finding) {
			fmt.Fprintf(&b, "- %s (%s)\n", s.In("en"), s.Certainty)
		}
	}
	return b.String()
}

// citedBy are the sources of what decides.
func citedBy(f Finding) []Source {
	var ids []string
	var all []Source
	switch x := f.(type) {
	case *SeriousnessFinding:
		all = x.Citations
		for _, s := range x.Steps {
			if s.Met {
				ids = append(ids, s.Sources...)
			}
		}
	case *DisclosureFinding:
		all = x.Citations
		for _, s := range x.Steps {
			if s.Matched && s.Table == TablePath {
				ids = append(ids, s.Sources...)
			}
		}
	}
	wanted := map[string]bool{}
	cite(wanted, ids)
	var list []Source
	for _, s := range all {
		if wanted[s.ID] {
			list = append(list, s)
		}
	}
	return list
}

func printedReadings() string {
	var b strings.Builder
	b.WriteString("\n### Readings that a lawyer should confirm\n\n| pack | row | what | certainty | why |\n| --- | --- | --- | --- | --- |\n")
	for _, p := range Default().Packs() {
		for _, r := range Readings(p) {
			fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s | %s |\n", p.Head().ID, r.Row, r.Text.En, r.Certainty, r.Note.En)
		}
	}
	return b.String()
}

func TestExamplesHoldTheGuidingCases(t *testing.T) {
	var names []string
	for _, e := range Examples(Default().Packs()...) {
		names = append(names, e.Name.En)
		require.NotEmpty(t, e.Finding.Deciding(), e.Name.En)
	}
	all := strings.Join(names, "\n")
	for _, want := range []string{"192", "193", "194", "195", "140"} {
		require.Contains(t, all, want)
	}
}
