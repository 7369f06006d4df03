package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// seeded makes a database of so many open cases, each a copy of one that the
// product took by POST. Constraints are on. The product's own rows stay.
func (s *stage) seeded(ctx context.Context, name string, cases int) (string, error) {
	f, err := s.filer(ctx, name)
	if err != nil {
		return "", err
	}
	if err := f.settle(ctx); err != nil {
		return "", err
	}
	f.stop()
	if err := s.multiply(ctx, f.database, cases, nil, nil); err != nil {
		return "", err
	}
	return f.database, sql(ctx, f.database, `VACUUM ANALYZE`)
}

// spread holds expressions that differ from copy to copy, by table and column;
// n counts the copies from 1.
type spread map[string]map[string]string

// copied are the tables of a filed report and what is fresh in each copy.
var copied = []struct {
	table, where string
	fresh        map[string]string
}{
	{"incident", "id = '%s'", map[string]string{"id": "incident", "lead_chain": "chain", "reference": "'GB-' || lpad(to_hex(n), 10, '0')"}},
	{"incident_party", "incident_id = '%s'", map[string]string{"incident_id": "incident"}},
	{"duty", "incident_id = '%s' AND level = 0", map[string]string{"incident_id": "incident", "chain": "chain"}},
	{"report", "incident_id = '%s'", map[string]string{"id": "report", "incident_id": "incident", "receipt": "sha256(uuid_send(report))"}},
	{"incident_text", "incident_id = '%s'", map[string]string{"incident_id": "incident"}},
	{"respondent", "incident_id = '%s'", map[string]string{"id": "respondent", "incident_id": "incident"}},
	{"event", "subject_id = '%s' AND seq = 1", map[string]string{"id": "event", "subject_id": "incident"}},
	{"counted", "incident_id = '%s'", map[string]string{"incident_id": "incident"}},
}

// portion is how many copies one transaction makes.
const portion = 50_000

// multiply copies the newest open case of a database; without are tables left
// out.
func (s *stage) multiply(ctx context.Context, database string, copies int, differ spread, without []string) error {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck
	if _, err := conn.Exec(ctx, `CREATE TABLE IF NOT EXISTS bench_progress (n int)`); err != nil {
		return err
	}
	statements, err := copyStatements(ctx, conn, differ, without)
	if err != nil {
		return err
	}
	var done int
	if err := conn.QueryRow(ctx, `SELECT coalesce(max(n), 0) FROM bench_progress`).Scan(&done); err != nil {
		return err
	}
	began := time.Now()
	for from := done + 1; from <= copies; from += portion {
		if err := s.spared(); err != nil {
			return err
		}
		if s.within > 0 && time.Since(began) > s.within {
			return fmt.Errorf("%d of %d cases are made: run again", from-1, copies)
		}
		if err := copyPortion(ctx, conn, from, min(copies, from+portion-1), statements); err != nil {
			return err
		}
	}
	return nil
}

// copyPortion makes some copies in one transaction, and notes how far it came.
func copyPortion(ctx context.Context, conn *pgx.Conn, from, to int, statements []string) error {
	noted := fmt.Sprintf("INSERT INTO bench_progress VALUES (%d)", to)
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		for _, text := range append([]string{freshIDs(from, to), noted}, statements...) {
			if _, err := tx.Exec(ctx, text); err != nil {
				first, _, _ := strings.Cut(text, "(")
				return fmt.Errorf("%s…: %w", first, err)
			}
		}
		return nil
	})
}

// freshIDs draws the ids of some copies; they begin with rising digits, as ids
// that begin with the time do.
func freshIDs(from, to int) string {
	id := "overlay(gen_random_uuid()::text PLACING '0190' || lpad(to_hex(g), 4, '0') FROM 1 FOR 8)::uuid"
	id = strings.ReplaceAll(id, "lpad(to_hex(g), 4, '0')", "lpad(to_hex(g / 256), 4, '0')")
	return fmt.Sprintf(`CREATE TEMP TABLE k ON COMMIT DROP AS SELECT g AS n, %[1]s AS incident, %[1]s AS chain, %[1]s AS report, %[1]s AS respondent, %[1]s AS event
FROM generate_series(%[2]d, %[3]d) g`, id, from, to)
}

func copyStatements(ctx context.Context, conn *pgx.Conn, differ spread, without []string) ([]string, error) {
	var incident string
	if err := conn.QueryRow(ctx, `SELECT id::text FROM incident WHERE open ORDER BY id DESC LIMIT 1`).Scan(&incident); err != nil {
		return nil, err
	}
	var list []string
	for _, c := range copied {
		if slices.Contains(without, c.table) {
			continue
		}
		fresh := maps.Clone(c.fresh)
		maps.Copy(fresh, differ[c.table])
		text, err := insertLike(ctx, conn, c.table, fmt.Sprintf(c.where, incident), fresh, "k")
		if err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, nil
}
