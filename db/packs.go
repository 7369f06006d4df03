package db

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// OfferPack keeps the text of a rule pack under its SHA-256. It counts for nothing
// until two people adopt it. Offering the same text again changes nothing.
func (db *DB) OfferPack(ctx context.Context, text []byte, at time.Time) ([]byte, error) {
	hash := sha256.Sum256(text)
	_, err := db.pool.Exec(ctx, `INSERT INTO rule_pack (hash, body, offered_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING`, hash[:], text, at)
	return hash[:], wrap("offer pack", err)
}

type packText struct{ Hash, Body []byte }

// text is the pack's, or an error where somebody changed it behind our back.
func (p packText) text() ([]byte, error) {
	if hash := sha256.Sum256(p.Body); string(hash[:]) != string(p.Hash) {
		return nil, fmt.Errorf("rule pack %x is not the text that was offered", p.Hash)
	}
	return p.Body, nil
}

// OfferedPack reads the text of an offered pack, or reports false.
func (db *DB) OfferedPack(ctx context.Context, hash []byte) ([]byte, bool, error) {
	rows, err := list[packText](ctx, db.pool, (&query{}).add(`SELECT hash, body FROM rule_pack WHERE hash = ?`, hash))
	if err != nil || len(rows) == 0 {
		return nil, false, wrap("offered pack", err)
	}
	text, err := rows[0].text()
	return text, err == nil, err
}

// OfferedPacks lists the hashes of what was offered, newest first.
func (db *DB) OfferedPacks(ctx context.Context, limit int) ([][]byte, error) {
	rows, err := list[packText](ctx, db.pool, (&query{}).add(`SELECT hash, ''::bytea FROM rule_pack ORDER BY offered_at DESC, hash LIMIT ?`, limit))
	var hashes [][]byte
	for _, r := range rows {
		hashes = append(hashes, r.Hash)
	}
	return hashes, wrap("offered packs", err)
}

const adopted = `FROM org_proposal p WHERE p.act = 'adopt_pack' AND p.state = 'confirmed'`

// AdoptedPacks reads the texts of the packs that two people adopted, in order.
func (db *DB) AdoptedPacks(ctx context.Context) ([][]byte, error) {
	rows, err := list[packText](ctx, db.pool, (&query{}).add(`SELECT r.hash, r.body FROM (SELECT p.id, p.at,
		decode(convert_from(p.args, 'UTF8')::jsonb ->> 'hash', 'hex') AS hash `+adopted+`) a JOIN rule_pack r ON r.hash = a.hash ORDER BY a.at, a.id`))
	if err != nil {
		return nil, wrap("adopted packs", err)
	}
	var texts [][]byte
	for _, r := range rows {
		text, err := r.text()
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// CountAdopted counts adoptions, by which running servers know to read them.
func (db *DB) CountAdopted(ctx context.Context) (n int64, err error) {
	err = db.pool.QueryRow(ctx, `SELECT count(*) `+adopted).Scan(&n)
	return n, wrap("count adopted packs", err)
}

type pastRow struct {
	ID                       uuid.UUID
	Reference, Pack, Version string
	Facts                    []byte
}

// PastFindings reads findings of a kind and jurisdiction after an id, in the order
// of their ids. Cases that the actor does not see have no reference.
func (db *DB) PastFindings(ctx context.Context, actor roles.Actor, kind, jurisdiction string, after record.ID, limit int) ([]workflow.PastFinding, error) {
	q := asPerson(actor.Person, `SELECT f.id, CASE WHEN `+sees+` THEN i.reference ELSE '' END, f.pack, f.version, f.facts
		FROM finding f JOIN incident i ON i.id = f.incident_id WHERE `)
	q = q.add(`f.kind = ? AND (f.jurisdiction = ? OR f.jurisdiction LIKE ?) AND f.id > ? ORDER BY f.id LIMIT ?`, kind, jurisdiction, jurisdiction+"-%", after, limit)
	rows, err := list[pastRow](ctx, db.pool, q)
	var past []workflow.PastFinding
	for _, r := range rows {
		past = append(past, workflow.PastFinding(r))
	}
	return past, wrap("past findings", err)
}

// CountFindings counts the findings of a kind and jurisdiction.
func (db *DB) CountFindings(ctx context.Context, kind, jurisdiction string) (n int64, err error) {
	err = db.pool.QueryRow(ctx, `SELECT count(*) FROM finding WHERE kind = $1 AND (jurisdiction = $2 OR jurisdiction LIKE $2 || '-%')`, kind, jurisdiction).Scan(&n)
	return n, wrap("count findings", err)
}
