package workflow

import (
	"errors"
	"slices"
	"time"

	"gongzhi/assess"
	"gongzhi/record"
)

// Assessment is what somebody wants assessed: facts of a kind, under the rules of
// a jurisdiction (default CN) and day (default today).
type Assessment struct {
	Kind         string
	Jurisdiction string
	On           string // YYYY-MM-DD
	Facts        []byte // one line of facts, as package assess reads it
}

// maxFacts bounds one line of facts, in bytes.
const maxFacts = 64 << 10

// beijing is the zone of the day whose rules apply.
var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

// AssessFacts applies the rule pack that counts to facts, without keeping
// anything. It gives the facts in the form in which they would be kept, the
// finding and its bytes; the error is a refusal that names the fact.
func AssessFacts(packs assess.Packs, a Assessment, now time.Time) (line []byte, finding assess.Finding, body []byte, err error) {
	kind := assess.Kind(a.Kind)
	if !slices.Contains(assess.FindingKinds(), kind) {
		return nil, nil, nil, refuse(Invalid, "kind", "finding_kind", "must be seriousness, disclosure, circulation or breach_duties")
	}
	if len(a.Facts) > maxFacts {
		return nil, nil, nil, refuse(Invalid, "line", "too_long", "at most 65,536 bytes")
	}
	if a.On != "" && !isDay(a.On) {
		return nil, nil, nil, refuse(Invalid, "on", "day_unreadable", "must be a date, YYYY-MM-DD")
	}
	if line, err = assess.Canonical(kind, a.Facts); err != nil {
		return nil, nil, nil, factRefused(err)
	}
	pack, err := packs.Find(kind, orElse(a.Jurisdiction, "CN"), orElse(a.On, now.In(beijing).Format(time.DateOnly)))
	if err != nil {
		return nil, nil, nil, refuse(Invalid, "jurisdiction", "no_pack", "no rule pack applies to this jurisdiction and day")
	}
	finding, body, err = assess.FindingOf(pack, line)
	return line, finding, body, factRefused(err)
}

// factRefused says which fact was refused; it never repeats a value.
func factRefused(err error) error {
	var fact *assess.FactError
	if !errors.As(err, &fact) {
		return err
	}
	return refuse(Invalid, "line", "fact_refused", fact.Error())
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// assess records a finding on the stream of the correspondence: like a comment
// it moves no clock and breaks nobody's If-Match. Decide computes it itself, so
// that nobody can hand in a finding that the rules did not give. Only a breach
// finding changes the case: it opens the duties that it names.
func (d *decision) assess() error {
	a := d.c.Assess
	if a == nil {
		return refuse(Invalid, "kind", "finding_kind", "say what to assess")
	}
	line, finding, body, err := AssessFacts(d.env.packs(), *a, d.env.Now)
	if err != nil {
		return err
	}
	made := finding.MadeBy()
	f := record.Finding{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Kind: a.Kind, Pack: made.ID, Version: made.Version,
		Jurisdiction: orElse(a.Jurisdiction, "CN"), Day: record.Date(orElse(a.On, d.env.Now.In(beijing).Format(time.DateOnly))),
		Answer: finding.Answer(), Facts: line, Body: body, Salt: d.src.Bytes(), By: d.c.Actor.Person, At: d.env.Now,
	}
	d.note(record.Facts{Finding: findingFacts(f, record.ID{}), Content: []record.ContentHash{{Field: "finding", Hash: f.Hash()}}})
	d.out.Findings = append(d.out.Findings, f)
	return d.openBreachDuties(finding)
}

func findingFacts(f record.Finding, override record.ID) *record.FindingFacts {
	return &record.FindingFacts{Finding: f.ID, Kind: f.Kind, Pack: f.Pack, Version: f.Version, By: f.By, Override: override}
}

// overrideFinding puts a named officer's own judgment beside a finding; both stay
// visible.
func (d *decision) overrideFinding() error {
	f := d.c.Finding
	switch {
	case f == nil || f.Incident != d.w.Incident.ID:
		return refuse(Invalid, "finding", "finding_unknown", "not a finding of this case")
	case !slices.Contains(assess.Answers(assess.Kind(f.Kind)), d.c.Answer):
		return refuse(Invalid, "answer", "answer_unknown", "not an answer that such a finding can have")
	case d.c.Answer == f.Answer:
		return refuse(Invalid, "answer", "answer_same", "the finding says so already")
	}
	o := record.Override{
		ID: d.src.ID(d.env.Now), Finding: f.ID, Incident: f.Incident, Answer: d.c.Answer, By: d.c.Actor.Person, At: d.env.Now,
	}
	d.note(record.Facts{Finding: findingFacts(*f, o.ID), Content: d.say(record.OverrideField(o.ID), d.c.Reason)})
	d.out.Overrides = append(d.out.Overrides, o)
	return nil
}

// packs are those of the environment, or the program's own where it has none.
func (e Env) packs() assess.Packs {
	if e.Packs == nil {
		return assess.Default()
	}
	return e.Packs
}
