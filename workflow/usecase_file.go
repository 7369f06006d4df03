package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Filed is the answer to a report: the public reference and the receipt, the
// filer's secret for returning. The receipt is shown once.
type Filed struct {
	Reference string   `json:"reference"`
	Receipt   string   `json:"receipt"`
	Promise   string   `json:"promise,omitempty"` // signed: the public log will hold this report
	Warnings  []string `json:"warnings,omitempty"`
	// Again says that this answer was given before: nothing was filed now, and no file of this request belongs to a report.
	Again bool `json:"-"`
}

// onceFor is how long the same request gets the same answer.
const onceFor = 24 * time.Hour

// ErrAnswered is returned by Apply where the idempotency key was used before:
// the stored answer must be read back.
var ErrAnswered = errors.New("workflow: this idempotency key was answered before")

// File files a report. The same idempotency key with the same body gets the
// same answer, receipt included; with another body it is refused.
func (u *UseCases) File(ctx context.Context, actor roles.Actor, key string, s Submission) (Filed, error) {
	env := u.Env()
	byAccount := actor.Role == roles.Organization || actor.Role == roles.Media && s.Matter == record.MatterInquiry
	if s.Filer.Kind == "" && byAccount {
		s.Filer.Kind = kindNamed
	}
	s.Normalize()
	if faults := s.Check(env.Now, byAccount); len(faults) > 0 {
		return Filed{}, faults
	}
	if s.Behalf != nil {
		s.OnBehalf, s.ReceivedAt = s.Behalf.Channel, s.Behalf.ReceivedAt
	}
	if s.Filer.Kind == kindAnonymous && s.Behalf == nil {
		actor = citizen // whoever asks to stay unknown leaves no account behind
	}
	scope := onceScope(actor)
	body, err := json.Marshal(struct {
		Submission
		Files  []sameFile `json:"files,omitempty"`
		Matter any        `json:"matter,omitempty"`
	}{s, sameFiles(s.Evidence), s.sameness()})
	if err != nil {
		return Filed{}, err
	}
	w, err := u.filingWorld(ctx, s)
	if err != nil {
		return Filed{}, err
	}
	for try := 1; ; try++ {
		answer, err := u.fileOnce(ctx, env, w, actor, key, scope, body, s)
		if !errors.Is(err, ErrStale) || s.Joins == "" || try == attempts {
			return answer, err
		}
	}
}

// fileOnce decides and writes. Joining fails with ErrStale where somebody else
// joined or wrote at the same moment: then it is decided on the newer world.
func (u *UseCases) fileOnce(ctx context.Context, env Env, w World, actor roles.Actor, key, scope string, body []byte, s Submission) (Filed, error) {
	into, err := u.joined(ctx, s.Joins)
	switch {
	case err != nil:
		return Filed{}, err
	case into.Incident.ID != uuid.Nil && !into.Incident.State.Open():
		w.About = &into // ended: a new case names it
	case into.Incident.ID != uuid.Nil:
		w = into
	}
	answer, change, err := u.prepare(env, w, actor, key, scope, body, s)
	if err != nil {
		return Filed{}, err
	}
	err = u.Store.Apply(ctx, change)
	if errors.Is(err, ErrAnswered) {
		return u.answeredBefore(ctx, key, scope, body, env.Now)
	}
	if err != nil {
		return Filed{}, err
	}
	u.wake(ctx, change)
	return answer, nil
}

func onceScope(actor roles.Actor) string {
	if actor.Person == uuid.Nil {
		return "report"
	}
	return "report:" + actor.Person.String()
}

// sameFile is what of a file makes two requests the same: the content as it is kept, not the id, which is drawn anew
// whenever the file comes in.
type sameFile struct {
	MediaType string `json:"media_type"`
	Hash      []byte `json:"hash"`
}

func sameFiles(list []record.Evidence) []sameFile {
	files := make([]sameFile, 0, len(list))
	for _, e := range list {
		files = append(files, sameFile{e.MediaType, e.Hash})
	}
	return files
}

