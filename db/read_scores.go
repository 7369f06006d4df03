package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"gongzhi/answerability"
	"gongzhi/record"
	"gongzhi/roles"
)

// Scores is the public table of closed duties, with what its ids are called.
type Scores struct {
	Lines []answerability.Closed
	Names map[string]roles.Text
}

// Scores makes the public table of all months before the one of a time; running
// says that the month that goes on is shown as well, for a demonstration.
func (db *DB) Scores(ctx context.Context, now time.Time, running bool) (Scores, error) {
	lines, err := list[answerability.Closed](ctx, db.pool, (&query{}).add(`SELECT 'agency', agency_id::text, class, kind, month, outcome, level, minutes, n
		FROM closed_duty WHERE n > 0`))
	if err != nil {
		return Scores{}, wrap("scores", err)
	}
	s := Scores{Names: map[string]roles.Text{}}
	agencies, err := list[struct{ ID, Zh, En string }](ctx, db.pool, (&query{}).add(`SELECT id::text, name_zh, name_en FROM agency`))
	if err != nil {
		return Scores{}, wrap("scores", err)
	}
	for _, a := range agencies {
		s.Names[a.ID] = roles.Text{Zh: a.Zh, En: a.En}
	}
	respondents, err := db.respondentLines(ctx, s.Names)
	if err != nil {
		return Scores{}, err
	}
	before := now.In(scoreZone)
	if running {
		before = before.AddDate(0, 1, 1-before.Day())
	}
	s.Lines = answerability.Publish(append(lines, respondents...), before.Format("2006-01"))
	return s, nil
}

type publishedParty struct {
	Parties     []record.PublicParty
	Outcome     *record.Outcome
	PublishedAt time.Time
}

// respondentLines are made of published pages alone: named enterprises and
// organs, never private persons, nor those of whom it is not known.
func (db *DB) respondentLines(ctx context.Context, names map[string]roles.Text) ([]answerability.Closed, error) {
	rows, err := list[publishedParty](ctx, db.pool, (&query{}).add(`SELECT v.parties, v.outcome, p.published_at FROM publication p
		JOIN publication_version v ON v.incident_id = p.incident_id AND v.number = p.number
		WHERE `+isPublic+` AND v.outcome IS NOT NULL AND v.parties IS NOT NULL`))
	if err != nil {
		return nil, wrap("scores of respondents", err)
	}
	var lines []answerability.Closed
	for _, r := range rows {
		outcome := answerability.Unfounded
		if r.Outcome.Founded {
			outcome = answerability.Founded
		}
		for _, p := range r.Parties {
			if p.Name == "" || (p.Kind != "enterprise" && p.Kind != "organ") {
				continue
			}
			sum := sha256.Sum256([]byte(p.CreditCode + "\x00" + string(roles.NameParty(p.Name))))
			id := hex.EncodeToString(sum[:8])
			names[id] = roles.Text{Zh: p.Name, En: p.Name}
			lines = append(lines, answerability.Closed{
				Subject: answerability.OfRespondent, ID: id, Month: r.PublishedAt.In(scoreZone).Format("2006-01"), Outcome: outcome, N: 1,
			})
		}
	}
	return lines, nil
}
