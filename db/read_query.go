package db

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gongzhi/record"
	"gongzhi/workflow"
)

// query grows by constant fragments; each ? stands for the next argument.
type query struct {
	sql    strings.Builder
	args   []any
	fickle bool // its best plan depends on its arguments
	shaped bool // its text leaves PostgreSQL one way, whatever its arguments
}

func (q *query) add(fragment string, args ...any) *query {
	for _, arg := range args {
		q.args = append(q.args, arg)
		fragment = strings.Replace(fragment, "?", "$"+strconv.Itoa(len(q.args)), 1)
	}
	q.sql.WriteString(fragment)
	return q
}

// first ends the query after n rows. Where any arguments have the same plan
// the number is part of the text: of a parameter PostgreSQL would expect a
// tenth of all rows, find every list dear and plan it anew each time, which
// takes longer than the list.
func (q *query) first(n int) *query {
	if q.fickle && !q.shaped {
		return q.add(` LIMIT ?`, n)
	}
	return q.add(` LIMIT ` + strconv.Itoa(n))
}

// settled says that the query's text decides how it runs.
func (q *query) settled() *query {
	q.shaped = true
	return q
}

// planned is the pool for a query: one plan does for all arguments, or each
// run has its own.
func (db *DB) planned(q *query) *pgxpool.Pool {
	if q.shaped || !q.fickle {
		return db.hot
	}
	return db.pool
}

// equal adds a condition unless the value is empty.
func (q *query) equal(column, value string) {
	if value != "" {
		q.fickle = true
		q.add(` AND `+column+` = ?`, value)
	}
}

// asPerson starts a query whose $1 is the person who reads. People see much or
// little, so its plan depends on the person.
func asPerson(person uuid.UUID, sql string) *query {
	q := &query{args: []any{person}, fickle: true}
	return q.add(sql)
}

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// list runs the query and reads its rows by position.
func list[R any](ctx context.Context, from querier, q *query) ([]R, error) {
	rows, err := from.Query(ctx, q.sql.String(), q.args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[R])
}

// Pages have at most maxPage rows, and usualPage where nobody asked.
const (
	maxPage   = 200
	usualPage = 50
)

func pageSize(limit int) int {
	if limit <= 0 {
		return usualPage
	}
	return min(limit, maxPage)
}

// page cuts the one row more that was asked for and says where to go on.
func page[R, T any](rows []R, limit int, item func(R) T, mark func(R) string) workflow.Page[T] {
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = mark(rows[limit-1])
	}
	items := make([]T, len(rows))
	for i, r := range rows {
		items[i] = item(r)
	}
	return workflow.Page[T]{Items: items, Next: next}
}

// ErrCursor says that a cursor was not made by the list it came to.
var ErrCursor = record.Refuse(record.Invalid, "cursor", "cursor_invalid", "this cursor does not belong to this list")

// markAt writes a place in a list: microseconds and what breaks ties.
func markAt(at time.Time, tie ...any) string {
	text := strconv.FormatInt(at.UnixMicro(), 10)
	for _, t := range tie {
		text += "|" + fmt.Sprint(t)
	}
	return text
}

// parseMark reads what markAt wrote, with a number of ties.
func parseMark(cursor string, ties int) (time.Time, []string, error) {
	parts := strings.Split(cursor, "|")
	if len(cursor) > 100 || len(parts) != ties+1 {
		return time.Time{}, nil, ErrCursor
	}
	micros, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || micros < -1<<56 || micros > 1<<56 {
		return time.Time{}, nil, ErrCursor
	}
	return time.UnixMicro(micros).UTC(), parts[1:], nil
}

// numbered is a query that numbers its arguments itself.
func numbered(sql string, args ...any) *query {
	return (&query{args: args}).add(sql)
}
