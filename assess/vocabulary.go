package assess

import "slices"

// Act is what somebody did with the information.
type Act string

// Acts. Buying and receiving count as acquiring (Interpretation 2017 art. 4);
// BuyForLawfulBusiness is the buying or receiving of article 6.
const (
	Acquire              Act = "acquire"
	Sell                 Act = "sell"
	Provide              Act = "provide"
	BuyForLawfulBusiness Act = "buy_for_lawful_business"
)

// Acts lists all acts.
func Acts() []Act { return []Act{Acquire, Sell, Provide, BuyForLawfulBusiness} }

// acts is a set of acts, one bit each in the order of Acts.
type acts uint8

func actSet(list []Act) acts {
	var set acts
	for i, a := range Acts() {
		if slices.Contains(list, a) {
			set |= 1 << i
		}
	}
	return set
}

func (s acts) has(a Act) bool { return s&actSet([]Act{a}) != 0 }

func (s acts) list() []Act {
	var list []Act
	for i, a := range Acts() {
		if s&(1<<i) != 0 {
			list = append(list, a)
		}
	}
	return list
}

// Categories of personal information in facts, in the order of Interpretation
// 2017 art. 5: the first four are named in item 3, the next five in item 4; the
// last is everything else (item 5). Which category counts for which row is the
// pack's to say.
var categoryNames = []string{
	"track", "communication_content", "credit", "property",
	"accommodation", "communication_record", "health", "transaction", "other_safety",
	"other",
}

// Categories lists the names of the categories of pieces.
func Categories() []string { return slices.Clone(categoryNames) }

// Consequences of the act, in the order of Interpretation 2017 art. 5(2).
var consequenceNames = []string{
	"death", "serious_injury", "mental_disorder", "kidnapping", "major_economic_loss", "foul_social_influence",
}

// Consequences lists the names of consequences.
func Consequences() []string { return slices.Clone(consequenceNames) }

// Names of the yes-or-no facts about seriousness.
const (
	factInDuty        = "in_duty"
	factPriorCriminal = "prior_criminal"
	factUsedForCrime  = "used_for_crime"
	factKnewOfCrime   = "knew_used_for_crime"
)

var flagNames = []string{factInDuty, factPriorCriminal, factUsedForCrime, factKnewOfCrime}

// Names of the other facts that rows and conditions refer to.
const (
	factActs         = "acts"
	factPieces       = "pieces"
	factIncome       = "illegal_income_cny"
	factProfit       = "profit_from_use_cny"
	factPriorAdmin   = "prior_admin_months_ago"
	factConsequences = "consequences"
	factTransactions = "transactions"
	factReturned     = "gains_returned"
	factRepentance   = "repentance"
)

// names is a set of names of a fixed list, one bit each.
type names uint32

func nameSet(all, list []string) names {
	var set names
	for i, n := range all {
		if slices.Contains(list, n) {
			set |= 1 << i
		}
	}
	return set
}

func (s names) list(all []string) []string {
	var list []string
	for i, n := range all {
		if s&(1<<i) != 0 {
			list = append(list, n)
		}
	}
	return list
}
