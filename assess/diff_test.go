package assess

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// nextPack is the seriousness pack of a later year with item 3 from 40 pieces.
func nextPack(t *testing.T) (older, newer *SeriousnessPack) {
	t.Helper()
	data, err := os.ReadFile("packs/cn-seriousness.yaml")
	require.NoError(t, err)
	s := string(data)
	first, err := LoadSeriousness([]byte(strings.Replace(s, "valid_from: 2017-06-01", "valid_from: 2017-06-01\nvalid_to: 2029-12-31", 1)), "old.yaml")
	require.NoError(t, err)
	s = strings.Replace(s, "valid_from: 2017-06-01", "valid_from: 2030-01-01", 1)
	s = strings.Replace(s, `version: "2026.1"`, `version: "2030.1"`, 1)
	s = strings.Replace(s, "at_least: 50}", "at_least: 40}", 1)
	second, err := LoadSeriousness([]byte(s), "new.yaml")
	require.NoError(t, err)
	return first, second
}

func TestDiffSaysWhatWouldChangeAndWhy(t *testing.T) {
	older, newer := nextPack(t)
	d, err := Diff(older, newer, []byte(`{"facts":{"acts":["sell"],"pieces":{"track":45}}}`))
	require.NoError(t, err)
	require.True(t, d.Changed())
	require.Equal(t, []string{"none", "serious"}, []string{d.Was, d.Becomes})
	require.Equal(t, []string{"5.1.3"}, d.Added)
	require.Equal(t, []Reason{{Row: "5.1.3", How: ReasonFigure, Figure: "40", Was: "50"}}, d.Why)
	require.Equal(t, "5.1.3: figure 40, was 50", d.Why[0].String())
	require.Equal(t, Ref{"cn-seriousness", "2030.1"}, d.New)

	same, err := Diff(older, newer, []byte(`{"facts":{"acts":["sell"],"pieces":{"track":39}}}`))
	require.NoError(t, err)
	require.False(t, same.Changed())

	_, err = Diff(older, circulationPack(t), []byte(`{}`))
	require.Error(t, err)
}

func TestPreviewReassessesWithProgress(t *testing.T) {
	older, newer := nextPack(t)
	l, err := NewLibrary(newer, older)
	require.NoError(t, err)
	past := []Past{
		{"a", older.Ref(), []byte(`{"facts":{"acts":["sell"],"pieces":{"track":45}}}`)},
		{"b", older.Ref(), []byte(`{"facts":{"acts":["sell"],"pieces":{"track":50}}}`)},
		{"c", Ref{"cn-seriousness", "1999.1"}, []byte(`{}`)},
		{"d", older.Ref(), []byte(`{"facts":{"gone":1}}`)},
	}
	var changed, failed []string
	done := 0
	for step := range Preview(l, newer, slices.Values(past)) {
		require.Equal(t, done+1, step.Done)
		done = step.Done
		switch {
		case step.Err != nil:
			failed = append(failed, step.ID)
		case step.Difference.Changed():
			changed = append(changed, step.ID)
		}
	}
	require.Equal(t, []string{"a"}, changed)
	require.Equal(t, []string{"c", "d"}, failed)
}

func TestVersionsOfAPackFollowEachOther(t *testing.T) {
	older, newer := nextPack(t)
	l, err := NewLibrary(newer, older)
	require.NoError(t, err)
	for day, version := range map[string]string{"2029-12-31": "2026.1", "2030-01-01": "2030.1", "": "2030.1"} {
		p, err := l.Find(KindSeriousness, "CN", day)
		require.NoError(t, err)
		require.Equal(t, version, p.Head().Version, day)
	}
	_, err = l.Find(KindSeriousness, "CN", "2017-05-31")
	require.ErrorIs(t, err, ErrNoPack)
	_, err = l.Find(KindSeriousness, "EU", "")
	require.ErrorIs(t, err, ErrNoPack)
	region, err := l.Find(KindSeriousness, "CN-310000", "2026-01-01")
	require.NoError(t, err)
	require.Equal(t, "CN", region.Head().Jurisdiction)

	gap := *newer
	gap.Validity.From = "2030-01-02"
	_, err = NewLibrary(older, &gap)
	require.ErrorContains(t, err, "gap")
	overlap := *newer
	overlap.Validity.From = "2029-12-31"
	_, err = NewLibrary(older, &overlap)
	require.ErrorContains(t, err, "overlaps")
	_, err = NewLibrary(older, older)
	require.ErrorContains(t, err, "version given twice")
}
