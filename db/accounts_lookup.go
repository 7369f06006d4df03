package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/accounts"
	"gongzhi/db/internal/sqlgen"
)

// lookup is a session that somebody asks for. Each request asks anew, so that
// a session that was ended is refused at once; those that ask at the same time
// are answered by one statement, which begins after all of them asked.
type lookup struct {
	family uuid.UUID
	row    sqlgen.SessionByTokenRow
	err    error
	done   chan struct{}
}

// SessionByID implements accounts.Store.
func (a Accounts) SessionByID(ctx context.Context, family uuid.UUID) (accounts.Session, accounts.Account, error) {
	l := &lookup{family: family, done: make(chan struct{})}
	a.db.lookups.add(l)
	if err := a.db.lookups.wait(ctx, l.done); err != nil {
		return accounts.Session{}, accounts.Account{}, wrap("session by id", err)
	}
	return found("session by id", l.row, l.err)
}

// longestLookup bounds a portion: where the server went silent, no signed-in
// request waits longer behind it than people wait for a page.
const longestLookup = 5 * time.Second

func (db *DB) lookUpAll(portion []*lookup) {
	ctx, cancel := context.WithTimeout(context.Background(), longestLookup)
	defer cancel()
	rows, err := db.sessions(ctx, portion)
	for _, l := range portion {
		row, there := rows[l.family]
		l.row, l.err = row, err
		if err == nil && !there {
			l.err = pgx.ErrNoRows
		}
		close(l.done)
	}
}

func (db *DB) sessions(ctx context.Context, portion []*lookup) (rows map[uuid.UUID]sqlgen.SessionByTokenRow, err error) {
	defer caught("session by id", &err)
	rows = make(map[uuid.UUID]sqlgen.SessionByTokenRow, len(portion))
	families := make([]uuid.UUID, 0, len(portion))
	for _, l := range portion {
		if _, asked := rows[l.family]; !asked {
			rows[l.family] = sqlgen.SessionByTokenRow{}
			families = append(families, l.family)
		}
	}
	clear(rows)
	found, err := sqlgen.New(db.hot).SessionsByFamily(ctx, families)
	for _, r := range found {
		rows[r.Session.Family] = sqlgen.SessionByTokenRow(r)
	}
	return rows, err
}
