package assess

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func gradeOf(t require.TestingT, f SeriousnessFacts) int {
	p, err := FindAs[*SeriousnessPack](Default(), KindSeriousness, "CN", "")
	require.NoError(t, err)
	g, err := GradeOf(p, f)
	require.NoError(t, err)
	return g.Rank()
}

// worse makes the facts worse in one way.
func worse(t *rapid.T, f SeriousnessFacts) SeriousnessFacts {
	f.Pieces = maps.Clone(f.Pieces)
	switch rapid.IntRange(0, 9).Draw(t, "worse by") {
	case 0:
		f.Pieces[rapid.SampledFrom(categoryNames).Draw(t, "category")] += rapid.Int64Range(1, 6000).Draw(t, "more")
	case 1: // the same pieces in a better protected category
		from := rapid.IntRange(0, 9).Draw(t, "from")
		to := rapid.IntRange(0, max(0, map[bool]int{true: 3, false: 8}[from < 9])).Draw(t, "to")
		moved := f.Pieces[categoryNames[from]]
		if from >= 4 {
			f.Pieces[categoryNames[from]] = 0
			f.Pieces[categoryNames[to]] += moved
		}
	case 2:
		f.IllegalIncome = Decimal{new(big.Rat).Add(f.IllegalIncome.rat(), big.NewRat(rapid.Int64Range(1, 9999999).Draw(t, "fen"), 100))}
	case 3:
		f.ProfitFromUse = Decimal{new(big.Rat).Add(f.ProfitFromUse.rat(), big.NewRat(rapid.Int64Range(1, 9999999).Draw(t, "fen"), 100))}
	case 4:
		f.InDuty = true
	case 5:
		f.PriorCriminal = true
	case 6:
		f.UsedForCrime = true
	case 7:
		f.KnewUsedForCrime = true
	case 8:
		recent := rapid.IntRange(0, 48).Draw(t, "months")
		if f.PriorAdminMonthsAgo != nil {
			recent = min(recent, *f.PriorAdminMonthsAgo)
		}
		f.PriorAdminMonthsAgo = &recent
	case 9:
		f.Consequences = append(slices.Clone(f.Consequences), rapid.SampledFrom(consequenceNames).Draw(t, "consequence"))
	}
	return f
}

// Moving information of item 5 bought for lawful business into items 3 or 4 makes
// article 5 apply to it, which never lowers the grade either.
func TestWorseFactsNeverLowerTheGrade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		w := worse(t, f)
		require.GreaterOrEqual(t, gradeOf(t, w), gradeOf(t, f), "%+v", w)
	})
}

// One more act never lowers the grade, with the one exception of the law: selling
// on what was bought for lawful business leaves article 6 for article 5.
func TestOneMoreActNeverLowersTheGrade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		w := f
		w.Acts = append(slices.Clone(f.Acts), rapid.SampledFrom(Acts()).Draw(t, "act"))
		lawful := actSet(f.Acts)|actSet(w.Acts)&actSet([]Act{BuyForLawfulBusiness}) != 0
		resold := actSet(w.Acts)&actSet([]Act{Sell, Provide}) != 0
		if lawful && resold {
			t.Skip("article 6 paragraph 2")
		}
		require.GreaterOrEqual(t, gradeOf(t, w), gradeOf(t, f))
	})
}

func drawTransactions(t *rapid.T) []Transaction {
	one := rapid.Custom(func(t *rapid.T) Transaction {
		n := nearThresholds(t, "count")
		tr := Transaction{
			Act:      rapid.SampledFrom(Acts()).Draw(t, "act"),
			Category: rapid.SampledFrom([]string{"track", "health", "other"}).Draw(t, "category"),
			Set:      rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "set"), Count: n,
			Recipient: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "recipient"),
		}
		tr.ProvedDuplicates = rapid.Int64Range(0, n).Draw(t, "duplicates")
		tr.ProvedUntrue = rapid.Int64Range(0, n-tr.ProvedDuplicates).Draw(t, "untrue")
		return tr
	})
	return rapid.SliceOfN(one, 1, 8).Draw(t, "transactions")
}

func TestOrderOfTransactionsDoesNotMatter(t *testing.T) {
	p := seriousnessPack(t)
	rapid.Check(t, func(t *rapid.T) {
		f := SeriousnessFacts{Transactions: drawTransactions(t), InDuty: rapid.Bool().Draw(t, "in duty")}
		// Sets without a name are told apart by place, so they may not be compared by it.
		g := f
		g.Transactions = rapid.Permutation(f.Transactions).Draw(t, "order")
		a, err := Seriousness(p, f)
		require.NoError(t, err)
		b, err := Seriousness(p, g)
		require.NoError(t, err)
		require.Equal(t, asJSON(a), asJSON(b))
	})
}

