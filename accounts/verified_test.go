package accounts

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A remembered token is accepted exactly when it would be verified anew.
func TestARememberedTokenIsNoBetterThanANewOne(t *testing.T) {
	keys, old, stranger := testKeys(t)
	var tokens []string
	for _, by := range []AccessKeys{keys, {KeyID: "old", Private: old}, {KeyID: "new", Private: stranger}} {
		token, err := IssueAccess(by, Access{person, session, 3}, noon)
		require.NoError(t, err)
		tokens = append(tokens, token)
	}
	tokens = append(tokens, tokens[0]+"x", tokens[0][:len(tokens[0])-2]+"AA")
	rapid.Check(t, func(t *rapid.T) {
		var v verified
		for range rapid.IntRange(1, 20).Draw(t, "requests") {
			token := rapid.SampledFrom(tokens).Draw(t, "token")
			now := noon.Add(time.Duration(rapid.IntRange(-120, 400).Draw(t, "second")) * time.Second)
			public := maps.Clone(keys.Public)
			switch rapid.IntRange(0, 3).Draw(t, "keys") {
			case 0:
				delete(public, "old")
			case 1:
				public["new"] = public["old"]
			}
			want, refused := ParseAccess(public, token, now)
			got, err := v.parse(public, token, now)
			require.Equal(t, refused, err)
			require.Equal(t, want, got)
		}
	})
}

func TestRememberedTokensAreBounded(t *testing.T) {
	var v verified
	for i := range mostVerified + 10 {
		v.keep([32]byte{byte(i), byte(i >> 8), byte(i >> 16)}, proof{})
	}
	require.LessOrEqual(t, len(v.known), mostVerified)
}
