package db

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
)

// col is one column of rows as an array parameter.
func col[R, T any](rows []R, get func(*R) T) []T {
	out := make([]T, len(rows))
	for i := range rows {
		out[i] = get(&rows[i])
	}
	return out
}

// ids is a column of ids in which the zero id becomes NULL.
func ids[R any](rows []R, get func(*R) uuid.UUID) pgtype.FlatArray[pgtype.UUID] {
	out := make(pgtype.FlatArray[pgtype.UUID], len(rows))
	for i := range rows {
		id := get(&rows[i])
		out[i] = pgtype.UUID{Bytes: id, Valid: id != uuid.Nil}
	}
	return out
}

// keys is a column of ids in which the zero id stays itself.
func keys[R any](rows []R, get func(*R) uuid.UUID) pgtype.FlatArray[pgtype.UUID] {
	out := make(pgtype.FlatArray[pgtype.UUID], len(rows))
	for i := range rows {
		out[i] = pgtype.UUID{Bytes: get(&rows[i]), Valid: true}
	}
	return out
}

// document is a value as a JSON text parameter, nil for NULL. What reaches it
// holds only strings, numbers and booleans, so that it cannot fail.
func document(v any) *string {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	s := string(b)
	return &s
}

// timeOf is a time or NULL.
type timeOf = pgtype.Timestamptz

func at(t time.Time) timeOf { return timeOf{Time: t, Valid: true} }

func maybe(t *time.Time) timeOf {
	if t == nil {
		return timeOf{}
	}
	return at(*t)
}

// times is a column of times.
func times[R any](rows []R, get func(*R) timeOf) pgtype.FlatArray[timeOf] {
	return pgtype.FlatArray[timeOf](col(rows, get))
}
