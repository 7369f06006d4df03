package publication

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Answered is an answer to an opinion or an inquiry with the two people who
// stand for it: whoever proposed the act and whoever confirmed it.
type Answered struct {
	Title    string
	Question string // what was asked, in words that the public may read
	Answer   string
	Proposer roles.Actor
	Clearer  roles.Actor
}

// verifiedAnswer is the level that an answer has: it is what the agency says.
const verifiedAnswer = "verified"

// Gate stops an answer in which the gate finds personal data. Nothing keeps it
// in: an answer goes to everybody the moment it is confirmed.
func (a Answered) Gate() error {
	return check(record.PublicVersion{Title: a.Title, Summary: a.Question, Answer: a.Answer, Verification: verifiedAnswer}, false)
}

// PublishAnswer publishes an answer: proposed by one and cleared by the other
// in one change, which is to be written with the act that answers.
func PublishAnswer(w World, a Answered, seed record.Seed, now time.Time) (record.Change, error) {
	if w.Public.Number > 0 || w.Public.Pending > 0 {
		return record.Change{}, record.Refuse(record.WrongTime, "action", "answered_before", "it was answered before the public already")
	}
	if a.Proposer.Person == a.Clearer.Person {
		return record.Change{}, record.Refuse(record.Forbidden, "", "second_person", "a second person must decide this")
	}
	return release(w, Command{Actor: a.Proposer, Title: a.Title, Summary: a.Question, Answer: a.Answer, Verification: verifiedAnswer},
		Command{Actor: a.Clearer}, seed, now)
}

// AnswerChange decides the publication of an answer on the case's track.
func (u *UseCases) AnswerChange(ctx context.Context, reference string, a Answered) (record.Change, error) {
	w, _, err := u.Store.PublicWorld(ctx, reference)
	if err != nil {
		return record.Change{}, err
	}
	var seed record.Seed
	if _, err := rand.Read(seed[:]); err != nil {
		return record.Change{}, fmt.Errorf("publication: random seed: %w", err)
	}
	return PublishAnswer(w, a, seed, u.Now().UTC().Truncate(time.Microsecond))
}
