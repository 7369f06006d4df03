package assess

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// stricter is the embedded pack with one figure changed and a version of its own.
func stricter(t *testing.T) Pack {
	t.Helper()
	data, err := embedded.ReadFile("packs/cn-seriousness.yaml")
	require.NoError(t, err)
	data = bytes.Replace(data, []byte(`version: "2026.1"`), []byte(`version: "2026.2"`), 1)
	p, err := Load(data, "stricter.yaml")
	require.NoError(t, err)
	return p
}

// TestAShelfKeepsEveryVersion: what was adopted last counts, also for the same
// time; what it replaced stays at hand for the findings that name it.
func TestAShelfKeepsEveryVersion(t *testing.T) {
	old, err := Default().Find(KindSeriousness, "CN", "")
	require.NoError(t, err)
	s, err := NewShelf(Default(), stricter(t))
	require.NoError(t, err)
	now, err := s.Find(KindSeriousness, "CN-310000", "2026-05-01")
	require.NoError(t, err)
	require.Equal(t, Ref{"cn-seriousness", "2026.2"}, now.Head().Ref())
	kept, ok := s.Pack(old.Head().Ref())
	require.True(t, ok)
	require.Same(t, old, kept)
	require.True(t, s.Counts(now, ""))
	require.False(t, s.Counts(old, ""))
	require.Error(t, s.Fits(stricter(t)), "a version cannot come twice")
	_, err = s.Find(KindSeriousness, "CN", "2010-01-01")
	require.ErrorIs(t, err, ErrNoPack)
	_, err = NewShelf(Default(), stricter(t), stricter(t))
	require.Error(t, err)
}

// TestPreviewReadsAShelf: past findings under any version are assessed again.
func TestPreviewReadsAShelf(t *testing.T) {
	s, err := NewShelf(Default())
	require.NoError(t, err)
	past := slices.Values([]Past{
		{ID: "a", Pack: Ref{"cn-seriousness", "2026.1"}, Line: []byte(`{"facts":{"acts":["sell"],"pieces":{"track":50}}}`)},
		{ID: "b", Pack: Ref{"cn-seriousness", "1"}, Line: []byte(`{"facts":{}}`)},
	})
	steps := slices.Collect(Preview(s, stricter(t), past))
	require.Len(t, steps, 2)
	require.NoError(t, steps[0].Err)
	require.False(t, steps[0].Difference.Changed())
	require.ErrorIs(t, steps[1].Err, ErrNoPack)
}
