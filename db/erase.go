package db

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
)

// ErrNotPlaced says that an act of the report waits for its place in the log:
// its leaf must be computed before its salt may go. Trying again in a second helps.
var ErrNotPlaced = errors.New("db: an act of this report is not in the log yet")

// Erased is what an erasure leaves to do and to tell.
type Erased struct {
	Incident record.ID
	Files    []record.ID // whose objects must be deleted now
	Event    record.ID   // the tombstone
}

// ReportsOf lists the reports that a person filed signed in, with the reference
// of their case.
func (db *DB) ReportsOf(ctx context.Context, person record.ID) ([]record.ID, error) {
	rows, err := list[struct{ ID uuid.UUID }](ctx, db.pool, numbered(`SELECT id FROM report WHERE filer = $1 ORDER BY at, id`, person))
	return col(rows, func(r *struct{ ID uuid.UUID }) uuid.UUID { return r.ID }), wrap("reports of a person", err)
}

// FirstReport is the report by which a case was opened.
func (db *DB) FirstReport(ctx context.Context, reference string) (id record.ID, err error) {
	err = db.pool.QueryRow(ctx, `SELECT r.id FROM report r JOIN incident i ON i.id = r.incident_id WHERE i.reference = $1 ORDER BY r.at, r.id LIMIT 1`, reference).Scan(&id)
	if err != nil {
		return id, notFound("first report", err)
	}
	return id, nil
}

// Erase takes away what a report told of people: who filed it, its wording, the
// names of private persons, its messages and files, the salts that commit to
// them, what the search knows of them and the filer's notices. It leaves the
// rows, empty, and an event that says so; replay and the public log stay whole.
// Erasing twice is no error and leaves a second tombstone.
func (db *DB) Erase(ctx context.Context, report record.ID, at time.Time) (Erased, error) {
	var out Erased
	err := db.inTx(ctx, "erase", func(tx pgx.Tx) (err error) {
		out, err = eraseIn(ctx, tx, report, at.UTC().Truncate(time.Microsecond))
		return err
	})
	return out, err
}

func eraseIn(ctx context.Context, tx pgx.Tx, report record.ID, at time.Time) (Erased, error) {
	var out Erased
	var filer uuid.UUID
	var first bool
	err := tx.QueryRow(ctx, `SELECT r.incident_id, r.filer, NOT EXISTS (SELECT FROM report o WHERE o.incident_id = r.incident_id AND (o.at, o.id) < (r.at, r.id))
		FROM report r WHERE r.id = $1`, report).Scan(&out.Incident, &filer, &first)
	if err != nil {
		return out, notFound("erase", err)
	}
	e := record.Event{
		Subject: record.Subject{Kind: record.SubjectIncident, ID: out.Incident}, Kind: "report.erased", At: at, Actor: roles.Actor{Role: roles.System},
		Facts: record.Facts{Report: report, Erasure: &record.ErasureFacts{Report: report}}, Salt: make([]byte, 32),
	}
	if err := tx.QueryRow(ctx, `UPDATE incident SET version = version + 1, changed_at = $2 WHERE id = $1 RETURNING version`, out.Incident, at).Scan(&e.Seq); err != nil {
		return out, err
	}
	if err := emptyReport(ctx, tx, report, out.Incident, first); err != nil {
		return out, err
	}
	if e.Facts.Erasure.Salts, err = destroySalts(ctx, tx, report, out.Incident); err != nil {
		return out, err
	}
	for _, field := range fieldsOf(first) {
		e.Facts.Content = append(e.Facts.Content, record.ContentHash{Field: field})
	}
	rows, files, err := emptied(ctx, tx, report, out.Incident, first)
	if err != nil {
		return out, err
	}
	out.Files = files
	if err := forgetFiler(ctx, tx, filer, out.Incident); err != nil {
		return out, err
	}
	if err := indexCases(ctx, tx, []uuid.UUID{out.Incident}); err != nil {
		return out, err
	}
	if err := indexSimilar(ctx, tx, []uuid.UUID{out.Incident}); err != nil {
		return out, err
	}
	_, err = rand.Read(e.Salt)
	if err == nil {
		e.ID, err = uuid.NewV7()
	}
	if err != nil {
		return out, err
	}
	out.Event = e.ID
	if err := record.BindRows(&e, rows); err != nil {
		return out, err
	}
	w := &writes{Change: record.Change{Events: []record.Event{e}}}
	b := &pgx.Batch{}
	w.queueEvents(b)
	return out, tx.SendBatch(ctx, b).Close()
}

// fieldsOf are the wordings of the case that its first report told.
func fieldsOf(first bool) []string {
	if first {
		return []string{"title", "narrative"}
	}
	return nil
}

func emptyReport(ctx context.Context, tx pgx.Tx, report, incident record.ID, first bool) error {
	b := &pgx.Batch{}
	b.Queue(`UPDATE report SET receipt = NULL, filer = NULL, organization_id = NULL, identity = NULL, contact = NULL, on_behalf = '', lang = '' WHERE id = $1`, report)
	b.Queue(`UPDATE message SET sealed = NULL, author = NULL WHERE report_id = $1`, report)
	b.Queue(`UPDATE evidence SET name = NULL, hash = '', size = 0 WHERE report_id = $1`, report)
	if first {
		b.Queue(`UPDATE incident_text SET body = NULL, salt = NULL WHERE incident_id = $1 AND field = ANY ($2)`, incident, fieldsOf(true))
		b.Queue(`UPDATE respondent SET sealed_name = NULL WHERE incident_id = $1`, incident)
	}
	return tx.SendBatch(ctx, b).Close()
}

