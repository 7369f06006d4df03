package publication

import (
	"slices"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Imported is a public record of the past with the two named people who
// cleared its wording.
type Imported struct {
	Title        string
	Summary      string // plain text
	HTML         string // sanitised
	Verification string
	Kept         string // why text that the gate would stop is kept
	Note         string // of an amendment
	Proposer     roles.ID
	Clearer      roles.ID
}

// PublishImported publishes, or corrects, an imported record: proposed by one
// named person and cleared by another, two events in one change. The caller
// has checked the right to import.
func PublishImported(w World, in Imported, seed record.Seed, now time.Time) (record.Change, error) {
	if w.Public.State == record.Withdrawn {
		return record.Change{}, record.Refuse(record.WrongTime, "", "withdrawn", "a page that was withdrawn stays withdrawn")
	}
	return release(w, Command{
		Actor: roles.Actor{Person: in.Proposer, Role: roles.Officer},
		Title: in.Title, Summary: in.Summary, HTML: in.HTML, Verification: in.Verification, Kept: in.Kept, Reason: in.Note,
	}, Command{Actor: roles.Actor{Person: in.Clearer, Role: roles.Supervisor}}, seed, now)
}

// release proposes and clears a version in one change of two events.
func release(w World, propose, clearing Command, seed record.Seed, now time.Time) (record.Change, error) {
	src, env := record.NewSource(seed), Env{Now: now}
	first, err := (&decision{w: w, env: env, row: rowOf(Propose), src: src, c: propose}).propose()
	if err != nil {
		return record.Change{}, err
	}
	after := World{Public: first.Public[0], Versions: append(w.Versions, first.Versions...)}
	second, err := (&decision{w: after, env: env, row: rowOf(Clear), src: src, c: clearing}).clear()
	if err != nil {
		return record.Change{}, err
	}
	second.Guards[0].Expect = w.Public.Version
	second.Events = append(first.Events, second.Events...)
	return second, nil
}

func rowOf(a Action) Transition {
	i := slices.IndexFunc(Transitions, func(t Transition) bool { return t.Action == a })
	return Transitions[i]
}
