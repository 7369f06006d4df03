package clock

import (
	"fmt"
	"strings"
)

// Markdown prints the rules and pause grounds as two tables, in the language
// given: "zh" for Chinese, anything else for English. The output depends on
// nothing but the rulebook, so that it can be kept as a golden file.
func (rb *Rulebook) Markdown(lang string) string {
	words := tableWords[lang == "zh"]
	var b strings.Builder
	fmt.Fprintf(&b, "%s (`%s` %s, %s)\n\n", rb.Name.In(lang), rb.ID, rb.Version, rb.Jurisdiction)
	row(&b, words.rules...)
	row(&b, dashes(len(words.rules))...)
	for _, r := range rb.rules {
		row(&b, "`"+r.Kind+"`", r.Name.In(lang), r.Limit.In(lang), r.ladderIn(lang)+" ("+string(r.LadderCertainty)+")", "`"+r.Calendar+"`",
			r.validIn(words.open), r.Source.In(lang), string(r.Certainty), r.Note.In(lang))
	}
	b.WriteByte('\n')
	row(&b, words.grounds...)
	row(&b, dashes(len(words.grounds))...)
	for _, g := range rb.grounds {
		row(&b, "`"+g.ID+"`", g.Name.In(lang), g.Longest.In(lang), g.Source.In(lang), string(g.Certainty), g.Note.In(lang))
	}
	return b.String()
}

var tableWords = map[bool]struct {
	rules, grounds []string
	open           string
}{
	false: {
		rules:   []string{"kind", "duty", "limit", "superiors, in turn; the last repeats", "calendar", "valid", "source", "certainty", "note"},
		grounds: []string{"ground", "pause", "longest", "source", "certainty", "note"},
		open:    "open",
	},
	true: {
		rules:   []string{"种类", "职责", "期限", "逐级上报期限（末项重复）", "日历", "有效期", "依据", "确定性", "说明"},
		grounds: []string{"事由", "中止", "最长", "依据", "确定性", "说明"},
		open:    "长期",
	},
}

func (r Rule) ladderIn(lang string) string {
	limits := make([]string, len(r.Ladder))
	for i, l := range r.Ladder {
		limits[i] = l.In(lang)
	}
	return strings.Join(limits, " → ")
}

func (r Rule) validIn(open string) string {
	last := open
	if r.valid.until != 0 {
		last = r.valid.until.utc().Format("2006-01-02")
	}
	return r.valid.from.utc().Format("2006-01-02") + " – " + last
}

func row(b *strings.Builder, cells ...string) {
	for _, cell := range cells {
		b.WriteString("| " + cellText.Replace(cell) + " ")
	}
	b.WriteString("|\n")
}

// cellText keeps a cell on its line: a line break or a bar would end it.
var cellText = strings.NewReplacer("|", `\|`, "\n", " ")

func dashes(n int) []string { return strings.Split(strings.Repeat("---,", n-1)+"---", ",") }
