package workflow

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// ReasonField names the text that holds the reason of the event with a number.
func ReasonField(seq int64) string { return fmt.Sprintf("reason:%d", seq) }

// Paths lists the legal paths a decision can take.
var Paths = []string{"none", "civil", "administrative", "criminal_referral"}

const (
	maxClauses    = 20
	longestClause = 100 // characters
)

// citation reports whether a clause looks like one: clauses are shown to everybody
// as they are, and can hold neither a number of a person nor an address.
func citation(clause string) bool {
	n := utf8.RuneCountInString(clause)
	return n > 0 && n <= longestClause && !longNumber.MatchString(clause) && !strings.ContainsFunc(clause, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N) && !strings.ContainsRune(" .,、()（）〔〕[]《》§–-", r)
	})
}

var longNumber = regexp.MustCompile(`\p{Nd}{5,}`)

// decideCase records the outcome: founded or not, path, cited clauses.
func (d *decision) decideCase() error {
	o := d.c.Outcome
	switch {
	case o == nil:
		return refuse(Invalid, "founded", "outcome_required", "say whether the matter is founded")
	case !slices.Contains(Paths, o.Path):
		return refuse(Invalid, "path", "path_unknown", "no such legal path")
	case !o.Founded && (o.Path != "none" || o.Orders):
		return refuse(Invalid, "path", "path_unfounded", "an unfounded matter has neither path nor orders")
	}
	if err := checkClauses(o.Clauses); err != nil {
		return err
	}
	if err := d.checkConsequences(o); err != nil {
		return err
	}
	return d.advance(record.Facts{Outcome: o})
}

func checkClauses(clauses []string) error {
	switch {
	case len(clauses) > maxClauses:
		return refuse(Invalid, "clauses", "too_many", "at most 20 clauses")
	case slices.ContainsFunc(clauses, func(c string) bool { return !citation(c) }):
		return refuse(Invalid, "clauses", "clause_form", "name statute and article, at most 100 letters, digits and brackets")
	}
	return nil
}

// assign gives the lead duty to another post of the same agency. The due time
// stays: a new pair of hands gains no time.
func (d *decision) assign() error {
	lead, ok := d.w.Lead()
	if !ok {
		return refuse(WrongTime, "action", "not_open", "nobody leads this case any more")
	}
	post, ok := d.env.Org.Post(d.c.To)
	risen := lead.Level > 0 && !d.env.Org.AnswersFor(d.c.Actor.Person, lead.Post, d.env.Now) && !d.env.Org.AnswersAbove(d.c.Actor.Person, lead.Post, d.env.Now)
	switch {
	case risen:
		return refuse(Forbidden, "", "not_yours", "a duty that has risen is given on by its post or from above")
	case !ok || post.Agency != d.w.Incident.Agency:
		return refuse(Invalid, "to", "post_unknown", "not a post of the agency that leads")
	case post.ID == lead.Post:
		return refuse(Invalid, "to", "same_post", "the duty lies there already")
	case d.env.Org.Conflicted(post.ID, d.w.Incident.Accused, d.env.Now):
		return refuse(Invalid, "to", "post_excluded", "this post cannot handle the case")
	case !mayReview(d.w, d.env.Org.Answer(post.ID, d.env.Now).Person):
		return refuse(Invalid, "to", "decided_before", "whoever decided the case does not review it")
	}
	d.withdrawOpenProposals()
	d.emit(d.row.Event, record.Facts{Moved: append([]record.DutyMove{d.move(lead, post.ID)}, d.followLead(post.ID, d.move)...), Content: d.sayReason()})
	return nil
}

// move gives a duty to another post. What the chain has reached stays reached:
// the ladder goes on from the higher of the two.
func (d *decision) move(x record.Duty, to roles.ID) record.DutyMove {
	risen := x.Risen
	if d.env.Org.Above(to, risen) || (x.Level == 0 && to != risen && !d.env.Org.Above(risen, to)) {
		risen = to
	}
	return record.DutyMove{Chain: x.Chain, Level: x.Level, From: x.Post, To: to, Risen: risen}
}

