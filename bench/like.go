package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// columnsOf lists the columns of a table that an INSERT may name.
func columnsOf(ctx context.Context, conn *pgx.Conn, table string) ([]string, error) {
	rows, err := conn.Query(ctx, `SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public'
		AND table_name = $1 AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY ordinal_position`, table)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// insertLike writes an INSERT of rows like one that the product wrote: each
// column has the value it has there, but for those named in fresh, which are
// expressions. from says where these take their values from. So the limits
// follow the schema without naming its columns.
func insertLike(ctx context.Context, conn *pgx.Conn, table, where string, fresh map[string]string, from string) (string, error) {
	columns, err := columnsOf(ctx, conn, table)
	if err != nil {
		return "", err
	}
	picked := make([]string, len(columns))
	for n, c := range columns {
		picked[n] = fmt.Sprintf("quote_nullable(%s)", pgx.Identifier{c}.Sanitize())
	}
	rows, err := conn.Query(ctx, "SELECT ARRAY["+strings.Join(picked, ", ")+"] FROM "+table+" WHERE "+where)
	if err != nil {
		return "", err
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[[]string])
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", fmt.Errorf("%s has no row to follow", table)
	}
	types, err := typesOf(ctx, conn, table)
	if err != nil {
		return "", err
	}
	selects := make([]string, len(all))
	for n, row := range all {
		values := make([]string, len(columns))
		for m, c := range columns {
			values[m] = row[m] + "::" + types[c]
			if expression, ok := fresh[c]; ok {
				values[m] = expression
			}
		}
		selects[n] = "SELECT " + strings.Join(values, ", ") + " FROM " + from
	}
	return fmt.Sprintf("INSERT INTO %s (%s)\n%s", table, strings.Join(columns, ", "), strings.Join(selects, " UNION ALL ")), nil
}

func typesOf(ctx context.Context, conn *pgx.Conn, table string) (map[string]string, error) {
	rows, err := conn.Query(ctx, `SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`, table)
	if err != nil {
		return nil, err
	}
	types := map[string]string{}
	var name, kind string
	_, err = pgx.ForEachRow(rows, []any{&name, &kind}, func() error { types[name] = kind; return nil })
	return types, err
}