func TestStepsAloneGiveTheGradeAgain(t *testing.T) {
	p := seriousnessPack(t)
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		if rapid.Bool().Draw(t, "by transactions") {
			f.Pieces, f.Transactions = nil, drawTransactions(t)
		}
		made, err := Seriousness(p, f)
		require.NoError(t, err)
		for _, written := range []Finding{made, made.Brief()} {
			b, err := json.Marshal(written)
			require.NoError(t, err)
			var read SeriousnessFinding
			require.NoError(t, json.Unmarshal(b, &read))
			grade, err := Replay(read.Steps)
			require.NoError(t, err)
			require.Equal(t, made.Grade, grade)
		}
	})
}

func TestReplayCatchesAFalsifiedStep(t *testing.T) {
	p := seriousnessPack(t)
	made, err := Seriousness(p, SeriousnessFacts{Acts: []Act{Sell}, Pieces: map[string]int64{"track": 50}})
	require.NoError(t, err)
	i := slices.IndexFunc(made.Steps, func(s Step) bool { return s.Row == "5.1.3" })
	made.Steps[i].Value = "49"
	_, err = Replay(made.Steps)
	require.ErrorContains(t, err, "5.1.3")
}

func TestEveryCitationExists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := FindAs[*SeriousnessPack](Default(), KindSeriousness, "CN", "")
		require.NoError(t, err)
		f, err := Seriousness(p, drawFacts(t))
		require.NoError(t, err)
		cited := map[string]bool{}
		for _, s := range f.Citations {
			_, ok := p.Source(s.ID)
			require.True(t, ok, s.ID)
			cited[s.ID] = true
		}
		for _, s := range f.Steps {
			require.NotEmpty(t, s.Sources, s.Row)
			for _, id := range s.Sources {
				require.True(t, cited[id], id)
			}
		}
	})
}

// apply makes the change that a finding says would give another grade.
func (ch Change) apply(t *rapid.T, f SeriousnessFacts) SeriousnessFacts {
	f.Pieces = maps.Clone(f.Pieces)
	amount := func(d Decimal) Decimal {
		if ch.Below != "" {
			below, ok := new(big.Rat).SetString(ch.Below)
			require.True(t, ok)
			return Decimal{below.Sub(below, big.NewRat(1, 1_000_000))}
		}
		by, ok := new(big.Rat).SetString(ch.By)
		require.True(t, ok)
		return Decimal{by.Add(by, d.rat())}
	}
	switch ch.Fact {
	case factPieces:
		n, err := strconv.ParseInt(ch.By, 10, 64)
		require.NoError(t, err)
		if n > 0 {
			f.Pieces[ch.Categories[0]] += n
		}
		for _, c := range ch.Categories {
			if n < 0 {
				less := min(-n, f.Pieces[c])
				f.Pieces[c] -= less
				n += less
			}
		}
	case factIncome:
		f.IllegalIncome = amount(f.IllegalIncome)
	case factProfit:
		f.ProfitFromUse = amount(f.ProfitFromUse)
	case factActs:
		f.Acts = append(slices.Clone(f.Acts), Act(ch.To))
	case factConsequences:
		if ch.To == toNone {
			f.Consequences = nil
		} else {
			f.Consequences = append(slices.Clone(f.Consequences), ch.To)
		}
	case factPriorAdmin:
		f.PriorAdminMonthsAgo = nil
		if limit, ok := strings.CutPrefix(ch.To, atMost); ok {
			months, err := strconv.Atoi(limit)
			require.NoError(t, err)
			f.PriorAdminMonthsAgo = &months
		}
	default:
		*f.flag(ch.Fact) = ch.To == yes
	}
	return f
}

func TestWhatWouldChangeIsTrueAndSmallest(t *testing.T) {
	p := seriousnessPack(t)
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		made, err := Seriousness(p, f)
		require.NoError(t, err)
		for _, ch := range made.Changes {
			require.True(t, ch.Text.Complete())
			grade, err := GradeOf(p, ch.apply(t, f))
			require.NoError(t, err)
			require.Equal(t, ch.Grade, grade, "%+v", ch)
			if n, err := strconv.ParseInt(ch.By, 10, 64); ch.Fact == factPieces && err == nil && n > 1 {
				smaller := ch
				smaller.By = strconv.FormatInt(n-1, 10)
				grade, err = GradeOf(p, smaller.apply(t, f))
				require.NoError(t, err)
				require.Less(t, grade.Rank(), ch.Grade.Rank(), "%+v", ch)
			}
		}
	})
}
