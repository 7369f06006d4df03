package db

import (
	"context"

	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const orgEvents = `SELECT id, subject_kind, subject_id, seq, kind, at, actor_person, actor_role, actor_organization, canonical, salt FROM event
WHERE subject_kind = 'organisation' AND subject_id = '00000000-0000-0000-0000-000000000000' AND seq > $1 ORDER BY seq LIMIT $2`

// checkOrganisation compares the organisation's rows with what its events
// committed to, from the newest set-up on.
func checkOrganisation(ctx context.Context, tx pgx.Tx) ([]Finding, error) {
	rows := Finding{Name: "the organisation is as its events committed to it"}
	form := Finding{Name: "an event of the organisation: its canonical bytes are its columns"}
	revision := Finding{Name: "the organisation is as new as its newest act"}
	newest, reached := map[string]commitment{}, int64(0)
	for last := int64(0); ; {
		stored, err := list[storedEvent](ctx, tx, numbered(orgEvents, last, checkBatch))
		if err != nil {
			return nil, err
		}
		if len(stored) == 0 {
			break
		}
		for _, s := range stored {
			e, ok := readStored(s)
			form.note(!ok || len(s.Salt) == 0, s.ID.String())
			if e.Facts.Org != nil {
				reached = max(reached, e.Facts.Org.Revision)
			}
			if e.Kind == orgLoaded {
				clear(newest)
			}
			for key, c := range committedTo([]record.Event{e}) {
				newest[key] = c
			}
			last = s.Seq
		}
	}
	now, err := orgRowsNow(ctx, tx)
	if err != nil {
		return nil, err
	}
	if len(newest) > 0 || hasOrganisation(now) {
		rows.compare("organisation", now, newest)
	}
	var at int64
	if err := tx.QueryRow(ctx, `SELECT coalesce(max(revision), 0) FROM setting`).Scan(&at); err != nil {
		return nil, err
	}
	revision.note(at < reached, "revision")
	return []Finding{rows, form, revision}, nil
}

// hasOrganisation reports whether anybody set one up; before, only the empty
// routes and settings are there.
func hasOrganisation(rows []record.Row) bool {
	for _, r := range rows {
		if r.Key != "all" && r.Key != "one" {
			return true
		}
	}
	return false
}
