package workflow

import (
	"fmt"
	"slices"
	"unicode"

	"github.com/google/uuid"

	"gongzhi/record"
)

// cosigned is the event by which an organization signs another's opinion.
const cosigned = "opinion.cosigned"

// WithholdGrounds are the grounds on which an answer may be kept from the
// public. The Regulations on Open Government Information know these cases;
// that they hold for answers to opinions and inquiries is inferred.
var WithholdGrounds = []string{"state_secret", "security_or_stability", "commercial_secret", "personal_privacy", "law_enforcement_file"}

// An answer is no answer below these: letters and digits, and how many of them
// differ. Both are defaults of this product.
const (
	minAnswer   = 30
	minDistinct = 12
)

// Substantial refuses an answer that is only a phrase: too short, or the same
// few letters again and again.
func Substantial(field, text string) *Refusal {
	letters, distinct := 0, map[rune]bool{}
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
			distinct[unicode.ToLower(r)] = true
		}
	}
	if letters < minAnswer || len(distinct) < minDistinct {
		return refuse(Invalid, field, "answer_empty_phrase", "an answer deals with what was said: at least 30 letters, not the same few repeated")
	}
	return nil
}

// Fields of the texts that a reply keeps under the number of its event.
func replyTitle(seq int64) string    { return fmt.Sprintf("reply_title:%d", seq) }
func replyQuestion(seq int64) string { return fmt.Sprintf("reply_question:%d", seq) }

// BecauseField names the text that says why an answer is withheld.
func BecauseField(seq int64) string { return fmt.Sprintf("because:%d", seq) }

// checkAnswer refuses an empty phrase, and a withholding without a listed
// ground and a reason of its own.
func (d *decision) checkAnswer() error {
	if r := Substantial("reason", d.c.Reason); r != nil {
		return r
	}
	d.c.Title, d.c.Summary, d.c.Because = record.CleanText(d.c.Title), record.CleanText(d.c.Summary), record.CleanText(d.c.Because)
	if d.c.Action == Withhold {
		switch {
		case !slices.Contains(WithholdGrounds, d.c.Ground):
			return refuse(Invalid, "ground", "withhold_ground", "name one of the listed grounds")
		case len([]rune(d.c.Because)) < minPurpose:
			return refuse(Invalid, "because", "because_required", "say why the public must not read the answer")
		}
		return orNil(record.CheckText(Invalid, "because", d.c.Because, maxReason))
	}
	for _, part := range []struct {
		field, text string
		limit       int
	}{{"title", d.c.Title, MaxTitle}, {"summary", d.c.Summary, MaxNarrative}} {
		if part.text == "" {
			return refuse(Invalid, part.field, "required", "is required: the public reads it beside the answer")
		}
		if r := record.CheckText(Invalid, part.field, part.text, part.limit); r != nil {
			return r
		}
	}
	return nil
}

func orNil(r *Refusal) error {
	if r == nil {
		return nil
	}
	return r
}

// sayAnswer keeps the wordings of a reply beside the event that proposes it.
func (d *decision) sayAnswer() []record.ContentHash {
	seq := d.w.Incident.Version + 1
	return append(append(d.say(replyTitle(seq), d.c.Title), d.say(replyQuestion(seq), d.c.Summary)...), d.say(BecauseField(seq), d.c.Because)...)
}

// answer ends an opinion or an inquiry. The wording is the one that the second
// person read, kept under the number of the proposal.
func (d *decision) answer() error {
	detail := d.detail()
	detail.Answer = &record.Answered{Public: d.c.Action == Reply, Ground: d.c.Ground, Event: d.said}
	return d.advance(record.Facts{Detail: &detail, Ground: d.c.Ground})
}

// detail is a copy of what the matter knows, to be changed.
func (d *decision) detail() record.Detail {
	if d.w.Incident.Detail == nil {
		return record.Detail{}
	}
	return *d.w.Incident.Detail
}

// cosign adds an organization's signature to another's opinion, once, on the
// stream of the correspondence: no clock moves and no If-Match breaks.
func (d *decision) cosign() error {
	org := d.c.Actor.Organization
	switch {
	case org == uuid.Nil:
		return refuse(Forbidden, "", "not_yours", "only an organization signs an opinion")
	case slices.Contains(d.w.FilerOrgs, org):
		return refuse(Forbidden, "", "own_matter", "an organization does not sign its own opinion again")
	case slices.Contains(d.w.Signers, org):
		return refuse(WrongTime, "action", "signed_already", "this organization has signed it already")
	}
	d.note(record.Facts{})
	d.out.Signed = append(d.out.Signed, record.Signature{Incident: d.w.Incident.ID, Organization: org, Person: d.c.Actor.Person, At: d.env.Now})
	return nil
}

// MayBeSigned reports whether other organizations may read and sign an
// opinion: not where it tells of a case that the public does not know.
func (w World) MayBeSigned() bool {
	return w.Incident.Matter == record.MatterOpinion && (w.Incident.About == uuid.Nil || w.About != nil && w.About.Public)
}
