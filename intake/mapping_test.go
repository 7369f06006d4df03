package intake

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMappingFaultsNameTheirPlace(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(smallMapping, old, new, 1) }
	cases := []struct {
		name, mapping string
		line, column  int
		problem       string
	}{
		{"unknown key", change("origin:", "orgin:"), 2, 1, "orgin"}, //nolint:misspell // wrong on purpose
		{"unknown key inside", change("{column: title}", "{colum: title}"), 9, 11, "colum"},
		{"key twice", smallMapping + "source: again\n", 18, 1, "source"},
		{"no YAML", "source: [", 1, 9, ""},
		{"wrong kind of value", change("respondents:\n", "respondents: 5\nxs:\n"), 15, 14, ""},
		{"bad source", change("source: small", "source: Small List"), 1, 9, "small letters"},
		{"bad origin", change("historical", "history"), 2, 9, "report or historical"},
		{"missing field", change("  title: {column: title}\n", ""), 9, 3, "fields.title is required"},
		{"missing licence", change("  licence: {constant: CC0}\n", ""), 4, 3, "credit.licence is required"},
		{"two ways", change("{column: title}", "{column: title, constant: x}"), 9, 11, "exactly one"},
		{"no way", change("{column: title}", "{default: x}"), 9, 11, "exactly one"},
		{"template", change("{column: title}", `{template: "{title"}`), 9, 21, "closing"},
		{"template form", change("{column: title}", `{template: "{title:upper}"}`), 9, 21, "forms"},
		{"raw HTML in a plain field", change("{column: title}", `{template: "{title:html}"}`), 9, 21, "html field only"},
		{"vocabulary", change("constant: leak", "constant: leek"), 11, 25, "must be one of"},
		{"rule vocabulary", change("{constant: leak}", "{rules: [{when: {id: x}, value: leek}]}"), 11, 46, "must be one of"},
		{"unreachable rule", change("{constant: leak}", "{rules: [{value: leak}, {value: sale}]}"), 11, 24, "never be reached"},
		{"date form", change("{column: day}", "{column: day, date: DD.MM.YY}"), 12, 36, "date must be one of"},
		{"filer of a historical record", smallMapping + "filer:\n  kind: {constant: named}\n", 19, 10, "no use"},
		{"category", smallMapping + "pieces:\n  counts:\n    horoscope: {column: persons}\n", 20, 5, "categories are"},
		{"half a class table", smallMapping + "pieces:\n  table: x.csv\n", 19, 3, "go together"},
		{"no class table", smallMapping + "pieces: {classes: {column: text}, count: {column: persons}, table: x.csv, class_column: a, category_column: b}\n", 18, 68, "cannot be read"},
		{"delimiter", "format: {delimiter: ;;}\n" + smallMapping, 1, 21, "one character"},
		{"column that is not there", change("{column: text}", "{column: txt}"), 10, 15, `no column "txt"`},
		{"column in a condition", smallMapping + "    unless: [{wo: x}]\n", 18, 15, `no column "wo"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newStore()
			path := put(t, "m.yaml", c.mapping)
			_, err := Run(t.Context(), Options{Mapping: path, Data: put(t, "in.csv", smallHeader+good), Importer: newArchive(s), Now: now})
			var fault *MappingError
			require.ErrorAs(t, err, &fault)
			require.Equal(t, path, fault.File)
			require.Contains(t, fault.Problem, c.problem)
			require.Equal(t, [2]int{c.line, c.column}, [2]int{fault.Line, fault.Column}, fault.Error())
			require.Zero(t, s.applies, "nothing comes in by a bad mapping")
		})
	}
	_, err := LoadMapping(filepath.Join(t.TempDir(), "none.yaml"))
	var fault *MappingError
	require.True(t, errors.As(err, &fault) && fault.Line == 0)
	_, err = LoadMapping(put(t, "m.yaml", ""))
	require.Error(t, err)
}

func TestShippedMappingsLoad(t *testing.T) {
	list, err := filepath.Glob("../data/mappings/*.yaml")
	require.NoError(t, err)
	require.Len(t, list, 2)
	for _, path := range list {
		_, err := LoadMapping(path)
		require.NoError(t, err)
	}
}

func TestValues(t *testing.T) {
	row := Row{Values: map[string]any{
		"n": "1234567", "grouped": "12,345", "flag": "TRUE", "day": "05.03.2024", "cn": "2024年3月5日", "html": "<b>a</b> &amp; b",
		"list": []any{"x", true}, "none": nil, "late": "2024-03-04T17:00:00Z",
	}}
	text := func(v Value) string {
		parts, err := parseTemplate(v.Template, false)
		require.NoError(t, err)
		v.parts = parts
		s, fault := v.of(row, false)
		require.Nil(t, fault)
		return s
	}
	require.Equal(t, "1,234,567 / 12,345 / a & b / {x, true}", text(Value{Template: "{n:number} / {grouped:number} / {html:text} / {{{list}}}"}))
	require.Equal(t, "d", text(Value{Column: "none", Default: "d"}))
	require.Equal(t, "is", text(Value{Rules: []Rule{{When: Condition{"flag": false}, Value: "not"}, {When: Condition{"flag": true, "n": []any{"1", "1234567"}}, Value: "is"}}}))
	require.Empty(t, text(Value{Rules: []Rule{{When: Condition{"n": ""}, Value: "x"}}}), "no rule holds")
	require.Equal(t, "yes", text(Value{Column: "flag", Translate: map[string]string{"TRUE": "yes"}}))
	for _, v := range []Value{{Column: "day", Date: "DD.MM.YYYY"}, {Column: "cn", Date: "YYYY年MM月DD日"}, {Column: "late"}} {
		d, fault := v.date(row, "occurred_on")
		require.Nil(t, fault)
		require.EqualValues(t, "2024-03-05", d, "days are days in China")
	}
	for s, want := range map[string]bool{"12": true, "-3": true, "1,000": true, "1,00": false, "+4": false, "1.5": false, "": false, "9999999999999999999": false, "1234,567": false} {
		_, ok := parseCount(s)
		require.Equal(t, want, ok, s)
	}
}

func FuzzMapping(f *testing.F) {
	f.Add([]byte(smallMapping))
	for _, name := range []string{"hibp-breaches", "example-reports"} {
		body, err := os.ReadFile("../data/mappings/" + name + ".yaml")
		require.NoError(f, err)
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := parseMapping("m.yaml", body)
		var fault *MappingError
		if err != nil {
			require.ErrorAs(t, err, &fault)
			return
		}
		_, _ = m.Build(Row{Values: map[string]any{}}, now)
	})
}
