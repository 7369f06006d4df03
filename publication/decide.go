// Package publication is what the public gets to see: how a case comes before
// it and leaves again, the gate that finds personal data in a wording, the mask
// that hides it, and the feeds.
package publication

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Action is what somebody wants to do on the publication track of a case.
type Action string

// The actions of the track.
const (
	Propose  Action = "publish_propose"  // a wording for the public, or a correction of it
	Clear    Action = "publish_clear"    // the second person clears and releases it
	Decline  Action = "publish_decline"  // the second person sends it back
	Withdraw Action = "publish_withdraw" // takes a published page back, leaving a tombstone
)

// Transition is one row of the table of the publication track.
type Transition struct {
	Action     Action
	From       []record.PublicState
	Permission roles.Permission
	Reason     bool
	Event      string
}

// Transitions is the table; the target state follows from whether a version
// was public before.
var Transitions = []Transition{
	{Propose, []record.PublicState{record.Unpublished, record.Published, record.Corrected, record.Withdrawn}, roles.ProposePublic, false, "publication.proposed"},
	{Clear, []record.PublicState{record.Proposed, record.Published, record.Corrected}, roles.ClearPublic, false, "publication.cleared"},
	{Decline, []record.PublicState{record.Proposed, record.Published, record.Corrected}, roles.ClearPublic, true, "publication.declined"},
	{Withdraw, []record.PublicState{record.Published, record.Corrected}, roles.CorrectPublic, true, "publication.withdrawn"},
}

// World is the publication track of one case.
type World struct {
	Public   record.Publication
	Versions []record.PublicVersion
	Shown    Shown // what a version proposed now shows beside its wording
	Matter   record.Matter
}

// Command is what somebody wants.
type Command struct {
	Action       Action
	Actor        roles.Actor
	Seed         record.Seed
	Title        string
	Summary      string // plain text
	HTML         string // sanitised; only for imported records
	Verification string
	Kept         string // why findings of the gate stand
	Reason       string // of a correction, a decline or a withdrawal
	Answer       string // to an opinion or an inquiry, plain text
	Number       int    // clear, decline: the version that was read; 0 takes whichever waits
}

// Env is what else the decision depends on.
type Env struct {
	Now      time.Time
	Standing roles.Standing // of the actor to the case
}

// Verifications lists the levels of verification.
var Verifications = []string{"unverified", "plausible", "verified", "disputed", "fabricated"}

// Decide says what a command on the publication track writes, or refuses it.
func Decide(w World, c Command, env Env) (record.Change, error) {
	env.Now = env.Now.UTC().Truncate(time.Microsecond)
	i := slices.IndexFunc(Transitions, func(t Transition) bool { return t.Action == c.Action })
	if i < 0 {
		return record.Change{}, record.Refuse(record.Invalid, "action", "action_unknown", "no such action")
	}
	row := Transitions[i]
	if err := permit(w, c, env, row); err != nil {
		return record.Change{}, err
	}
	d := &decision{w: w, c: c, env: env, row: row, src: record.NewSource(c.Seed)}
	switch c.Action {
	case Propose:
		return d.propose()
	case Clear:
		return d.clear()
	case Decline:
		return d.decline()
	default:
		return d.withdraw()
	}
}

func permit(w World, c Command, env Env, row Transition) error {
	if !env.Standing.Sees() {
		return record.ErrNotFound
	}
	if !env.Standing.May(row.Permission) {
		return record.Refuse(record.Forbidden, "", "not_yours", "this act is for somebody else")
	}
	state := w.Public.State
	if state == "" {
		state = record.Unpublished
	}
	if !slices.Contains(row.From, state) {
		return record.Refuse(record.WrongTime, "action", "wrong_state", "publication is not at a stage for this act")
	}
	if row.Action == Propose && !published(w) {
		return record.Refuse(record.WrongTime, "action", "answer_first", "this becomes public by its answer")
	}
	if row.Reason && strings.TrimSpace(c.Reason) == "" {
		return record.Refuse(record.Invalid, "reason", "reason_required", "a reason is required")
	}
	return nil
}

// published reports whether a wording can be proposed: of an incident always,
// of any other matter only to correct the answer that is public.
func published(w World) bool {
	return w.Matter == "" || w.Matter == record.MatterIncident || w.Public.Number > 0 && w.Public.State != record.Withdrawn
}

type decision struct {
	w   World
	c   Command
	env Env
	row Transition
	src *record.Source
	out record.Change
}

const (
	maxTitle   = 200
	maxSummary = 20000
	maxNote    = 4000
	minKept    = 10
)

