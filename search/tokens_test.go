package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestTokens(t *testing.T) {
	for text, want := range map[string][]string{
		"":                      {},
		"个人信息":                  {"个人", "人信", "信息"},
		"我":                     {"我"},
		"我 你":                   {"你", "我"},
		"Leak leak LEAK":        {"leak"},
		"App泄露2023年":            {"2023", "app", "年", "泄露"},
		"ＡＰＰ　ｘ１":                {"app", "x1"},
		"GZ-12345-ABCDE":        {"12345", "abcde", "gz"},
		"user@example.com":      {"com", "example", "user"},
		"café Ünï":              {"café", "ünï"},
		"，。!? -- '\\":           {},
		"data\u200bbase":        {"database"},
		"𠮷野家":                   {"野家", "𠮷野"},
		"データ 한국":                {"デー", "ータ", "한국"},
		strings.Repeat("a", 99): {strings.Repeat("a", 64)},
		"don't":                 {"don", "t"},
		"a\xffb":                {"a", "b"},
	} {
		require.Equal(t, want, Tokens(text), text)
	}
}

func TestTokensAreCapped(t *testing.T) {
	var b strings.Builder
	for i := range MaxTokens + 500 {
		fmt.Fprintf(&b, "w%d ", i)
	}
	tokens := Tokens(b.String())
	require.Len(t, tokens, MaxTokens)
	require.True(t, slices.IsSorted(tokens))
}

func TestFold(t *testing.T) {
	require.Equal(t, "abc 个人 x", Fold(" ＡＢc\n\t个人\u3000 X\u200b "))
	require.Equal(t, `%50\%\_\\%`, LikePattern(`50%_\`))
}

var (
	hanText = rapid.StringOf(rapid.RuneFrom([]rune("个人信息泄露数据平台我")))
	words   = rapid.StringMatching(`([a-zA-Z0-9]{1,6}|[个人信息Ａ１]{1,4}|[ ,.，。"-]){0,10}`)
)

// The promise of the index: a text that contains a phrase, bounded as words are,
// has all tokens that the phrase asks for, and its folded form the literal.
func TestTextWithPhraseHasItsTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phrase := words.Draw(t, "phrase")
		joint := rapid.SampledFrom([]string{" ", "，", "\n", "-"})
		text := words.Draw(t, "before") + joint.Draw(t, "left") + phrase + joint.Draw(t, "right") + words.Draw(t, "after")
		require.Subset(t, Tokens(text), QueryTokens(phrase))
		require.Contains(t, Fold(text), Fold(phrase))
	})
}

// Within Chinese text no boundary is needed.
func TestChineseIsFoundAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		phrase := hanText.Draw(t, "phrase")
		text := hanText.Draw(t, "before") + phrase + hanText.Draw(t, "after")
		require.Subset(t, Tokens(text), QueryTokens(phrase))
	})
}

func TestTokensOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkTokens(t, rapid.String().Draw(t, "text")) })
}

func checkTokens(t require.TestingT, text string) {
	tokens := Tokens(text)
	require.True(t, slices.IsSorted(tokens))
	require.Equal(t, len(tokens), len(slices.Compact(slices.Clone(tokens))))
	require.Subset(t, tokens, QueryTokens(text))
	for _, token := range tokens {
		require.NotEmpty(t, token)
		require.LessOrEqual(t, utf8.RuneCountInString(token), maxWord)
		require.NotContains(t, token, "\x00")
		require.NotContains(t, token, " ")
	}
	require.Equal(t, Fold(text), Fold(Fold(text)))
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"", "个人 info", "\xff", "ﬃ①", "e\u0301", "\u1100\u1161"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkTokens(t, text) })
}

// TestTextHash: without a list of tokens the same hash comes out, also of a text
// with more than are kept.
func TestTextHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(hanText, words, rapid.String()).Draw(t, "text")
		hash, worded := TextHash(text)
		require.Equal(t, SimHash(Tokens(text)), hash)
		require.Equal(t, len(Tokens(text)) > 0, worded)
	})
	var b strings.Builder
	for i := range MaxTokens + 500 {
		fmt.Fprintf(&b, "w%d ", i)
	}
	hash, worded := TextHash(b.String())
	require.True(t, worded)
	require.Equal(t, SimHash(Tokens(b.String())), hash)
}

func TestSimHash(t *testing.T) {
	base := "某平台泄露大量个人信息并被监管部门责令整改，用户可申请删除。The platform leaked personal data of many users and was told to rectify within thirty days."
	near := strings.Replace(base, "thirty", "forty", 1)
	far := "A wholly different matter about cameras installed in a shop 摄像头安装问题由另一部门调查处理"
	require.Equal(t, uint64(0), SimHash(nil))
	require.Equal(t, SimHash(Tokens(base)), SimHash(Tokens(base)))
	require.LessOrEqual(t, Distance(SimHash(Tokens(base)), SimHash(Tokens(near))), 12)
	require.Greater(t, Distance(SimHash(Tokens(base)), SimHash(Tokens(far))), 18)
	require.Equal(t, 64, Distance(0, ^uint64(0)))
}

// The short way of folding gives what the long one gives.
func TestCommonTextsFoldAsAllOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("aZ9 \t\n\x01\x7f个人信息，。、《》「」！？（）Ａｚ０～　-_@")),
			rapid.RuneFrom(nil, unicode.Han, unicode.Punct))).Draw(t, "text")
		if folded, ok := foldCommon(text); ok {
			require.Equal(t, foldAny(text), folded)
		}
	})
	for r := rune(1); r < 0x10000; r++ {
		if folded, ok := foldCommon(string(r)); ok {
			require.Equal(t, foldAny(string(r)), folded, "%U", r)
		}
	}
}
