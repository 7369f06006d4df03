package assess

import (
	"encoding/json"
	"maps"
)

// LineOf writes facts about seriousness as one line, as DecodeSeriousness reads
// it. Decimals stay exact.
func (f SeriousnessFacts) LineOf() ([]byte, error) {
	return json.Marshal(map[string]any{"facts": f})
}

// LineOf writes facts about disclosure as one line, as DecodeDisclosure reads it.
// seriousness may be nil.
func (f DisclosureFacts) LineOf(seriousness *SeriousnessFacts) ([]byte, error) {
	facts := map[string]any{}
	for key, value := range f.Remarks {
		facts[key] = value
	}
	for _, d := range disclosureDomains[1:] {
		if text := f.choice(d.name); text != nil {
			if *text != "" {
				facts[d.name] = *text
			}
		} else if flag := f.flag(d.name); flag != nil {
			facts[d.name] = *flag
		} else {
			facts[d.name] = f.Knew
		}
	}
	line := map[string]any{factDisclosure: f.Disclosure, "facts": facts}
	if seriousness != nil {
		line["seriousness"] = map[string]any{"facts": seriousness}
	}
	return json.Marshal(line)
}

// LineOf writes facts about circulation as one line, as DecodeCirculation reads
// it.
func (f CirculationFacts) LineOf() ([]byte, error) { return json.Marshal(f) }

// LineOf writes facts about a breach as one line, as DecodeBreach reads it.
func (f BreachFacts) LineOf() ([]byte, error) {
	facts := map[string]any{"persons": f.Persons, "direct_loss_cny": f.DirectLoss}
	for key, text := range map[string]string{"on": f.On, "operator": f.Operator, "role": f.Role} {
		if text != "" {
			facts[key] = text
		}
	}
	for key, flag := range maps.All(f.flags) {
		facts[key] = flag
	}
	return json.Marshal(map[string]any{"facts": facts})
}
