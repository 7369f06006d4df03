package db

import (
	"context"

	"gongzhi/record"
)

// EvidenceCount implements workflow.Loader.
func (db *DB) EvidenceCount(ctx context.Context, report record.ID) (n int, err error) {
	err = db.pool.QueryRow(ctx, `SELECT count(*) FROM evidence WHERE report_id = $1`+
		` AND incident_id = (SELECT incident_id FROM report WHERE id = $1)`, report).Scan(&n) // by the index of the case's files
	return n, wrap("count evidence", err)
}

// EvidenceKnown reports whether a report names the file. One that none names was
// uploaded and never filed.
func (db *DB) EvidenceKnown(ctx context.Context, id record.ID) (known bool, err error) {
	err = db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM evidence WHERE id = $1)`, id).Scan(&known)
	return known, wrap("evidence known", err)
}

// EvidenceFiles are at most limit files with an id after another one, in the
// order of their ids; erased ones are left out.
func (db *DB) EvidenceFiles(ctx context.Context, after record.ID, limit int) ([]record.Evidence, error) {
	rows, err := list[record.Evidence](ctx, db.pool, numbered(`SELECT id, incident_id, report_id, name, media_type, size, hash, at FROM evidence
		WHERE id > $1 AND length(hash) > 0 ORDER BY id LIMIT $2`, after, limit))
	return rows, wrap("evidence files", err)
}

// EvidenceReport is the report that a file belongs to, zero for none.
func (db *DB) EvidenceReport(ctx context.Context, id record.ID) (report record.ID, err error) {
	err = db.pool.QueryRow(ctx, `SELECT report_id FROM evidence WHERE id = $1`, id).Scan(&report)
	return report, wrap("report of a file", err)
}
