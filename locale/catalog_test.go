package locale

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func entriesOf(t *testing.T, lang Lang) map[string]entry {
	t.Helper()
	list, err := readEntries(files, lang)
	require.NoError(t, err)
	byKey := map[string]entry{}
	for _, e := range list {
		byKey[e.key()] = e
	}
	require.Len(t, byKey, len(list), "a key stands twice in %s", lang)
	return byKey
}

func TestCataloguesHaveEqualKeysAndPlaceholders(t *testing.T) {
	zh, en := entriesOf(t, ZhCN), entriesOf(t, En)
	for key, e := range zh {
		other, ok := en[key]
		require.True(t, ok, "%s is missing in English", key)
		require.Equal(t, placeholders(e.other), placeholders(other.other), key)
		for _, form := range []string{e.one, other.one} {
			require.Subset(t, placeholders(e.other), placeholders(form), key)
		}
	}
	for key := range en {
		require.Contains(t, zh, key, "%s is missing in Chinese", key)
	}
}

func TestMessagesAreWritten(t *testing.T) {
	for _, lang := range All() {
		for key, e := range entriesOf(t, lang) {
			require.NotEmpty(t, e.other, "%s %s", lang, key)
			require.Equal(t, strings.TrimSpace(e.other), e.other, "%s %s has blanks around it", lang, key)
			require.NotContains(t, e.other, "<", "%s %s: markup belongs in templates", lang, key)
		}
	}
	for key, e := range entriesOf(t, En) {
		require.False(t, regexp.MustCompile(`\p{Han}`).MatchString(e.other), "%s is Chinese in the English catalogue", key)
	}
}

func TestPluralPlaceholderIsCount(t *testing.T) {
	for key, e := range entriesOf(t, En) {
		if e.one != "" {
			require.Contains(t, e.other, "{count}", key)
		}
	}
}

func TestFilesAreSorted(t *testing.T) {
	for _, lang := range All() {
		list, err := readEntries(files, lang)
		require.NoError(t, err)
		for i := 1; i < len(list); i++ {
			if list[i].area == list[i-1].area {
				require.Less(t, list[i-1].name, list[i].name, "%s %s is not sorted", lang, list[i].area)
			}
		}
	}
}

func TestBrokenCatalogueNamesFile(t *testing.T) {
	broken := fstest.MapFS{"catalog/x.en.yaml": {Data: []byte("a: [1]\n")}}
	_, err := readEntries(broken, En)
	require.ErrorContains(t, err, "x.en.yaml")
	require.ErrorContains(t, err, "a: neither text nor plural forms")
	twice := fstest.MapFS{"catalog/x.en.yaml": {Data: []byte("a: b\na: c\n")}}
	_, err = readEntries(twice, En)
	require.Error(t, err)
}
