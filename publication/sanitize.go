package publication

import (
	"html"
	"net/url"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// allowedTags are the elements that imported and written texts may keep. Only a
// has an attribute, its address.
var allowedTags = map[atom.Atom]bool{
	atom.A: true, atom.Em: true, atom.B: true, atom.I: true, atom.Strong: true, atom.P: true,
	atom.Br: true, atom.Ul: true, atom.Ol: true, atom.Li: true,
}

// droppedContent are elements whose text is no text for people.
var droppedContent = map[string]bool{
	"script": true, "style": true, "iframe": true, "noscript": true, "noembed": true, "noframes": true, "template": true,
	"title": true, "textarea": true, "xmp": true, "plaintext": true, "object": true, "svg": true, "math": true, "select": true,
}

// blockTags separate words in plain text.
var blockTags = map[atom.Atom]bool{
	atom.P: true, atom.Br: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Div: true, atom.Tr: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.Table: true, atom.Section: true, atom.Blockquote: true,
}

// SanitizeHTML rebuilds a fragment from allowed elements only: a with an http or
// https address, em, b, i, strong, p, br, ul, ol, li. Other elements lose their
// tags and keep their text; script, style and the like lose their content too.
// The result is balanced, and sanitising it again changes nothing.
func SanitizeHTML(fragment string) string {
	s := sanitizer{}
	walk(fragment, s.text, s.startTag, s.endTag)
	for len(s.open) > 0 {
		s.close()
	}
	return s.out.String()
}

// PlainText is the text of a fragment, entities resolved, blocks separated by
// line breaks, other white space folded.
func PlainText(fragment string) string {
	var out strings.Builder
	space := func(t xhtml.Token) {
		if blockTags[t.DataAtom] {
			out.WriteByte('\n')
		}
	}
	walk(fragment, func(text string) { out.WriteString(strings.ReplaceAll(text, "\n", " ")) }, space, space)
	var lines []string
	for _, line := range strings.Split(out.String(), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// walk tokenises a fragment and reports its text and tags, skipping comments,
// doctypes and dropped content. Foreign content is matched by name, nested.
func walk(fragment string, text func(string), start, end func(xhtml.Token)) {
	tokens := xhtml.NewTokenizer(strings.NewReader(strings.ToValidUTF8(fragment, "\uFFFD")))
	skipping, depth := "", 0
	for {
		kind := tokens.Next()
		if kind == xhtml.ErrorToken {
			return
		}
		t := tokens.Token()
		if skipping != "" {
			depth += nesting(kind, t.Data == skipping)
			if depth == 0 {
				skipping = ""
			}
			continue
		}
		switch kind {
		case xhtml.TextToken:
			text(t.Data)
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			if droppedContent[t.Data] && (kind == xhtml.StartTagToken || !foreign(t.Data)) {
				skipping, depth = t.Data, 1
				continue
			}
			start(t)
		case xhtml.EndTagToken:
			end(t)
		default: // comments and declarations fall away
		}
	}
}

// foreign elements may close themselves; a slash in other tags means nothing.
func foreign(tag string) bool { return tag == "svg" || tag == "math" }

func nesting(kind xhtml.TokenType, same bool) int {
	switch {
	case same && kind == xhtml.StartTagToken:
		return 1
	case same && kind == xhtml.EndTagToken:
		return -1
	}
	return 0
}

const deepest = 40 // nesting beyond which tags are dropped and text stays

type sanitizer struct {
	out  strings.Builder
	open []string
}

func (s *sanitizer) text(text string) { s.out.WriteString(html.EscapeString(legalXML(text))) }

func (s *sanitizer) startTag(t xhtml.Token) {
	switch {
	case t.DataAtom == atom.Br:
		s.out.WriteString("<br>")
		return
	case !allowedTags[t.DataAtom] || len(s.open) >= deepest:
		return
	case t.DataAtom == atom.A:
		s.link(t)
		return
	}
	s.out.WriteString("<" + t.Data + ">")
	s.open = append(s.open, t.Data)
}

// link opens a link with a safe address; without one the text stays unlinked.
// Links do not nest.
func (s *sanitizer) link(t xhtml.Token) {
	for _, a := range t.Attr {
		if a.Key != "href" {
			continue
		}
		if address, ok := webAddress(a.Val); ok && !s.isOpen("a") {
			s.out.WriteString(`<a href="` + html.EscapeString(address) + `" rel="noopener nofollow noreferrer">`)
			s.open = append(s.open, "a")
		}
		return
	}
}

func (s *sanitizer) endTag(t xhtml.Token) {
	if !allowedTags[t.DataAtom] || !s.isOpen(t.Data) {
		return
	}
	for s.open[len(s.open)-1] != t.Data {
		s.close()
	}
	s.close()
}

func (s *sanitizer) close() {
	s.out.WriteString("</" + s.open[len(s.open)-1] + ">")
	s.open = s.open[:len(s.open)-1]
}

func (s *sanitizer) isOpen(tag string) bool {
	for _, open := range s.open {
		if open == tag {
			return true
		}
	}
	return false
}

// webAddress accepts absolute http and https addresses with a host and without
// user information, and returns them in normal form.
func webAddress(raw string) (string, bool) {
	raw = strings.TrimSpace(raw)
	if strings.ContainsAny(raw, "\t\n\r\\\x00") {
		return "", false
	}
	u, err := url.Parse(legalXML(raw))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return "", false
	}
	return u.String(), true
}
