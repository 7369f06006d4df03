package assess

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawPoint draws facts of every kind and says where the tables should place them.
func drawPoint(t *rapid.T) (DisclosureFacts, point) {
	p := make(point, len(disclosureDomains))
	var f DisclosureFacts
	for i, d := range disclosureDomains {
		value := rapid.SampledFrom(d.values).Draw(t, d.name)
		if text := f.choice(d.name); text != nil {
			if value != unknown {
				*text = value
			}
		} else if flag := f.flag(d.name); flag != nil {
			*flag = value == yes
		} else if value != unknown {
			knew := value == yes
			f.Knew = &knew
		}
		for v, name := range d.values {
			if name == value {
				p[i] = uint8(v)
			}
		}
	}
	return f, p
}

func TestDisclosureHoldsWhateverTheFacts(t *testing.T) {
	pack := disclosurePack(t)
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawPoint(t)
		got, err := f.point()
		require.NoError(t, err)
		require.Equal(t, at, got)
		made, err := Disclosure(pack, f, nil)
		require.NoError(t, err)
		require.Equal(t, made.Path == PathCriminalReferral, made.Threshold != nil, "a criminal path says that Article 5 must be met")
		require.Len(t, made.Lenses, 4)
		for name, l := range made.Lenses {
			require.True(t, l.Rule.Complete() && l.Criticism.Complete() && l.Reason.Complete(), name)
		}
		again, err := ReplayDecision(made.Steps, TablePath)
		require.NoError(t, err)
		require.Equal(t, string(made.Path), again)
		for _, lens := range lensNames {
			again, err := ReplayDecision(made.Steps, lens)
			require.NoError(t, err)
			require.Equal(t, made.Lenses[lens].Answer, again)
		}
		for _, c := range made.Citations {
			_, ok := pack.Source(c.ID)
			require.True(t, ok)
		}
	})
}

func TestChangesOfDisclosureAreTrue(t *testing.T) {
	pack := disclosurePack(t)
	rapid.Check(t, func(t *rapid.T) {
		_, at := drawPoint(t)
		now := pack.path.decide(at).Then
		for _, ch := range pack.path.changes(at) {
			require.NotEqual(t, now, ch.Then)
			other := append(point(nil), at...)
			for i, d := range disclosureDomains {
				for v, name := range d.values {
					if d.name == ch.Fact && name == ch.To {
						other[i] = uint8(v)
					}
				}
			}
			require.Equal(t, ch.Then, pack.path.decide(other).Then)
		}
	})
}

func TestThresholdSaysWhetherItIsMet(t *testing.T) {
	pack, rules := disclosurePack(t), seriousnessPack(t)
	f := DisclosureFacts{Disclosure: "illegal", Acquisition: "illegal"}
	made, err := Disclosure(pack, f, nil)
	require.NoError(t, err)
	require.Nil(t, made.Threshold.Met, "nobody recorded the facts")
	for pieces, met := range map[int64]bool{4999: false, 5000: true} {
		s, err := Seriousness(rules, SeriousnessFacts{Acts: []Act{Acquire}, Pieces: map[string]int64{"other": pieces}})
		require.NoError(t, err)
		made, err := Disclosure(pack, f, s)
		require.NoError(t, err)
		require.Equal(t, met, *made.Threshold.Met)
		require.True(t, made.Threshold.Text.Complete())
	}
}

func TestUnknownKnowledgeAsksForEvidence(t *testing.T) {
	made, err := Disclosure(disclosurePack(t), DisclosureFacts{Disclosure: "illegal", Acquisition: "legal"}, nil)
	require.NoError(t, err)
	require.Equal(t, PathContested, made.Path)
	require.Equal(t, []string{"knew", "should_have_known"}, made.Ask)
}

func TestIllegalUseAndNegligenceAreNotTheOffenceToday(t *testing.T) {
	knew := true
	for _, f := range []DisclosureFacts{
		{Disclosure: "voluntary", Act: "use_only", Purpose: "deviates", Harm: "serious_property"},
		{Disclosure: "compulsory", Act: "use_only", Purpose: "deviates"},
		{Disclosure: "illegal", Act: "use_only", Knew: &knew},
		{Disclosure: "illegal", Negligent: true},
		{Disclosure: "compulsory", Negligent: true},
	} {
		made, err := Disclosure(disclosurePack(t), f, nil)
		require.NoError(t, err)
		require.Equal(t, PathAdministrative, made.Path, "%+v", f)
	}
}
