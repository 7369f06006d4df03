package intake

import (
	"slices"
	"strings"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/workflow"
)

// publish releases the wording. The reason for keeping it is recorded only
// where the gate finds something to keep.
func (a *Archive) publish(w publication.World, rec Record, note string, env workflow.Env) (record.Change, error) {
	seed, err := workflow.NewSeed()
	if err != nil {
		return record.Change{}, err
	}
	in := publication.Imported{
		Title: rec.Title, Summary: rec.Narrative, HTML: rec.HTML, Verification: rec.Verification, Note: note,
		Proposer: a.Proposer, Clearer: a.Clearer,
	}
	if htmlAddsFindings(rec) {
		if in.Kept = rec.Kept; in.Kept == "" {
			return record.Change{}, record.Refuse(record.Invalid, "html", "gate", "personal data was found: mask it, or keep it with a reason in the mapping")
		}
	}
	w.Shown = publication.Show(OriginHistorical, nil, publicParties(rec))
	change, err := publication.PublishImported(w, in, seed, env.Now)
	if stopped(err) && in.Kept == "" && rec.Kept != "" {
		in.Kept = rec.Kept
		return publication.PublishImported(w, in, seed, env.Now)
	}
	return change, err
}

// publicParties are the accused of an imported record; none is an individual.
func publicParties(rec Record) []record.PublicParty {
	var list []record.PublicParty
	for _, p := range rec.Respondents {
		list = append(list, record.PublicParty{Kind: p.Kind, Role: p.Role, Name: p.Name, CreditCode: p.CreditCode})
	}
	return list
}

func stopped(err error) bool {
	r, ok := record.AsRefusal(err)
	return ok && r.Code == "gate"
}

// htmlAddsFindings scans what the HTML says beyond the narrative, which the
// gate reads anyway.
func htmlAddsFindings(rec Record) bool {
	var extra []string
	for _, line := range strings.Split(publication.PlainText(rec.HTML), "\n") {
		if !strings.Contains(rec.Narrative, line) {
			extra = append(extra, line)
		}
	}
	return len(extra) > 0 && slices.ContainsFunc(publication.Scan(strings.Join(extra, "\n")), publication.Blocks)
}
