package workflow

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Secrets seals, hashes and draws what a command brings along. Where names
// table, column and row, which are authenticated with the sealed value.
type Secrets interface {
	NewReceipt() (shown string, hash []byte, err error)
	ReceiptHash(shown string) ([]byte, error)
	NewReference() (string, error)
	Seal(plain []byte, table, column string, row record.ID) []byte
	Open(sealed []byte, table, column string, row record.ID) ([]byte, error)
	LookupHash(kind, value string) []byte
	OnceHash(key, scope string) []byte
	OnceBodyHash(key, scope string, body []byte) []byte
	SealAnswer(key, scope string, answer []byte) []byte
	OpenAnswer(key, scope string, sealed []byte) ([]byte, error)
}

// Store is what the use cases need of the database.
type Store interface {
	Writer
	Loader
}

// UseCases are what people and programs can do; both faces and the import call
// the same.
type UseCases struct {
	Store   Store
	Secrets Secrets
	Alarm   Alarm                        // may be nil: then the sweep alone wakes
	Env     func() Env                   // snapshot of time, organisation and rules
	Gate    func(text string) []string   // names the personal data found in a text that goes to a respondent
	Warn    func(what string, err error) // for failures that cost only lateness
	// Promise signs for a filer that the public log will hold an event; nil
	// where there is no log.
	Promise func(record.Event) ([]byte, error)
	// Organisation loads the organisation's stream, for a recusal; Changed
	// refreshes the snapshot after one.
	Organisation func(ctx context.Context) (OrgWorld, error)
	Changed      func(ctx context.Context) error
	Answers      Answers // puts answers before the public
}

// Answers is the publication of answers to opinions and inquiries.
type Answers interface {
	// Gate refuses wording in which personal data is found.
	Gate(PublicAnswer) error
	// Change is what publishing writes beside the act that answers.
	Change(ctx context.Context, reference string, a PublicAnswer) (record.Change, error)
}

// PublicAnswer is an answer with the two people who stand for it.
type PublicAnswer struct {
	Title, Question, Answer string
	Proposer, Clearer       roles.Actor
}

// NewSeed draws the randomness of one command.
func NewSeed() (record.Seed, error) {
	var s record.Seed
	if _, err := rand.Read(s[:]); err != nil {
		return s, fmt.Errorf("workflow: random seed: %w", err)
	}
	return s, nil
}

const attempts = 4

// Act loads a case, decides a command on it and applies the change. ifVersion
// is the version the actor saw, or 0 where any will do: then a lost race is
// tried again on the newer world.
func (u *UseCases) Act(ctx context.Context, reference string, c Command, ifVersion int64) (World, error) {
	c, err := u.ready(c)
	if err != nil {
		return World{}, err
	}
	load := func() (World, error) { return u.Store.World(ctx, reference) }
	if c.Action == NameRepresentative {
		load = func() (World, error) { return u.represented(ctx, reference, c) }
	}
	return u.act(ctx, load, c, ifVersion)
}

func (u *UseCases) act(ctx context.Context, load func() (World, error), c Command, ifVersion int64) (World, error) {
	for try := 1; ; try++ {
		w, err := load()
		if err != nil {
			return World{}, err
		}
		if w.Other, err = u.other(ctx, w, c); err != nil {
			return World{}, err
		}
		after, err := u.decideAndApply(ctx, w, c, ifVersion)
		if !errors.Is(err, ErrStale) || ifVersion != 0 || try == attempts {
			return after, err
		}
	}
}

// other loads the second case of an act on two. One that does not exist is
// refused by the decision, in the words for one that the actor may not see.
func (u *UseCases) other(ctx context.Context, w World, c Command) (*World, error) {
	var o World
	var err error
	switch id := OtherOf(w, c); {
	case id != uuid.Nil:
		o, err = u.Store.WorldOf(ctx, id)
	case c.Other != "":
		o, err = u.Store.World(ctx, c.Other)
	default:
		return nil, nil
	}
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return &o, err
}