// propose keeps a new version that waits for its second person. The gate runs
// here, so that the proposer masks what must not go out, and again on release.
func (d *decision) propose() (record.Change, error) {
	if d.w.Public.Pending != 0 {
		return record.Change{}, record.Refuse(record.WrongTime, "action", "already_proposed", "a version already waits for its second person")
	}
	v := record.PublicVersion{
		Incident: d.w.Public.Incident, Number: d.lastNumber() + 1, Title: strings.TrimSpace(d.c.Title), Summary: strings.TrimSpace(d.c.Summary),
		HTML: d.c.HTML, Verification: d.c.Verification, Kept: strings.TrimSpace(d.c.Kept), Proposer: d.c.Actor.Person,
		Note: strings.TrimSpace(d.c.Reason), ProposedAt: d.env.Now, Parties: d.w.Shown.Parties, Outcome: d.w.Shown.Outcome,
		Answer: strings.TrimSpace(d.c.Answer),
	}
	if last, ok := d.version(d.w.Public.Number); ok && v.Answer == "" {
		v.Answer = last.Answer // a correction of the question leaves the answer
	}
	v.HTML = SanitizeHTML(v.HTML)
	if err := check(v, d.w.Public.Number > 0); err != nil {
		return record.Change{}, err
	}
	p := d.w.Public
	p.Pending = v.Number
	if p.State == "" || p.State == record.Unpublished || p.State == record.Withdrawn {
		p.State = record.Proposed
	}
	d.out.Versions = []record.PublicVersion{v}
	return d.emit(p, v.Number)
}

func check(v record.PublicVersion, correcting bool) error {
	switch {
	case v.Title == "":
		return record.Refuse(record.Invalid, "title", "required", "a title is required")
	case len([]rune(v.Title)) > maxTitle:
		return record.Refuse(record.Invalid, "title", "too_long", "at most 200 characters")
	case v.Summary == "":
		return record.Refuse(record.Invalid, "summary", "required", "a summary is required")
	case len([]rune(v.Summary)) > maxSummary:
		return record.Refuse(record.Invalid, "summary", "too_long", "at most 20,000 characters")
	case !slices.Contains(Verifications, v.Verification):
		return record.Refuse(record.Invalid, "verification", "verification_unknown", "no such level of verification")
	case !plain(v.Title, maxTitle) || !plain(v.Summary, maxSummary) || !plain(v.Answer, maxSummary) || !plain(v.Note, maxNote) || !plain(v.Kept, maxNote):
		return record.Refuse(record.Invalid, "summary", "bad_character", "must not contain control characters or be too long")
	case correcting && v.Note == "":
		return record.Refuse(record.Invalid, "reason", "reason_required", "say what the correction corrects")
	}
	return gateVersion(v)
}

// gateVersion stops wording in which the gate finds personal data, unless it
// is kept with a reason. No reason keeps it in names and clauses.
func gateVersion(v record.PublicVersion) error {
	if err := gateShown(v); err != nil {
		return err
	}
	if len([]rune(v.Kept)) >= minKept {
		return nil
	}
	for _, part := range []struct{ field, text string }{{"title", v.Title}, {"summary", v.Summary}, {"summary", PlainText(v.HTML)}, {"reason", v.Note}, {"answer", v.Answer}} {
		if stops(part.text) {
			return record.Refuse(record.Invalid, part.field, "gate", "personal data was found: mask it, or keep it with a reason of at least 10 characters")
		}
	}
	return nil
}

// clear is the second person's act: whoever proposed cannot clear. It releases
// the version at once.
func (d *decision) clear() (record.Change, error) {
	v, err := d.pending()
	if err != nil {
		return record.Change{}, err
	}
	if err := gateVersion(v); err != nil {
		return record.Change{}, err
	}
	at := d.env.Now
	v.Clearer, v.ClearedAt = d.c.Actor.Person, &at
	p := d.w.Public
	p.State = record.Published
	if p.PublishedAt == nil {
		p.PublishedAt = &at
	} else {
		p.State = record.Corrected
	}
	p.Number, p.Pending = v.Number, 0
	d.out.Versions = []record.PublicVersion{v}
	return d.emit(p, v.Number)
}

func (d *decision) decline() (record.Change, error) {
	v, err := d.pending()
	if err != nil {
		return record.Change{}, err
	}
	p := d.w.Public
	p.Pending = 0
	if p.State == record.Proposed {
		p.State = record.Unpublished
		if p.Number > 0 {
			p.State = record.Withdrawn
		}
	}
	return d.emit(p, v.Number)
}

