package search

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParseQuery(t *testing.T) {
	for input, want := range map[string]Query{
		"":                              {},
		"  \t ":                         {},
		"leak":                          {Terms: []Term{{Text: "leak"}}},
		"Leak 泄露":                       {Terms: []Term{{Text: "leak"}, {Text: "泄露"}}},
		`"data leak"`:                   {Terms: []Term{{Text: "data leak", Phrase: true}}},
		"“个人 信息”x":                      {Terms: []Term{{Text: "个人 信息", Phrase: true}, {Text: "x"}}},
		`-spam -"two words"`:            {Terms: []Term{{Text: "spam", Not: true}, {Text: "two words", Phrase: true, Not: true}}},
		"e-mail":                        {Terms: []Term{{Text: "e-mail"}}},
		"status:closed":                 {Status: []string{"closed"}},
		"Status：Closed":                 {Status: []string{"closed"}},
		"region:11 region:3301":         {Region: []string{"11", "3301"}},
		"sector:finance violation:leak": {Sector: []string{"finance"}, Violation: []string{"leak"}},
		"from:2026-01-01 to:2026-02-01": {From: "2026-01-01", To: "2026-02-01"},
		`agency:"cac-11" x`:             {Agency: []string{"cac-11"}, Terms: []Term{{Text: "x"}}},
		"agency:网信办":                    {Agency: []string{"网信办"}},
		"12:30 https://a.b/":            {Terms: []Term{{Text: "12:30"}, {Text: "https://a.b/"}}},
		"!!! ,":                         {},
		`""`:                            {},
	} {
		got, err := ParseQuery(input)
		require.NoError(t, err, input)
		require.Equal(t, want, got, input)
		require.Equal(t, len(want.Terms) == 0 && got.Empty(), got.Empty())
	}
}

func TestParseQueryErrorsNameThePosition(t *testing.T) {
	for input, want := range map[string]SyntaxError{
		`a "open`:                         {3, "quotation mark is not closed"},
		"泄露 “没有结束":                        {4, "quotation mark is not closed"},
		"status:":                         {8, "status needs a value of letters, digits, dots and dashes"},
		"status: open":                    {8, "status needs a value of letters, digits, dots and dashes"},
		"x region:1":                      {10, "region needs 2, 4 or 6 digits of GB/T 2260, or unknown"},
		"from:yesterday":                  {6, "from needs a day as YYYY-MM-DD"},
		"to:2026-02-30":                   {4, "to needs a day as YYYY-MM-DD"},
		"from:2026-02-01 to:2026-01-01":   {17, "to is before from"},
		"from:2026-01-01 from:2026-01-02": {17, "from is given twice"},
		"-status:open":                    {1, "a filter cannot be excluded"},
		"a - b":                           {3, "nothing to exclude after the minus"},
		"sector:a'b":                      {8, "sector needs a value of letters, digits, dots and dashes"},
		strings.Repeat("a ", 21):          {41, "too many words and filters"},
		strings.Repeat("泄", 501):          {501, "query is too long"},
	} {
		_, err := ParseQuery(input)
		var syntax *SyntaxError
		require.True(t, errors.As(err, &syntax), input)
		require.Equal(t, want, *syntax, input)
		require.Contains(t, err.Error(), "position")
	}
}

func TestQueryForTheIndex(t *testing.T) {
	q, err := ParseQuery(`Leak 个人信息 "data base" 我 -spam -"two words" -广告词 -垃圾`)
	require.NoError(t, err)
	require.Equal(t, []string{"base", "data", "leak", "个人", "人信", "信息"}, q.Tokens())
	require.Equal(t, []string{"leak", "个人信息", "data base", "我"}, q.Literals())
	require.Equal(t, []string{"two words", "广告词"}, q.NotLiterals())
	require.Equal(t, `'base' & 'data' & 'leak' & '个人' & '人信' & '信息' & !'spam' & !'垃圾'`, q.TSQuery())
	require.Equal(t, "", Query{}.TSQuery())
	require.Equal(t, `'a''b\\'`, quoteLexeme(`a'b\`))
}

// safeTSQuery is the whole language that TSQuery may speak.
var safeTSQuery = regexp.MustCompile(`^(?:!?'[\p{L}\p{N}\p{M}]+'(?: & !?'[\p{L}\p{N}\p{M}]+')*)?$`)

func checkQuery(t require.TestingT, input string) {
	q, err := ParseQuery(input)
	if err != nil {
		var syntax *SyntaxError
		require.True(t, errors.As(err, &syntax))
		require.GreaterOrEqual(t, syntax.Position, 1)
		require.LessOrEqual(t, syntax.Position, len([]rune(input))+1)
		return
	}
	require.Regexp(t, safeTSQuery, q.TSQuery())
	text := strings.Join(q.Literals(), " ， ")
	require.Subset(t, Tokens(text), q.Tokens(), "a text of all literals has all tokens")
}

func TestAnyQuery(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"-", `"`, "“", "”", ":", "：", "status", "region:11", "from:2026-01-01", "to:", " ", "泄露", "leak", "'", `\`, "&", "|", "!", "(", "\x00", "\u0301", "Ａ", "我"})
	rapid.Check(t, func(t *rapid.T) {
		checkQuery(t, strings.Join(rapid.SliceOfN(pieces, 0, 15).Draw(t, "pieces"), ""))
		checkQuery(t, rapid.String().Draw(t, "anything"))
	})
}

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{"", `"`, "-", "status:", "“a”b-c", "from:2026-01-01", "'x' & !"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) { checkQuery(t, input) })
}
