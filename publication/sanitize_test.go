package publication

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	xhtml "golang.org/x/net/html"
	"pgregory.net/rapid"
)

func TestSanitizeKeepsOrdinaryText(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "",
		"plain":                      "plain",
		"a &amp; b &lt;c&gt;":        "a &amp; b &lt;c&gt;",
		"<em>x</em><b>y</b><i>z</i>": "<em>x</em><b>y</b><i>z</i>",
		"<p>a<br/>b</p>":             "<p>a<br>b</p>",
		"<ul><li>1<li>2</ul>":        "<ul><li>1<li>2</li></li></ul>",
		"<strong class=x>s</strong>": "<strong>s</strong>",
		"<p>open":                    "<p>open</p>",
		"</p>closed</b>":             "closed",
		"<b><i>x</b>y</i>":           "<b><i>x</i></b>y",
		"<div>d</div><h1>h</h1>":     "dh",
		`say &quot;hi&quot;`:         "say &#34;hi&#34;",
		"个人信息<em>泄露</em>":            "个人信息<em>泄露</em>",
		"a\x00b\x08c":                "abc",
		"1 < 2":                      "1 &lt; 2",
		`<a href="/local">l</a>`:     "l",
		`<a name="x">n</a>`:          "n",
		`<a href="https://a.example/?b=1&amp;c=2" target="_blank" onclick="x()">t</a>`: `<a href="https://a.example/?b=1&amp;c=2" rel="noopener nofollow noreferrer">t</a>`,
		`<a href=" http://a.example ">t</a>`:                                           `<a href="http://a.example" rel="noopener nofollow noreferrer">t</a>`,
		`<a href="https://a.example"><a href="https://b.example">t</a></a>`:            `<a href="https://a.example" rel="noopener nofollow noreferrer">t</a>`,
	} {
		require.Equal(t, want, SanitizeHTML(in), in)
	}
}

var attacks = []string{
	`<script>alert(1)</script>`, `<SCRIPT SRC=//x.example/x.js></SCRIPT>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<script/x>alert(1)</script>`, `<script>alert(1)`, `<script>alert(1)</script `, `<style>*{background:url(javascript:alert(1))}</style>`,
	`<img src=x onerror=alert(1)>`, `<img src="javascript:alert(1)">`, `<IMG """><SCRIPT>alert(1)</SCRIPT>">`, `<img/src=x/onerror=alert(1)>`,
	`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)">x</a></svg>`, `<svg/><script>alert(1)</script>`,
	`<math><mi//xlink:href="data:x,<script>alert(1)</script>">`, `<math href="javascript:alert(1)">x</math>`,
	`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<object data="javascript:alert(1)">`, `<embed src="javascript:alert(1)">`,
	`<a href="javascript:alert(1)">x</a>`, `<a href="JaVaScRiPt:alert(1)">x</a>`, `<a href=" javascript:alert(1)">x</a>`, "<a href=\"java\nscript:alert(1)\">x</a>",
	"<a href=\"java\tscript:alert(1)\">x</a>", `<a href="&#106;avascript:alert(1)">x</a>`, `<a href="&#x6A;&#x61;vascript:alert(1)">x</a>`, `<a href="javascript&colon;alert(1)">x</a>`,
	"<a href=\"\x01javascript:alert(1)\">x</a>", `<a href="data:text/html,<script>alert(1)</script>">x</a>`, `<a href="vbscript:x">x</a>`, `<a href="//evil.example">x</a>`,
	`<a href="https:evil.example">x</a>`, `<a href="https://user:pw@evil.example">x</a>`, `<a href="http:\\evil.example">x</a>`, `<a href="file:///etc/passwd">x</a>`,
	`<a href="https://a.example" onmouseover="alert(1)">x</a>`, `<a href='https://a.example/"onmouseover="alert(1)'>x</a>`, `<a href="https://a.example/'onclick='alert(1)">x</a>`,
	`<a href="https://a.example" style="position:fixed">x</a>`, `<a href="https://a.example" target=_blank rel=opener>x</a>`, `<a href="https://a.example" ping="https://b.example">x</a>`,
	`<a href="javascript:alert(1)" href="https://a.example">x</a>`, `<b onclick=alert(1)>x</b>`, `<p style="behavior:url(x)">x</p>`, `<em/onclick=alert(1)>x</em>`,
	`<body onload=alert(1)>`, `<form action="javascript:alert(1)"><input type=submit>`, `<input autofocus onfocus=alert(1)>`, `<button formaction="javascript:alert(1)">x</button>`,
	`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<link rel=stylesheet href=//x.example>`, `<base href="javascript:alert(1)//">`, `<isindex action=javascript:alert(1)>`,
	`<video><source onerror=alert(1)></video>`, `<audio src=x onerror=alert(1)>`, `<details open ontoggle=alert(1)>`, `<marquee onstart=alert(1)>x</marquee>`,
	`<!--<script>alert(1)</script>-->`, `<!--><script>alert(1)</script>-->`, `<![CDATA[<script>alert(1)</script>]]>`, `<!DOCTYPE html><script>alert(1)</script>`, `<?xml version="1.0"?><script>alert(1)</script>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<title><img src=x onerror=alert(1)></title>`, `<textarea><img src=x onerror=alert(1)></textarea>`, `<xmp><script>alert(1)</script></xmp>`,
	`<template><script>alert(1)</script></template>`, `<plaintext><script>alert(1)</script>`, `<b <script>alert(1)</script>0`, `<<script>alert(1);//<</script>`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
	`"><script>alert(1)</script>`, `' onclick=alert(1) x='`, `<a href="https://a.example`, `<p`, `<`, `</`, "\xff<script\xff>alert(1)</script>", `<p/onclick=alert(1)//`,
}

