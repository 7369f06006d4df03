package publication

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SummaryLength bounds the plain summary of an item, in code points.
const SummaryLength = 240

// bodyBudget bounds the content of an item, in bytes once escaped for XML, so
// that fifty items stay under the 250 KB that readers fetch gladly. The whole
// text is at the permalink.
const bodyBudget = 2700

// Truncate shortens text to at most limit code points, an ellipsis included. It
// prefers to cut at white space or punctuation near the end.
func Truncate(text string, limit int) string {
	if limit <= 0 {
		return ""
	}
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	runes := []rune(text)[:limit-1]
	for i := len(runes); i > 0 && i >= len(runes)*2/3; i-- {
		if r := runes[i-1]; unicode.IsSpace(r) || unicode.IsPunct(r) {
			runes = runes[:i-1]
			break
		}
	}
	return strings.TrimRightFunc(string(runes), unicode.IsSpace) + "…"
}

// legalXML drops characters that XML 1.0 section 2.2 forbids, and broken UTF-8.
func legalXML(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return r
		case r < 0x20, r >= 0xD800 && r <= 0xDFFF, r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// feedHTML is the body of an item as safe HTML: correction first, content, and
// the credit at the end.
func (i FeedItem) feedHTML() string {
	var b strings.Builder
	if i.Correction != "" {
		b.WriteString("<p><strong>" + html.EscapeString(i.Correction) + "</strong></p>")
	}
	b.WriteString(i.bodyHTML())
	if i.Credit.Text != "" {
		b.WriteString("<p>" + i.creditHTML() + "</p>")
	}
	return legalXML(b.String())
}

func (i FeedItem) bodyHTML() string {
	if body := SanitizeHTML(i.ContentHTML); body != "" {
		if withinBudget(body) {
			return body
		}
		return paragraph(PlainText(body))
	}
	return paragraph(orElse(i.ContentText, Truncate(i.Summary, SummaryLength)))
}

func withinBudget(body string) bool { return len(html.EscapeString(body)) <= bodyBudget }

// paragraph makes one paragraph of plain text, shortened until it fits.
func paragraph(text string) string {
	text = legalXML(text)
	if text == "" {
		return ""
	}
	for limit := bodyBudget; ; limit = limit * 3 / 4 {
		body := "<p>" + strings.ReplaceAll(html.EscapeString(Truncate(text, limit)), "\n", "<br>") + "</p>"
		if withinBudget(body) || limit < SummaryLength {
			return body
		}
	}
}

func (i FeedItem) creditHTML() string {
	text := html.EscapeString(i.Credit.Text)
	if link, ok := webAddress(i.Credit.URL); ok {
		return `<a href="` + html.EscapeString(link) + `" rel="noopener nofollow noreferrer">` + text + "</a>"
	}
	return text
}

// summaryText is the short plain summary.
func (i FeedItem) summaryText() string { return legalXML(Truncate(i.Summary, SummaryLength)) }
