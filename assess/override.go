package assess

import "slices"

// FindingKinds lists the kinds of packs that make findings, in the order in which
// people read them.
func FindingKinds() []Kind {
	return []Kind{KindSeriousness, KindDisclosure, KindCirculation, KindBreach}
}

// Answers lists what findings of a kind can say; nil for a kind that makes none.
// Whoever puts their own judgment beside a finding chooses from the same list.
func Answers(kind Kind) []string {
	switch kind {
	case KindSeriousness:
		return []string{string(GradeNone), string(GradeSerious), string(GradeEspeciallySerious)}
	case KindDisclosure:
		return slices.Clone(pathAnswers)
	case KindCirculation:
		return slices.Clone(outcomeAnswers)
	case KindBreach:
		return slices.Clone(breachGrades)
	case KindClauses:
	}
	return nil
}
