package assess

import "encoding/json"

// ReadFinding reads a finding back from the bytes in which it was kept.
func ReadFinding(kind Kind, body []byte) (Finding, error) {
	switch kind {
	case KindSeriousness:
		return readInto[*SeriousnessFinding](body)
	case KindDisclosure:
		return readInto[*DisclosureFinding](body)
	case KindCirculation:
		return readInto[*CirculationFinding](body)
	case KindBreach:
		return readInto[*BreachFinding](body)
	case KindClauses:
	}
	return nil, refuse("kind", "makes no findings")
}

func readInto[F Finding](body []byte) (Finding, error) {
	var f F
	if err := json.Unmarshal(body, &f); err != nil {
		return nil, err
	}
	return f, nil
}

// CirculationFactNames lists the questions of a circulation, in the order of the
// table; the last three are those of the triple authorization.
func CirculationFactNames() []string {
	names := make([]string, 0, len(circulationDomains)+len(tripleNames))
	for _, d := range circulationDomains {
		names = append(names, d.name)
	}
	return append(names, tripleNames...)
}

// BreachFlagNames lists the yes-or-no facts about a breach.
func BreachFlagNames() []string {
	var names []string
	for _, d := range breachDomains[3:] {
		names = append(names, d.name)
	}
	return names
}