func (u *UseCases) decideAndApply(ctx context.Context, w World, c Command, ifVersion int64) (World, error) {
	seed, err := NewSeed()
	if err != nil {
		return World{}, err
	}
	c.Seed = seed
	if c.Finding, err = u.overridden(ctx, c); err != nil {
		return World{}, err
	}
	if c, err = u.ordered(ctx, c); err != nil {
		return World{}, err
	}
	change, err := u.decide(ctx, w, c)
	if stale := ifVersion != 0 && w.Incident.Version != ifVersion; stale && !errors.Is(err, ErrNotFound) {
		return World{}, ErrStale // whoever is excluded still learns nothing
	}
	if err != nil {
		return World{}, err
	}
	if change.Empty() {
		return w, nil
	}
	moved := after(w, change)
	beside, err := u.beside(ctx, w, moved, c)
	if err != nil {
		return World{}, err
	}
	if err := u.Store.Apply(ctx, append([]record.Change{change}, beside...)...); err != nil {
		return World{}, err
	}
	u.wake(ctx, change)
	if change.Org != nil && u.Changed != nil {
		if err := u.Changed(ctx); err != nil {
			return World{}, err
		}
	}
	return moved, nil
}

// ordered adds to a recusal the version of the organisation's stream, on which
// its tie is written.
func (u *UseCases) ordered(ctx context.Context, c Command) (Command, error) {
	if c.Action != Recuse || u.Organisation == nil {
		return c, nil
	}
	w, err := u.Organisation(ctx)
	c.Org = &OrgOrder{Version: w.Version}
	return c, err
}

func after(w World, c record.Change) World {
	for _, e := range c.Events {
		if e.Subject.ID == w.Incident.ID || w.Incident.ID == uuid.Nil {
			w = Fold(w, e)
		}
	}
	return w
}

// wake tells the alarm clock of every duty and timer that was set. Failing
// costs lateness of at most one sweep.
func (u *UseCases) wake(ctx context.Context, c record.Change) {
	if u.Alarm == nil {
		return
	}
	arm := func(id record.ID, at time.Time) {
		if err := u.Alarm.Arm(ctx, id, at); err != nil && u.Warn != nil {
			u.Warn("alarm", err)
		}
	}
	for _, d := range c.Duties {
		if d.State == record.Armed {
			arm(d.Incident, d.DueAt)
		}
	}
	for _, t := range c.Timers {
		arm(t.Subject, t.FireAt)
	}
}

// Say seals a message and records it as a comment, a question or an answer.
func (u *UseCases) Say(ctx context.Context, reference string, actor roles.Actor, action Action, report record.ID, body string) error {
	return u.say(ctx, func() (World, error) { return u.Store.World(ctx, reference) }, actor, action, report, body)
}

const maxMessage = 10000

func (u *UseCases) say(ctx context.Context, load func() (World, error), actor roles.Actor, action Action, report record.ID, body string) error {
	switch n := len([]rune(body)); {
	case n == 0:
		return refuse(Invalid, "body", "body_required", "write something")
	case n > maxMessage:
		return refuse(Invalid, "body", "too_long", "at most 10,000 characters")
	}
	body = record.CleanText(body)
	if r := record.CheckText(Invalid, "body", body, maxMessage); r != nil {
		return r
	}
	seed, err := NewSeed()
	if err != nil {
		return err
	}
	id := record.NewSource(seed).ID(u.Env().Now)
	kinds := map[Action]string{Comment: "comment", Ask: "question", Answer: "answer", Explain: "explanation"}
	m := &record.Message{ID: id, Report: report, Kind: kinds[action], Sealed: u.Secrets.Seal([]byte(body), "message", "body", id)}
	c := Command{Action: action, Actor: actor, Message: m, Seed: seed}
	if err := u.ownReport(ctx, load, c); err != nil {
		return err
	}
	_, err = u.act(ctx, load, c, 0)
	return err
}

// ownReport refuses a message about a report of another case. Whoever may not
// say it at all hears that first, else the refusal would tell of the case.
func (u *UseCases) ownReport(ctx context.Context, load func() (World, error), c Command) error {
	report := c.Message.Report
	if report == uuid.Nil {
		return nil
	}
	w, err := load()
	if err != nil {
		return err
	}
	if _, err := Decide(w, c, u.Env()); err != nil {
		return err
	}
	row, err := u.Store.Report(ctx, report)
	if err != nil || row.Incident != w.Incident.ID {
		return refuse(Invalid, "report", "report_unknown", "not a report of this case")
	}
	return nil
}
