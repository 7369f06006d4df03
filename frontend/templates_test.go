package frontend

import (
	"html/template"
	"strings"
	"testing"
	texttemplate "text/template"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAComponentEscapesOnceWhereverItStands: one page has it in its text and
// another in an attribute, and both define a template of the same name.
func TestAComponentEscapesOnceWhereverItStands(t *testing.T) {
	set := template.Must(template.New("").Parse(`{{define "word"}}{{.}}{{end}}`))
	for name, main := range map[string]string{"text": `<p>{{template "word" .}}</p>`, "title": `<p title="{{template "word" .}}">x</p>`} {
		page := texttemplate.Must(texttemplate.New(layout).Parse(`{{template "main" .}}{{define "main"}}` + main + `{{end}}`))
		require.NoError(t, adopt(set, page, name))
	}
	require.NoError(t, decideEscaping(set))
	for name, want := range map[string]string{"text": `<p>&lt;&amp;&#34;</p>`, "title": `<p title="&lt;&amp;&#34;">x</p>`} {
		for range 2 {
			var out strings.Builder
			require.NoError(t, set.Lookup(ownName(layout, name)).Execute(&out, `<&"`))
			assert.Equal(t, want, out.String(), name)
		}
	}
}

// BenchmarkRenderer is most of what starting costs.
func BenchmarkRenderer(b *testing.B) {
	for b.Loop() {
		require.NoError(b, NewRenderer(Assets{}).Parse())
	}
}
