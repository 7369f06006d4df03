package search

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSimilarity(t *testing.T) {
	a := "某快递公司的面单信息被人转卖，寄件后半小时就接到推销电话。"
	b := "某快递公司的面单信息被人倒卖，寄件后半小时内接到推销电话！"
	require.Greater(t, Similarity(a, b), 0.5)
	require.Less(t, Similarity(a, "商场门口安装了人脸识别摄像头，没有任何告示。"), 0.1)
	require.InDelta(t, 1, Similarity("ＡＢＣ data", "abc  DATA"), 0)
	require.Zero(t, Similarity("", ""))
	require.InDelta(t, 1, Similarity("ab", "AB"), 0)
}

// TestNearHashesShareABand: what the index asks for finds every hash that
// differs in at most seven bits.
func TestNearHashesShareABand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Uint64().Draw(t, "hash")
		b := a
		for range rapid.IntRange(0, 7).Draw(t, "bits") {
			b ^= 1 << rapid.IntRange(0, 63).Draw(t, "bit")
		}
		shared := false
		x, y := Bands(a), Bands(b)
		for i := range x {
			shared = shared || x[i] == y[i]
		}
		require.True(t, shared)
		require.LessOrEqual(t, Distance(a, b), 7)
	})
}

func TestSimilarityIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		s := Similarity(a, b)
		require.InDelta(t, s, Similarity(b, a), 1e-12)
		require.True(t, s >= 0 && s <= 1)
		if len([]rune(Fold(a))) >= 3 {
			require.InDelta(t, 1, Similarity(a, a), 0)
		}
	})
}