func (d *decision) withdraw() (record.Change, error) {
	p := d.w.Public
	p.State, p.Pending = record.Withdrawn, 0
	v, ok := d.version(p.Number)
	if !ok {
		return record.Change{}, record.ErrNotFound
	}
	if v.Proposer == d.c.Actor.Person {
		return record.Change{}, record.Refuse(record.Forbidden, "", "second_person", "somebody else than its proposer must withdraw a page")
	}
	at := d.env.Now
	v.Number, v.Note, v.Clearer = d.lastNumber()+1, strings.TrimSpace(d.c.Reason), d.c.Actor.Person
	v.Kept, v.ProposedAt, v.ClearedAt, v.Parties, v.Outcome, v.Answer = "", at, &at, nil, nil, ""
	if stops(v.Note) {
		return record.Change{}, record.Refuse(record.Invalid, "reason", "gate", "personal data was found: the reason is shown to everybody")
	}
	p.Number = v.Number
	d.out.Versions = []record.PublicVersion{v}
	return d.emit(p, v.Number)
}

// pending is the version that waits, for somebody else than its proposer.
func (d *decision) pending() (record.PublicVersion, error) {
	v, ok := d.version(d.w.Public.Pending)
	switch {
	case !ok:
		return v, record.Refuse(record.WrongTime, "action", "nothing_proposed", "no version waits for its second person")
	case d.c.Number != 0 && d.c.Number != v.Number:
		return v, record.ErrStale
	case v.Proposer == d.c.Actor.Person:
		return v, record.Refuse(record.Forbidden, "", "second_person", "a second person must decide this")
	}
	return v, nil
}

func (d *decision) version(number int) (record.PublicVersion, bool) {
	i := slices.IndexFunc(d.w.Versions, func(v record.PublicVersion) bool { return v.Number == number && number > 0 })
	if i < 0 {
		return record.PublicVersion{}, false
	}
	return d.w.Versions[i], true
}

func (d *decision) lastNumber() int {
	last := 0
	for _, v := range d.w.Versions {
		last = max(last, v.Number)
	}
	return last
}

// emit records the act on the stream of its own and returns the change.
func (d *decision) emit(p record.Publication, number int) (record.Change, error) {
	from := d.w.Public.State
	if from == "" {
		from = record.Unpublished
	}
	p.Version, p.ChangedAt = d.w.Public.Version+1, d.env.Now
	subject := record.Subject{Kind: record.SubjectPublication, ID: p.Incident}
	e := record.Event{
		ID: d.src.ID(d.env.Now), Subject: subject, Seq: p.Version, Kind: d.row.Event, At: d.env.Now, Actor: d.c.Actor, Salt: d.src.Bytes(),
	}
	content, err := d.wording(e.Salt)
	if err != nil {
		return record.Change{}, err
	}
	e.Facts = record.Facts{Public: &record.PublicFacts{From: from, To: p.State, Number: number}, Content: append(content, d.sayReason(p.Version)...)}
	if e.Canonical, err = record.Canonicalize(e); err != nil {
		return record.Change{}, err
	}
	d.out.Guards = []record.Guard{{Subject: subject, Expect: d.w.Public.Version, Next: p.Version}}
	d.out.Events, d.out.Public = []record.Event{e}, []record.Publication{p}
	return record.Bind(d.out)
}

// wording commits to everything of the versions this act wrote, under the
// event's own salt, which goes with an erasure.
func (d *decision) wording(salt []byte) ([]record.ContentHash, error) {
	var hashes []record.ContentHash
	for _, v := range d.out.Versions {
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, record.ContentHash{Field: "version", Hash: record.HashContent(salt, string(text))})
	}
	return hashes, nil
}

// ReasonField names the text that holds the reason of a publication act.
func ReasonField(seq int64) string { return fmt.Sprintf("publication_reason:%d", seq) }

// sayReason keeps why a version was declined or a page withdrawn.
func (d *decision) sayReason(seq int64) []record.ContentHash {
	reason := strings.TrimSpace(d.c.Reason)
	if reason == "" || !d.row.Reason {
		return nil
	}
	t := record.Text{Incident: d.w.Public.Incident, Field: ReasonField(seq), Body: reason, Salt: d.src.Bytes(), At: d.env.Now}
	d.out.Texts = append(d.out.Texts, t)
	return []record.ContentHash{{Field: t.Field, Hash: record.HashContent(t.Salt, reason)}}
}

func plain(text string, limit int) bool {
	return record.CheckText(record.Invalid, "", text, limit) == nil
}