// destroySalts takes the salts of the acts by which the report was told, so that
// nobody can try guesses against their commitments. Each must have its leaf.
func destroySalts(ctx context.Context, tx pgx.Tx, report, incident record.ID) ([]record.ID, error) {
	const acts = `SELECT e.id, EXISTS (SELECT FROM log l WHERE l.event_id = e.id) FROM event e
		WHERE e.subject_id = $1 AND e.subject_kind IN ('incident', 'correspondence') AND e.salt IS NOT NULL
		AND (convert_from(e.canonical, 'UTF8')::jsonb #>> '{facts,report}') = $2 AND e.kind IN ('report.filed', 'question.asked', 'question.answered', 'evidence.added')
		ORDER BY e.subject_kind, e.seq`
	rows, err := list[struct {
		ID     uuid.UUID
		Placed bool
	}](ctx, tx, numbered(acts, incident, report.String()))
	if err != nil {
		return nil, err
	}
	var salts []record.ID
	for _, r := range rows {
		if !r.Placed {
			return nil, ErrNotPlaced
		}
		salts = append(salts, r.ID)
	}
	_, err = tx.Exec(ctx, `UPDATE event SET salt = NULL WHERE id = ANY ($1::uuid[])`, salts)
	return salts, err
}

// emptied are the rows as they are now, to which the tombstone commits in place
// of the acts that lost their salts, and the files whose objects must go.
func emptied(ctx context.Context, tx pgx.Tx, report, incident record.ID, first bool) ([]record.Row, []record.ID, error) {
	held := map[uuid.UUID]*heldCase{incident: {}}
	b := &pgx.Batch{}
	var files []record.ID
	of := []uuid.UUID{incident}
	keep := func(r record.Row, mine bool) {
		if mine {
			held[incident].rows = append(held[incident].rows, r)
		}
	}
	collect(b, allReports, of, func(r record.Report) error {
		keep(record.ReportRow(r), r.ID == report)
		return nil
	})
	collect(b, allRespondents, of, func(r record.Respondent) error {
		keep(record.RespondentRow(r), first)
		return nil
	})
	collect(b, allMessages, of, func(m record.Message) error {
		keep(record.MessageRow(m), m.Report == report)
		return nil
	})
	collect(b, allEvidence, of, func(e record.Evidence) error {
		if e.Report == report {
			files = append(files, e.ID)
		}
		keep(record.EvidenceRow(e), e.Report == report)
		return nil
	})
	err := tx.SendBatch(ctx, b).Close()
	return held[incident].rows, files, err
}

// forgetFiler takes the filer's notices of the case, its letters and the kept
// answers to the filer's requests.
func forgetFiler(ctx context.Context, tx pgx.Tx, filer, incident record.ID) error {
	if filer == uuid.Nil {
		return nil
	}
	b := &pgx.Batch{}
	b.Queue(`DELETE FROM delivery WHERE inbox_id IN (SELECT id FROM inbox WHERE person_id = $1 AND incident_id = $2)`, filer, incident)
	b.Queue(`DELETE FROM inbox WHERE person_id = $1 AND incident_id = $2`, filer, incident)
	b.Queue(`DELETE FROM once WHERE scope = $1`, "report:"+filer.String())
	return tx.SendBatch(ctx, b).Close()
}

// ErrOfficial refuses to erase somebody who holds or held an office: who answered
// must stay known.
var ErrOfficial = errors.New("db: only citizens are erased; who held an office stays in the record")

// ErasePerson takes a citizen's account away: name, sign-in, sessions, notices.
// The reports must have been erased before.
func (db *DB) ErasePerson(ctx context.Context, person record.ID) error {
	return db.inTx(ctx, "erase person", func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE person SET name = '', name_key = '' WHERE id = $1 AND role = 'citizen'
			AND NOT EXISTS (SELECT FROM holding WHERE person_id = $1)`, person)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return ErrOfficial
		}
		b := &pgx.Batch{}
		for _, sql := range []string{
			`DELETE FROM session WHERE person_id = $1`, `DELETE FROM credential WHERE person_id = $1`,
			`DELETE FROM delivery WHERE person_id = $1`, `DELETE FROM inbox WHERE person_id = $1`,
		} {
			b.Queue(sql, person)
		}
		return tx.SendBatch(ctx, b).Close()
	})
}

// Scrub rewrites the tables that held what was erased, so that no dead row keeps
// it, and then PostgreSQL's own samples of their columns, which quote values of
// rows (pg_statistic; https://www.postgresql.org/docs/current/catalog-pg-statistic.html).
// It locks each of them while it runs. The role must own the database, or
// PostgreSQL leaves the samples' dead rows to its vacuum.
func (db *DB) Scrub(ctx context.Context) error {
	for _, table := range []string{
		"report", "message", "evidence", "incident_text", "respondent", "event", "search_doc", "similar_band", "inbox", "delivery", "once", "person", "credential", "session",
		"pg_catalog.pg_statistic", // last: the others refresh it
	} {
		if _, err := db.pool.Exec(ctx, `VACUUM (FULL, ANALYZE) `+table); err != nil {
			return wrap("scrub "+table, err)
		}
	}
	return nil
}
