package assess

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
)

// Decimal is an exact, non-negative decimal number such as an amount of yuan.
// The zero value is 0.
type Decimal struct{ r *big.Rat }

var decimalForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?$`)

var errDecimal = errors.New("must be a plain decimal number from 0, at most 30 digits before and after the point")

// ParseDecimal reads digits with an optional point; signs and exponents are
// refused.
func ParseDecimal(s string) (Decimal, error) {
	if !decimalForm.MatchString(s) {
		return Decimal{}, errDecimal
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return Decimal{}, errDecimal
	}
	return Decimal{r}, nil
}

// Yuan gives a whole amount.
func Yuan(n int64) Decimal { return Decimal{big.NewRat(n, 1)} }

func (d Decimal) rat() *big.Rat {
	if d.r == nil {
		return new(big.Rat)
	}
	return d.r
}

// Cmp compares exactly: -1, 0 or 1.
func (d Decimal) Cmp(other Decimal) int { return d.rat().Cmp(other.rat()) }

// IsZero reports whether the amount is 0; it lets omitzero leave it out.
func (d Decimal) IsZero() bool { return d.r == nil || d.r.Sign() == 0 }

// String writes the number without rounding and without trailing zeros.
func (d Decimal) String() string { return exact(d.rat()) }

// MarshalText makes the decimal a JSON string, so that no reader turns it into a
// binary fraction.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Decimal) UnmarshalText(b []byte) error {
	parsed, err := ParseDecimal(string(b))
	if err == nil {
		*d = parsed
	}
	return err
}

// exact writes a number as a decimal where it has a finite one of at most 60
// places, and as a fraction in lowest terms otherwise.
func exact(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	if places, finite := r.FloatPrec(); finite && places <= 60 {
		return strings.TrimRight(r.FloatString(places), "0")
	}
	return r.String()
}

// fraction reads "n" or "n/d" with small positive whole numbers.
func fraction(s string) (*big.Rat, bool) {
	if !fractionForm.MatchString(s) {
		return nil, false
	}
	r, ok := new(big.Rat).SetString(s)
	return r, ok
}

var fractionForm = regexp.MustCompile(`^[1-9][0-9]{0,3}(/[1-9][0-9]{0,3})?$`)