// prepare draws and seals everything the decision needs, and decides.
func (u *UseCases) prepare(env Env, w World, actor roles.Actor, key, scope string, body []byte, s Submission) (Filed, record.Change, error) {
	seed, err := NewSeed()
	if err != nil {
		return Filed{}, record.Change{}, err
	}
	receipt, hash, err := u.Secrets.NewReceipt()
	if err != nil {
		return Filed{}, record.Change{}, err
	}
	reference, err := u.Secrets.NewReference()
	if err != nil {
		return Filed{}, record.Change{}, err
	}
	f := u.filing(env, actor, seed, s)
	f.Receipt, f.Reference = hash, reference
	action := File
	if w.Incident.ID != uuid.Nil {
		action = Join
	}
	once := &record.Once{
		Scope: scope, KeyHash: u.Secrets.OnceHash(key, scope), BodyHash: u.Secrets.OnceBodyHash(key, scope, body),
		ExpiresAt: env.Now.Add(onceFor),
	}
	if w.About != nil {
		f.About = w.About.Incident.ID
	}
	change, err := Decide(w, Command{Action: action, Actor: actor, Seed: seed, Filing: f, Once: once}, env)
	if err != nil {
		return Filed{}, change, err
	}
	if w.Incident.ID != uuid.Nil {
		reference = w.Incident.Reference
	}
	answer := Filed{Reference: reference, Receipt: receipt, Warnings: s.Warnings()}
	if answer.Promise, err = u.promise(change); err != nil {
		return Filed{}, change, err
	}
	kept, err := json.Marshal(answer)
	change.Once.Sealed = u.Secrets.SealAnswer(key, scope, kept)
	return answer, change, err
}

// promise signs that the public log will hold the filing.
func (u *UseCases) promise(change record.Change) (string, error) {
	if u.Promise == nil {
		return "", nil
	}
	signed, err := u.Promise(change.Events[0])
	return string(signed), err
}

// filing seals a submission. Ids come from the seed under another label, so
// that they never meet the ones Decide draws.
func (u *UseCases) filing(env Env, actor roles.Actor, seed record.Seed, s Submission) *Filing {
	seed[31] ^= 0x5a
	src := record.NewSource(seed)
	f := &Filing{
		Urgent: s.Urgent, ReportID: src.RandomID(), Title: s.Title, Narrative: s.Narrative, Violation: s.Violation,
		Region: s.Region, Sector: s.Sector, OccurredOn: s.OccurredOn, DiscoveredOn: s.DiscoveredOn,
		Persons: s.Persons, Pieces: s.Pieces, FilerKind: s.Filer.Kind, Lang: s.Lang,
		OnBehalf: s.OnBehalf, ExternalID: s.ExternalID, ReceivedAt: s.ReceivedAt, Evidence: s.Evidence,
	}
	if actor.Role == roles.Organization || s.Matter == record.MatterInquiry {
		f.FilerKind = "organization"
	}
	s.tellMatter(env, f)
	if s.Filer.Name != "" {
		f.Identity = u.Secrets.Seal([]byte(s.Filer.Name), "report", "identity", f.ReportID)
	}
	if s.Filer.Contact != "" {
		f.Contact = u.Secrets.Seal([]byte(s.Filer.Contact), "report", "contact", f.ReportID)
	}
	for _, p := range s.Respondents {
		f.Respondents = append(f.Respondents, u.respondent(env, src, f, p))
	}
	return f
}

// respondent seals an individual's name and adds the party's keys.
func (u *UseCases) respondent(env Env, src *record.Source, f *Filing, p SubmittedParty) record.Respondent {
	r := record.Respondent{ID: src.ID(env.Now), Kind: p.Kind, Role: p.Role, CreditCode: p.CreditCode}
	if p.CreditCode != "" {
		f.Accused = append(f.Accused, roles.CodeParty(p.CreditCode))
	}
	f.Accused = append(f.Accused, env.Org.MeantBy(p.Name)...)
	switch {
	case p.Name == "":
	case p.Kind == kindIndividual || p.Kind == kindUnknown: // may be a natural person: nothing of the name stays readable
		r.SealedName = u.Secrets.Seal([]byte(p.Name), "respondent", "name", r.ID)
		f.Accused = append(f.Accused, roles.PersonParty(u.Secrets.LookupHash("person", p.Name)))
	default:
		r.Name = p.Name
		f.Accused = append(f.Accused, roles.NameParty(p.Name))
	}
	return r
}

func (u *UseCases) answeredBefore(ctx context.Context, key, scope string, body []byte, now time.Time) (Filed, error) {
	sealed, ok, err := u.Store.Answered(ctx, scope, u.Secrets.OnceHash(key, scope), u.Secrets.OnceBodyHash(key, scope, body), now)
	if err != nil {
		return Filed{}, err
	}
	if !ok {
		return Filed{}, refuse(Busy, "", "try_again", "try again")
	}
	plain, err := u.Secrets.OpenAnswer(key, scope, sealed)
	if err != nil {
		return Filed{}, err
	}
	answer := Filed{Again: true}
	return answer, json.Unmarshal(plain, &answer)
}

// joined is the case behind the public page that a report names, because it
// happened to somebody else too; the zero World where it names none.
func (u *UseCases) joined(ctx context.Context, reference string) (World, error) {
	if reference == "" {
		return World{}, nil
	}
	w, err := u.Store.PublicWorldOf(ctx, reference)
	if errors.Is(err, ErrNotFound) {
		return World{}, refuse(Invalid, "joins", "joins_unknown", "not a published incident")
	}
	w.Public = true
	return w, err
}