// redirect moves every live duty away from a post that has become conflicted.
func (d *decision) redirect() error {
	var f record.Facts
	led := false
	for _, x := range d.w.Duties {
		if !x.State.Live() {
			continue
		}
		if !d.env.Org.Conflicted(x.Post, d.w.Incident.Accused, d.env.Now) {
			continue
		}
		if to := d.haven(x); to != x.Post {
			f.Moved = append(f.Moved, d.move(x, to))
			if x.Chain == d.w.Incident.LeadChain {
				f.Agency = d.agencyOf(to)
				led = true
			}
		}
	}
	if len(f.Moved) > 0 {
		d.endTasksOf(&f, f.Agency)
		d.emit(d.row.Event, f)
	}
	if led {
		d.withdrawOpenProposals()
	}
	return nil
}

// agencyOf is the post's agency where it differs from the one that leads.
func (d *decision) agencyOf(post roles.ID) *roles.ID {
	p, ok := d.env.Org.Post(post)
	if !ok || p.Agency == d.w.Incident.Agency {
		return nil
	}
	return &p.Agency
}

// correspond adds a comment, a question or an answer on a stream of its own,
// so that it neither breaks somebody's If-Match nor moves any clock.
func (d *decision) correspond() error {
	m := d.c.Message
	if m == nil || len(m.Sealed) == 0 {
		return refuse(Invalid, "body", "body_required", "write something")
	}
	m2 := *m
	m2.Incident, m2.At, m2.Author = d.w.Incident.ID, d.env.Now, d.c.Actor.Person
	d.note(record.Facts{Message: m2.ID, Report: m2.Report})
	d.out.Messages = append(d.out.Messages, m2)
	return nil
}

func (d *decision) addEvidence() error {
	e := d.c.Evidence
	if e == nil || e.ID == uuid.Nil {
		return refuse(Invalid, "file", "file_required", "choose a file")
	}
	e2 := *e
	e2.Incident, e2.At = d.w.Incident.ID, d.env.Now
	d.note(record.Facts{Evidence: e2.ID, Report: e2.Report})
	d.out.Evidence = append(d.out.Evidence, e2)
	return nil
}

// SealedFields are the fields that open only after the reading is recorded.
var SealedFields = []string{"identity", "contact", "respondents"}

// What is read by the acts besides: a file of the case, and all of it to be
// taken away.
const (
	EvidenceField = "evidence"
	ExportField   = "export"
)

// opens reports whether the act is the one that opens a field.
func (d *decision) opens(field string) bool {
	switch d.c.Action {
	case ReadEvidence:
		return field == EvidenceField
	case ExportCase:
		return field == ExportField
	default:
		return slices.Contains(SealedFields, field)
	}
}

// unseal records that somebody opens a sealed field, before it is opened.
func (d *decision) unseal() error {
	r := d.c.Reading
	switch {
	case r == nil || !d.opens(r.Field):
		return refuse(Invalid, "field", "field_unknown", "no such sealed field")
	case slices.ContainsFunc(d.w.Told, func(t record.Told) bool { return t.Report == r.Report && t.Withdrawn }):
		return refuse(WrongTime, "report", "withdrawn_sealed", "this report was withdrawn; its filer stays unknown")
	case len([]rune(record.CleanText(r.Purpose))) < minPurpose || record.CheckText(Invalid, "purpose", r.Purpose, maxReason) != nil:
		return refuse(Invalid, "purpose", "purpose_required", "say why in 5 to 4,000 characters")
	}
	r2 := *r
	r2.ID, r2.Incident, r2.Reader, r2.At = d.src.ID(d.env.Now), d.w.Incident.ID, d.c.Actor.Person, d.env.Now
	d.note(record.Facts{Reading: &record.ReadingFacts{Reading: r2.ID, Report: r2.Report, Field: r2.Field}})
	d.out.Readings = append(d.out.Readings, r2)
	return nil
}

const minPurpose = 5

func (d *decision) note(f record.Facts) {
	subject := record.Subject{Kind: record.SubjectCorrespondence, ID: d.w.Incident.ID}
	d.out.Guards = append(d.out.Guards, record.Guard{Subject: subject, Expect: d.w.Notes, Next: d.w.Notes + 1})
	d.emitOn(subject, d.w.Notes+1, d.row.Event, f)
}
