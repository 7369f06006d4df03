package assess

import (
	"encoding/json"
	"strconv"
)

// SeriousnessLine is one line of facts for `assess seriousness`.
type SeriousnessLine struct {
	ID    json.RawMessage // as given; nil when missing
	Facts SeriousnessFacts
}

// DecodeSeriousness reads {"id","facts",…} strictly: unknown, repeated and
// misspelt fields, wrong types and impossible numbers are refused with a
// *FactError that names the field. Transactions may stand beside facts or in them.
func DecodeSeriousness(data []byte) (SeriousnessLine, error) {
	var line SeriousnessLine
	r, err := newReader(data)
	if err != nil {
		return line, err
	}
	if err := r.object(func(key string) (err error) {
		switch key {
		case "id":
			line.ID, err = r.id()
			return err
		default:
			return r.caseOfSeriousness(key, &line.Facts)
		}
	}); err != nil {
		return line, err
	}
	if err := r.end(); err != nil {
		return line, err
	}
	return line, line.Facts.Validate()
}

// caseOfSeriousness reads the members "facts" and "transactions" of a line.
func (r *reader) caseOfSeriousness(key string, f *SeriousnessFacts) error {
	switch key {
	case "facts":
		return r.object(func(key string) error { return r.seriousnessFact(key, f) })
	case factTransactions:
		return r.transactions(f)
	}
	return r.unknown()
}

func (r *reader) seriousnessFact(key string, f *SeriousnessFacts) (err error) {
	switch key {
	case factActs:
		return r.list(func(i int) error {
			s, err := r.text()
			f.Acts = append(f.Acts, Act(s))
			return err
		})
	case factPieces:
		f.Pieces = map[string]int64{}
		return r.object(func(category string) error {
			n, err := r.whole()
			f.Pieces[category] = n
			return err
		})
	case factIncome:
		f.IllegalIncome, err = r.decimal()
	case factProfit:
		f.ProfitFromUse, err = r.decimal()
	case factPriorAdmin:
		f.PriorAdminMonthsAgo, err = r.months()
	case factConsequences:
		return r.list(func(int) error {
			s, err := r.text()
			f.Consequences = append(f.Consequences, s)
			return err
		})
	case factTransactions:
		return r.transactions(f)
	case factReturned:
		f.GainsReturned, err = r.maybe()
	case factRepentance:
		f.Repentance, err = r.maybe()
	default:
		return r.seriousnessFlag(key, f)
	}
	return err
}

func (r *reader) seriousnessFlag(key string, f *SeriousnessFacts) (err error) {
	flag := f.flag(key)
	if flag == nil {
		return r.unknown()
	}
	*flag, err = r.boolean()
	return err
}

// flag gives the yes-or-no fact with this name, or nil.
func (f *SeriousnessFacts) flag(name string) *bool {
	switch name {
	case factInDuty:
		return &f.InDuty
	case factPriorCriminal:
		return &f.PriorCriminal
	case factUsedForCrime:
		return &f.UsedForCrime
	case factKnewOfCrime:
		return &f.KnewUsedForCrime
	}
	return nil
}

// months reads a whole number of months; null says that there was none.
func (r *reader) months() (*int, error) {
	t, err := r.token()
	if err != nil || t == nil {
		return nil, err
	}
	n, ok := t.(json.Number)
	if !ok {
		return nil, r.refuse("must be a whole number")
	}
	m, err := strconv.Atoi(n.String())
	if err != nil {
		return nil, r.refuse("must be a whole number")
	}
	return &m, nil
}

func (r *reader) transactions(f *SeriousnessFacts) error {
	if f.Transactions != nil {
		return r.refuse("given twice")
	}
	f.Transactions = []Transaction{}
	return r.list(func(int) error {
		var t Transaction
		err := r.object(func(key string) error { return r.transaction(key, &t) })
		f.Transactions = append(f.Transactions, t)
		return err
	})
}

func (r *reader) transaction(key string, t *Transaction) (err error) {
	switch key {
	case "act":
		var s string
		s, err = r.text()
		t.Act = Act(s)
	case "category":
		t.Category, err = r.text()
	case "set":
		t.Set, err = r.text()
	case "count":
		t.Count, err = r.whole()
	case "recipient":
		t.Recipient, err = r.text()
	case "batch":
		t.Batch, err = r.batch()
	case "proved_duplicates":
		t.ProvedDuplicates, err = r.whole()
	case "proved_untrue":
		t.ProvedUntrue, err = r.whole()
	default:
		return r.unknown()
	}
	return err
}

// batch is true, false, or the name of a batch, which means true.
func (r *reader) batch() (bool, error) {
	t, err := r.token()
	if err != nil {
		return false, err
	}
	switch v := t.(type) {
	case bool:
		return v, nil
	case string:
		return v != "", nil
	case nil:
		return false, nil
	}
	return false, r.refuse("must be true, false or the name of a batch")
}
