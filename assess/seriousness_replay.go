package assess

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Replay computes the grade from the steps of a finding alone: it believes the
// values that each step saw and none of the conclusions (Met, Holds, Missing). It
// errs when a conclusion does not follow.
func Replay(steps []Step) (Grade, error) {
	met := map[string]bool{}
	for _, s := range steps {
		ok, err := s.follows()
		if err != nil {
			return GradeNone, err
		}
		met[s.Item] = met[s.Item] || ok
	}
	grade := GradeNone
	for _, s := range steps {
		ok, _ := s.follows()
		ok = ok && !slices.ContainsFunc(s.UnlessMet, func(other string) bool { return met[other] })
		if ok != s.Met {
			return GradeNone, fmt.Errorf("row %s: its conclusion does not follow from its values", s.Row)
		}
		if ok && s.Grade.Rank() > grade.Rank() {
			grade = s.Grade
		}
	}
	return grade, nil
}

// follows reports whether the row is met by the values of the step.
func (s Step) follows() (bool, error) {
	for _, c := range s.Checks {
		if !c.follows() {
			return false, nil
		}
	}
	if s.Measure == "" {
		return true, nil
	}
	value, ok := new(big.Rat).SetString(s.Value)
	figure, fine := new(big.Rat).SetString(s.AtLeast)
	if !ok || !fine {
		return false, fmt.Errorf("row %s: a figure is not a number", s.Row)
	}
	if len(s.Parts) > 0 && s.partsSum().Cmp(value) != 0 {
		return false, fmt.Errorf("row %s: the parts do not add up to the value", s.Row)
	}
	return value.Cmp(figure) >= 0, nil
}

func (s Step) partsSum() *big.Rat {
	sum := new(big.Rat)
	for _, p := range s.Parts {
		sum.Add(sum, big.NewRat(p.Pieces, max(p.Per, 1)))
	}
	return sum
}

func (c Check) follows() bool {
	for _, want := range c.Want {
		if limit, ok := strings.CutPrefix(want, atMost); ok && len(c.Have) == 1 {
			most, err := strconv.Atoi(limit)
			have, err2 := strconv.Atoi(c.Have[0])
			return err == nil && err2 == nil && have <= most
		}
		if slices.Contains(c.Have, want) {
			return !c.None
		}
	}
	return c.None
}
