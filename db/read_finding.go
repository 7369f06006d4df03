package db

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/workflow"
)

const findingColumns = `SELECT id, incident_id, kind, pack, version, jurisdiction, day::text, answer, facts, body, salt, made_by, at FROM finding`

type findingRow struct {
	ID, Incident                           uuid.UUID
	Kind, Pack, Version, Jurisdiction, Day string
	Answer                                 string
	Facts, Body, Salt                      []byte
	MadeBy                                 uuid.UUID
	At                                     time.Time
}

func (r findingRow) record() record.Finding {
	return record.Finding{
		ID: r.ID, Incident: r.Incident, Kind: r.Kind, Pack: r.Pack, Version: r.Version, Jurisdiction: r.Jurisdiction,
		Day: record.Date(r.Day), Answer: r.Answer, Facts: r.Facts, Body: r.Body, Salt: r.Salt, By: r.MadeBy, At: r.At,
	}
}

// Finding reads one finding, or reports false. It does not check who asks.
func (db *DB) Finding(ctx context.Context, id record.ID) (record.Finding, bool, error) {
	rows, err := list[findingRow](ctx, db.pool, (&query{}).add(findingColumns+` WHERE id = ?`, id))
	if err != nil || len(rows) == 0 {
		return record.Finding{}, false, wrap("finding", err)
	}
	return rows[0].record(), true, nil
}

const caseFindings = `SELECT f.id, f.kind, f.pack, f.version, f.jurisdiction, f.day::text, f.answer, f.facts, f.body, coalesce(p.name, ''), f.at
FROM finding f LEFT JOIN person p ON p.id = f.made_by WHERE f.incident_id = $1 ORDER BY f.at DESC, f.id DESC`

type caseFindingRow struct {
	ID                                             uuid.UUID
	Kind, Pack, Version, Jurisdiction, Day, Answer string
	Facts, Body                                    []byte
	By                                             string
	At                                             time.Time
}

func (l *caseLoad) finding(r caseFindingRow) error {
	l.view.Findings = append(l.view.Findings, workflow.FindingView{
		ID: r.ID, Kind: r.Kind, Pack: r.Pack, Version: r.Version, Jurisdiction: r.Jurisdiction, Day: record.Date(r.Day),
		Answer: r.Answer, Facts: r.Facts, Body: r.Body, By: r.By, At: r.At,
	})
	return nil
}

const caseOverrides = `SELECT o.id, o.finding_id, o.answer, coalesce(p.name, ''), o.at
FROM finding_override o LEFT JOIN person p ON p.id = o.made_by WHERE o.incident_id = $1 ORDER BY o.at DESC, o.id DESC`

type overrideRow struct {
	ID, Finding uuid.UUID
	Answer, By  string
	At          time.Time
}

// override is put beside its finding; findings are read before.
func (l *caseLoad) override(r overrideRow) error {
	for i := range l.view.Findings {
		if f := &l.view.Findings[i]; f.ID == r.Finding {
			f.Overrides = append(f.Overrides, workflow.OverrideView{
				Answer: r.Answer, Reason: l.texts[record.OverrideField(r.ID)], By: r.By, At: r.At,
			})
		}
	}
	return nil
}
