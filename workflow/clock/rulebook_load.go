package clock

import (
	_ "embed"
	"sync"
)

//go:embed rules/cn.yaml
var rulesCN []byte

// Default is the embedded rulebook of the People's Republic of China.
var Default = sync.OnceValue(func() *Rulebook {
	rb, err := Load(rulesCN, "rules/cn.yaml")
	if err != nil {
		panic(err) // the file is embedded: a fault is a fault of the build
	}
	return rb
})

// The file types mirror the YAML; pointers tell a missing field from a zero one.
type (
	rulebookFile struct {
		ID           string       `yaml:"id"`
		Version      string       `yaml:"version"`
		Jurisdiction string       `yaml:"jurisdiction"`
		Name         Text         `yaml:"name"`
		ValidFrom    string       `yaml:"valid_from"`
		ValidTo      string       `yaml:"valid_to"`
		Rules        []ruleFile   `yaml:"rules"`
		Grounds      []groundFile `yaml:"grounds"`
	}
	ruleFile struct {
		Kind      string     `yaml:"kind"`
		Name      Text       `yaml:"name"`
		Limit     *Limit     `yaml:"limit"`
		Ladder    []rungFile `yaml:"ladder"`
		Calendar  string     `yaml:"calendar"`
		ValidFrom string     `yaml:"valid_from"`
		ValidTo   string     `yaml:"valid_to"`
		Source    Source     `yaml:"source"`
		Certainty Certainty  `yaml:"certainty"`
		Note      Text       `yaml:"note"`
		Demo      *demoFile  `yaml:"demo"`
	}
	rungFile struct {
		Level int  `yaml:"level"`
		N     int  `yaml:"n"`
		Unit  Unit `yaml:"unit"`
	}
	demoFile struct {
		Limit  *Limit     `yaml:"limit"`
		Ladder []rungFile `yaml:"ladder"`
	}
	groundFile struct {
		ID        string    `yaml:"id"`
		Name      Text      `yaml:"name"`
		Longest   *Limit    `yaml:"longest"`
		Source    Source    `yaml:"source"`
		Certainty Certainty `yaml:"certainty"`
		Note      Text      `yaml:"note"`
		Demo      *Limit    `yaml:"demo"`
	}
)

// Load reads a rulebook from strict YAML; name stands for the file in errors.
// It returns all faults joined, each a *LoadError with file, line and column:
// unknown fields, units and grades of certainty, lengths below 1, gaps in a
// ladder, rules of one kind whose validity overlaps, missing sources, unknown
// calendars. Rules may refer to the embedded calendars.
func Load(data []byte, name string) (*Rulebook, error) {
	var file rulebookFile
	doc, err := decode(data, name, &file)
	if err != nil {
		return nil, err
	}
	rb := &Rulebook{
		ID: file.ID, Version: file.Version, Jurisdiction: file.Jurisdiction, Name: file.Name,
		calendars: map[string]*Calendar{CN().id: CN()},
	}
	doc.identity(file.ID, file.Version, file.Name)
	if file.Jurisdiction == "" {
		doc.fault(nil, "jurisdiction: missing")
	}
	valid := doc.validity(nil, file.ValidFrom, file.ValidTo, validity{})
	for i, r := range file.Rules {
		rb.rules = append(rb.rules, doc.rule([]any{"rules", i}, r, valid, rb))
	}
	for i, g := range file.Grounds {
		rb.grounds = append(rb.grounds, doc.ground([]any{"grounds", i}, g, rb))
	}
	doc.inheritLadders(rb.rules)
	if err := doc.err(); err != nil {
		return nil, err
	}
	return rb, nil
}
