package assess

import (
	"fmt"
	"slices"
)

// Bounds of what a fact may say. With them every sum of the engine stays within
// 63 bits.
const (
	maxPieces = 1_000_000_000_000_000 // of one category, after counting
	maxMonths = 1200
)

// FactError says which fact was refused and why; it never repeats a value.
type FactError struct {
	Field, Reason string
}

func (e *FactError) Error() string {
	if e.Field == "" {
		return e.Reason
	}
	return e.Field + ": " + e.Reason
}

func refuse(field, format string, args ...any) error {
	return &FactError{field, fmt.Sprintf(format, args...)}
}

// SeriousnessFacts are the recorded facts that Seriousness reads; the zero value
// says nothing. Pieces and Transactions exclude each other.
type SeriousnessFacts struct {
	Acts   []Act            `json:"acts,omitempty"`
	Pieces map[string]int64 `json:"pieces,omitempty"` // pieces by category

	IllegalIncome Decimal `json:"illegal_income_cny,omitzero"`  // yuan
	ProfitFromUse Decimal `json:"profit_from_use_cny,omitzero"` // yuan

	InDuty        bool `json:"in_duty,omitempty"`
	PriorCriminal bool `json:"prior_criminal,omitempty"`
	UsedForCrime  bool `json:"used_for_crime,omitempty"`
	// KnewUsedForCrime: knew or should have known that others use it for crime.
	KnewUsedForCrime bool `json:"knew_used_for_crime,omitempty"`

	// PriorAdminMonthsAgo counts whole months since an administrative punishment
	// for the same kind of act; nil says that there was none.
	PriorAdminMonthsAgo *int     `json:"prior_admin_months_ago,omitempty"`
	Consequences        []string `json:"consequences,omitempty"`

	// GainsReturned and Repentance matter for article 10 only; nil says that
	// nobody recorded it.
	GainsReturned *bool `json:"gains_returned,omitempty"`
	Repentance    *bool `json:"repentance,omitempty"`

	Transactions []Transaction `json:"transactions,omitempty"`
}

// Transaction is one act on one set of pieces, counted by Interpretation 2017
// art. 11.
type Transaction struct {
	Act      Act    `json:"act"`
	Category string `json:"category"`
	// Set names the pieces: transactions of one set and category concern the same
	// pieces. An empty name is a set of its own.
	Set   string `json:"set,omitempty"`
	Count int64  `json:"count"`
	// Recipient is who got the pieces when they were sold or provided; an empty
	// name stands for one unknown recipient of the set.
	Recipient string `json:"recipient,omitempty"`
	// Batch marks pieces seized in bulk: the number seized counts as it is, less
	// what is proved to be repeated or untrue.
	Batch            bool  `json:"batch,omitempty"`
	ProvedDuplicates int64 `json:"proved_duplicates,omitempty"`
	ProvedUntrue     int64 `json:"proved_untrue,omitempty"`
}

// Validate reports the first fact that cannot be: unknown names, negative or
// impossible numbers. The error is a *FactError.
func (f *SeriousnessFacts) Validate() error {
	for i, a := range f.Acts {
		if !slices.Contains(Acts(), a) {
			return refuse(fmt.Sprintf("acts[%d]", i), "unknown act")
		}
	}
	for _, c := range f.Consequences {
		if !slices.Contains(consequenceNames, c) {
			return refuse(factConsequences, "unknown consequence")
		}
	}
	if m := f.PriorAdminMonthsAgo; m != nil && (*m < 0 || *m > maxMonths) {
		return refuse(factPriorAdmin, "must be from 0 to %d", maxMonths)
	}
	if f.Pieces != nil && f.Transactions != nil {
		return refuse(factTransactions, "stands instead of facts.pieces, not beside it")
	}
	if err := f.validatePieces(); err != nil {
		return err
	}
	for i := range f.Transactions {
		if err := f.Transactions[i].validate(); err != nil {
			return refuse(fmt.Sprintf("transactions[%d]", i), "%s", err)
		}
	}
	return nil
}

func (f *SeriousnessFacts) validatePieces() error {
	for category, n := range f.Pieces {
		field := factPieces + "." + shortened(category)
		if !slices.Contains(categoryNames, category) {
			return refuse(field, "unknown category")
		}
		if err := checkCount(field, n); err != nil {
			return err
		}
	}
	return nil
}

func (t *Transaction) validate() error {
	if !slices.Contains(Acts(), t.Act) {
		return refuse("act", "unknown or missing")
	}
	if !slices.Contains(categoryNames, t.Category) {
		return refuse("category", "unknown or missing")
	}
	for _, c := range []struct {
		field string
		n     int64
	}{{"count", t.Count}, {"proved_duplicates", t.ProvedDuplicates}, {"proved_untrue", t.ProvedUntrue}} {
		if err := checkCount(c.field, c.n); err != nil {
			return err
		}
	}
	if t.ProvedDuplicates+t.ProvedUntrue > t.Count {
		return refuse("proved_duplicates", "with proved_untrue more than count")
	}
	return nil
}

func checkCount(field string, n int64) error {
	if n < 0 {
		return refuse(field, "must not be negative")
	}
	if n > maxPieces {
		return refuse(field, "must be at most %d", int64(maxPieces))
	}
	return nil
}
