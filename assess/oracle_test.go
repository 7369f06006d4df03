package assess

import (
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// oracle is Interpretation 2017 written by hand, without packs, for facts that
// count pieces by category. It knows nothing of the engine's tables.
func oracle(f SeriousnessFacts) (items, aggravated []string, grade Grade) {
	does := func(a ...Act) bool {
		return slices.ContainsFunc(f.Acts, func(x Act) bool { return slices.Contains(a, x) })
	}
	sum := func(names ...string) (n int64) {
		for _, c := range names {
			n += f.Pieces[c]
		}
		return n
	}
	income := func(yuan int64) bool { return f.IllegalIncome.Cmp(Yuan(yuan)) >= 0 }
	a := sum("track", "communication_content", "credit", "property")
	b := sum("accommodation", "communication_record", "health", "transaction", "other_safety")
	c := sum("other")
	passes, lawful := does(Sell, Provide), does(BuyForLawfulBusiness)
	five := does(Acquire) || passes // article 5 applies to everything
	if !five {
		c = 0 // lawful business: the residual category has no count
		five = lawful && a+b > 0
	}
	punished := f.PriorCriminal || f.PriorAdminMonthsAgo != nil && *f.PriorAdminMonthsAgo <= 24
	add := func(to *[]string, id string, met bool) {
		if met && !slices.Contains(*to, id) {
			*to = append(*to, id)
		}
	}
	add(&items, "5.1.1", passes && f.UsedForCrime && f.Pieces["track"] > 0)
	add(&items, "5.1.2", passes && f.KnewUsedForCrime)
	if five {
		add(&items, "5.1.3", a >= 50)
		add(&items, "5.1.4", b >= 500)
		add(&items, "5.1.5", c >= 5000)
		add(&items, "5.1.6", a < 50 && b < 500 && c < 5000 && 100*a+10*b+c >= 5000)
		add(&items, "5.1.7", income(5000))
		add(&items, "5.1.8", passes && f.InDuty && (100*a+10*b+c >= 2500 || income(2500)))
		add(&items, "5.1.9", punished)
		person := []string{"death", "serious_injury", "mental_disorder", "kidnapping"}
		for _, consequence := range f.Consequences {
			add(&aggravated, map[bool]string{true: "5.2.1", false: "5.2.2"}[slices.Contains(person, consequence)], true)
		}
		tenfold := 100*a+10*b+c >= 50000 || income(50000)
		halved := passes && f.InDuty && (100*a+10*b+c >= 25000 || income(25000))
		add(&aggravated, "5.2.3", tenfold || halved)
	}
	if lawful && !passes {
		add(&items, "6.1.1", f.ProfitFromUse.Cmp(Yuan(50000)) >= 0)
		add(&items, "6.1.2", punished)
	}
	slices.Sort(aggravated)
	switch {
	case len(aggravated) > 0:
		return items, aggravated, GradeEspeciallySerious
	case len(items) > 0:
		return items, aggravated, GradeSerious
	}
	return items, aggravated, GradeNone
}

// nearThresholds draws numbers where rules change their mind.
func nearThresholds(t *rapid.T, label string) int64 {
	return rapid.OneOf(
		rapid.SampledFrom([]int64{0, 1, 24, 25, 49, 50, 51, 249, 250, 499, 500, 2499, 2500, 4999, 5000, 5001, 24999, 25000, 49999, 50000}),
		rapid.Int64Range(0, 60), rapid.Int64Range(0, 60000),
	).Draw(t, label)
}

func drawAmount(t *rapid.T, label string) Decimal {
	fen := nearThresholds(t, label)*100 + rapid.SampledFrom([]int64{0, 0, 1, -1}).Draw(t, label+" fen")
	return Decimal{big.NewRat(max(fen, 0), 100)}
}

func drawFacts(t *rapid.T) SeriousnessFacts {
	f := SeriousnessFacts{
		Acts:          rapid.SliceOfNDistinct(rapid.SampledFrom(Acts()), 0, 3, rapid.ID).Draw(t, "acts"),
		Pieces:        map[string]int64{},
		IllegalIncome: drawAmount(t, "income"), ProfitFromUse: drawAmount(t, "profit"),
		InDuty: rapid.Bool().Draw(t, "in duty"), PriorCriminal: rapid.Bool().Draw(t, "prior"),
		UsedForCrime: rapid.Bool().Draw(t, "used"), KnewUsedForCrime: rapid.Bool().Draw(t, "knew"),
	}
	for _, c := range rapid.SliceOfNDistinct(rapid.SampledFrom(categoryNames), 0, 3, rapid.ID).Draw(t, "categories") {
		f.Pieces[c] = nearThresholds(t, c)
	}
	if rapid.Bool().Draw(t, "punished") {
		months := rapid.IntRange(0, 48).Draw(t, "months")
		f.PriorAdminMonthsAgo = &months
	}
	if rapid.Float64().Draw(t, "bad end") < 0.1 {
		f.Consequences = []string{rapid.SampledFrom(consequenceNames).Draw(t, "consequence")}
	}
	if rapid.Float64().Draw(t, "quiet") < 0.7 { // most cases turn on figures
		f.PriorCriminal, f.UsedForCrime, f.KnewUsedForCrime, f.PriorAdminMonthsAgo = false, false, false, nil
	}
	return f
}

func TestPackAgreesWithTheRuleWrittenByHand(t *testing.T) {
	p := seriousnessPack(t)
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		got, err := Seriousness(p, f)
		require.NoError(t, err)
		items, aggravated, grade := oracle(f)
		require.Equal(t, grade, got.Grade)
		require.ElementsMatch(t, items, got.Items)
		require.ElementsMatch(t, aggravated, got.AggravatedBy)
		quick, err := GradeOf(p, f)
		require.NoError(t, err)
		require.Equal(t, grade, quick)
	})
}

func BenchmarkOracle(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, g := oracle(benchFacts); g != GradeSerious {
			b.Fatal(g)
		}
	}
}