func TestSanitizeDisarmsAttacks(t *testing.T) {
	require.GreaterOrEqual(t, len(attacks), 60)
	for _, attack := range attacks {
		t.Run(attack, func(t *testing.T) { checkSafe(t, SanitizeHTML(attack)) })
	}
}

// onlyAllowed is the whole grammar of tags that may leave the sanitiser.
var (
	onlyAllowed = regexp.MustCompile(`^(?:</?(?:em|b|i|strong|p|ul|ol|li)>|<br>|</a>|<a href="https?://[^"<>\s]+" rel="noopener nofollow noreferrer">)$`)
	anyTag      = regexp.MustCompile(`<[^>]*>?`)
)

func checkSafe(t require.TestingT, clean string) {
	for _, tag := range anyTag.FindAllString(clean, -1) {
		require.Regexp(t, onlyAllowed, tag)
	}
	require.Equal(t, clean, SanitizeHTML(clean), "not stable")
	checkBalanced(t, clean)
}

func checkBalanced(t require.TestingT, clean string) {
	var open []string
	tokens := xhtml.NewTokenizer(strings.NewReader(clean))
	for kind := tokens.Next(); kind != xhtml.ErrorToken; kind = tokens.Next() {
		token := tokens.Token()
		switch {
		case kind == xhtml.StartTagToken && token.Data != "br":
			open = append(open, token.Data)
		case kind == xhtml.EndTagToken:
			require.NotEmpty(t, open)
			require.Equal(t, token.Data, open[len(open)-1])
			open = open[:len(open)-1]
		}
	}
	require.Empty(t, open)
}

func TestSanitizeAnything(t *testing.T) {
	pieces := rapid.SampledFrom(append([]string{"<", ">", "\"", "'", "=", "/", " ", "a", "href", "https://a.example", "<b>", "</b>", "<p>", "<svg>", "</svg>", "<title>", "&amp;", "&#60;", "文"}, attacks...))
	rapid.Check(t, func(t *rapid.T) {
		checkSafe(t, SanitizeHTML(strings.Join(rapid.SliceOfN(pieces, 0, 8).Draw(t, "pieces"), "")))
	})
}

func TestDeepNestingIsCut(t *testing.T) {
	clean := SanitizeHTML(strings.Repeat("<b>", 100_000) + "x" + strings.Repeat("</i></b>", 100_000))
	checkSafe(t, clean)
	require.Equal(t, deepest, strings.Count(clean, "<b>"))
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"<p>a</p><p>b</p>":              "a\nb",
		"a<br>b":                        "a\nb",
		"x <em>y</em>\n  z":             "x y z",
		"&quot;q&quot; &amp; &#20849;":  `"q" & 共`,
		"<script>no</script>yes":        "yes",
		"<ul><li>1</li><li>2</li></ul>": "1\n2",
		"":                              "",
	} {
		require.Equal(t, want, PlainText(in))
	}
}

func FuzzSanitizeHTML(f *testing.F) {
	for _, attack := range attacks {
		f.Add(attack)
	}
	f.Fuzz(func(t *testing.T, fragment string) {
		checkSafe(t, SanitizeHTML(fragment))
		PlainText(fragment)
	})
}
