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
