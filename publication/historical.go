package publication

import (
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
	src := record.NewSource(seed)
	env := Env{Now: now}
	first, err := (&decision{w: w, env: env, row: Transitions[0], src: src, c: Command{
		Actor: roles.Actor{Person: in.Proposer, Role: roles.Officer},
		Title: in.Title, Summary: in.Summary, HTML: in.HTML, Verification: in.Verification, Kept: in.Kept, Reason: in.Note,
	}}).propose()
	if err != nil {
		return record.Change{}, err
	}
	after := World{Public: first.Public[0], Versions: append(w.Versions, first.Versions...)}
	second, err := (&decision{w: after, env: env, row: Transitions[1], src: src, c: Command{
		Actor: roles.Actor{Person: in.Clearer, Role: roles.Supervisor},
	}}).clear()
	if err != nil {
		return record.Change{}, err
	}
	second.Guards[0].Expect = w.Public.Version
	second.Events = append(first.Events, second.Events...)
	return second, nil
}
