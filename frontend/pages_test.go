package frontend

import (
	"bytes"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"gongzhi/locale"
)

func testRenderer(t *testing.T) *Renderer {
	t.Helper()
	r := NewRenderer(Assets{})
	require.NoError(t, r.Parse())
	return r
}

func rendered(t *testing.T, r *Renderer, shell Shell, page Page) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, r.Render(&out, shell, page))
	return out.String()
}

func TestEveryPageInBothLanguages(t *testing.T) {
	r := testRenderer(t)
	for _, s := range allSamples() {
		for _, lang := range locale.All() {
			t.Run(s.name+" "+string(lang), func(t *testing.T) {
				shell := inLanguage(s.shell, lang)
				page := rendered(t, r, shell, s.page)
				lintPage(t, page)
				requireLabels(t, page)
				empty, ok := reflect.New(reflect.TypeOf(s.page)).Elem().Interface().(Page)
				require.True(t, ok)
				lintPage(t, rendered(t, r, Shell{Lang: lang}, empty))
			})
		}
	}
}

func TestEveryTemplateHasSample(t *testing.T) {
	names, err := fs.Glob(templateFiles, "templates/pages/*.html")
	require.NoError(t, err)
	shown := map[string]bool{}
	for _, s := range allSamples() {
		shown[s.page.Template()] = true
	}
	for _, name := range names {
		require.True(t, shown[strings.TrimSuffix(path.Base(name), ".html")], "%s is in no sample", name)
	}
}

// emptyLabel is an element that names something and says nothing.
var emptyLabel = regexp.MustCompile(`<(label|legend|button|summary|h[1-6])(?: [^>]*)?>\s*</`)

// requireLabels: regression of forms whose labels were empty, because a word to fall back on was not looked up.
func requireLabels(t *testing.T, page string) {
	t.Helper()
	require.Empty(t, emptyLabel.FindAllString(page, -1), "labels without words")
}

// lintPage finds missing messages, markup that does not close, ids that stand twice, references to ids that do not
// exist, and whatever the content security policy would block.
func lintPage(t *testing.T, page string) {
	t.Helper()
	require.Empty(t, missingMessage.FindAllString(page, -1), "messages are missing")
	require.False(t, strings.Contains(page, "ZgotmplZ"), "a value was refused by html/template")
	require.Regexp(t, `<title>[^<]+ – `, page)
	require.Equal(t, 1, strings.Count(page, "<h1"), "one heading of the first level")
	ids, refs := map[string]bool{}, []string{}
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			if !voidElements[token.Data] {
				open = append(open, token.Data)
			}
			refs = append(refs, checkAttributes(t, token, ids)...)
		case html.EndTagToken:
			require.NotEmpty(t, open, "</%s> closes nothing", token.Data)
			require.Equal(t, open[len(open)-1], token.Data, "wrong nesting")
			open = open[:len(open)-1]
		}
	}
	require.Empty(t, open, "unclosed elements")
	for _, ref := range refs {
		require.True(t, ids[ref], "no element with id %q", ref)
	}
}

var missingMessage = regexp.MustCompile(`⟦[^⟧]*⟧`)

var voidElements = map[string]bool{"meta": true, "link": true, "img": true, "input": true, "br": true, "hr": true}

// checkAttributes records the id and returns the ids that the element refers to.
func checkAttributes(t *testing.T, token html.Token, ids map[string]bool) []string {
	t.Helper()
	var refs []string
	for _, a := range token.Attr {
		require.NotEqual(t, "style", a.Key, "style attributes are blocked")
		require.False(t, strings.HasPrefix(a.Key, "on"), "script attributes are blocked")
		switch a.Key {
		case "id":
			require.False(t, ids[a.Val], "id %q stands twice", a.Val)
			require.NotEmpty(t, a.Val)
			ids[a.Val] = true
		case "for", "aria-describedby", "aria-labelledby", "form":
			refs = append(refs, strings.Fields(a.Val)...)
		case "href":
			if strings.HasPrefix(a.Val, "#") {
				refs = append(refs, a.Val[1:])
			}
		}
	}
	if token.Data == "script" {
		require.Contains(t, token.String(), "src=", "inline script is blocked")
	}
	return refs
}

var keyInSource = regexp.MustCompile(`(?:\bK\(|\{t |\(t |[ {(]t )"([a-z]+\.[a-z0-9_]+)"`)

func TestEveryKeyInSourceExists(t *testing.T) {
	for _, pattern := range []string{"templates/*.html", "templates/*/*.html"} {
		names, err := fs.Glob(templateFiles, pattern)
		require.NoError(t, err)
		for _, name := range names {
			text, err := fs.ReadFile(templateFiles, name)
			require.NoError(t, err)
			requireKeys(t, name, string(text))
		}
	}
}

func requireKeys(t *testing.T, name, text string) {
	t.Helper()
	for _, m := range keyInSource.FindAllStringSubmatch(text, -1) {
		require.True(t, locale.For(locale.ZhCN).Has(m[1]), "%s uses %s", name, m[1])
	}
}
