package workflow

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// respondent is whoever holds the code of a service: it names nobody.
var respondent = roles.Actor{Role: roles.Respondent}

// minKept is the shortest reason for keeping what the gate found, in characters.
const minKept = 10

// Serve opens a respondent's door with a wording that the gate has read, and
// returns its code, which is shown once and kept nowhere. kept says why what
// the gate found stands.
func (u *UseCases) Serve(ctx context.Context, reference string, actor roles.Actor, respondent record.ID, body, kept string) (string, World, error) {
	code, hash, err := u.Secrets.NewReceipt()
	if err != nil {
		return "", World{}, err
	}
	load := func() (World, error) {
		w, err := u.Store.World(ctx, reference)
		if err != nil {
			return w, err
		}
		c := Command{Action: Serve, Actor: actor, Reason: kept, Body: body, Service: &record.Service{Respondent: respondent, Code: hash}}
		if _, err := Decide(w, c, u.Env()); err != nil {
			return w, err // whoever may not serve at all learns nothing of the gate or of the respondents
		}
		if err := u.accuses(ctx, w, respondent); err != nil {
			return w, err
		}
		return w, u.pass("body", body, kept)
	}
	c := Command{Action: Serve, Actor: actor, Reason: kept, Body: body, Service: &record.Service{Respondent: respondent, Code: hash}}
	w, err := u.act(ctx, load, c, 0)
	return code, w, err
}

// accuses refuses somebody who is no respondent of the case.
func (u *UseCases) accuses(ctx context.Context, w World, respondent record.ID) error {
	list, err := u.Store.Respondents(ctx, w.Incident.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(r record.Respondent) bool { return r.ID == respondent }) {
		return refuse(Invalid, "to", "respondent_unknown", "not a respondent of this case")
	}
	return nil
}

// represented loads a case for naming a representative of one of its
// respondents. Whoever may not do so at all learns nothing of them.
func (u *UseCases) represented(ctx context.Context, reference string, c Command) (World, error) {
	w, err := u.Store.World(ctx, reference)
	if err != nil {
		return w, err
	}
	if _, err := Decide(w, c, u.Env()); err != nil {
		return w, err
	}
	return w, u.accuses(ctx, w, c.To)
}

// pass lets a text through to the respondent's side, unless the gate finds
// personal data in it and nobody says why they stand.
func (u *UseCases) pass(field, text, kept string) error {
	if u.Gate == nil {
		return refuse(Busy, field, "no_gate", "nothing can be served now")
	}
	found := u.Gate(text)
	if len(found) == 0 || len([]rune(record.CleanText(kept))) >= minKept {
		return nil
	}
	return refuse(Invalid, field, "served_findings", "personal data were found, mask them or say in at least 10 characters why they stand: "+strings.Join(found, ", "))
}

// byService loads the world behind a respondent's code. A wrong one is not found.
func (u *UseCases) byService(ctx context.Context, code string) (World, error) {
	hash, err := u.Secrets.ReceiptHash(code)
	if err != nil {
		return World{}, ErrNotFound
	}
	w, s, err := u.Store.WorldByService(ctx, hash)
	w.Served = &s
	return w, err
}

// RespondentAct lets the holder of a code reply, object, promise or hand in a rectification.
func (u *UseCases) RespondentAct(ctx context.Context, code string, c Command) error {
	load := func() (World, error) { return u.byService(ctx, code) }
	if !slices.Contains(RespondentActs, c.Action) || c.Action == AddServedEvidence {
		return refuse(Invalid, "action", "action_unknown", "no such action")
	}
	c.Actor = respondent
	if c.Action == ReplyServed {
		w, err := load()
		if err != nil {
			return err
		}
		if c.Message, err = u.sealed(c.Body, "reply", w.Served.ID); err != nil {
			return err
		}
	}
	_, err := u.act(ctx, load, c, 0)
	return err
}

// sealed seals words as a message of a kind.
func (u *UseCases) sealed(body, kind string, of record.ID) (*record.Message, error) {
	body = record.CleanText(body)
	if body == "" {
		return nil, refuse(Invalid, "body", "body_required", "write something")
	}
	if r := record.CheckText(Invalid, "body", body, maxMessage); r != nil {
		return nil, r
	}
	seed, err := NewSeed()
	if err != nil {
		return nil, err
	}
	id := record.NewSource(seed).ID(u.Env().Now)
	return &record.Message{ID: id, Report: of, Kind: kind, Sealed: u.Secrets.Seal([]byte(body), "message", "body", id)}, nil
}

// EvidenceByService adds a file that was already sealed and stored.
func (u *UseCases) EvidenceByService(ctx context.Context, code string, e record.Evidence) error {
	load := func() (World, error) {
		w, err := u.byService(ctx, code)
		if err != nil {
			return w, err
		}
		n, err := u.Store.EvidenceCount(ctx, w.Served.ID)
		if err == nil && n >= MaxEvidence {
			err = refuse(Invalid, "file", "file_too_many", "a report takes at most 10 files")
		}
		return w, err
	}
	w, err := load()
	if err != nil {
		return err
	}
	e.Report = w.Served.ID
	_, err = u.act(ctx, load, Command{Action: AddServedEvidence, Actor: respondent, Evidence: &e}, 0)
	return err
}

// ready seals what an act on the desk brings in words, and lets nothing
// through to the respondent's side that the gate has not read.
func (u *UseCases) ready(c Command) (Command, error) {
	var err error
	switch c.Action {
	case NameRepresentative:
		c.Message, err = u.sealed(c.Body, "representative", uuid.Nil)
	case ReturnRectification, AnswerObjection, Prolong: // a prolonging is read by everybody
		err = u.pass("reason", c.Reason, "")
	default:
	}
	return c, err
}
