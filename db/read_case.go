package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// snapshot reads in one transaction that sees one state of the database.
func (db *DB) snapshot(ctx context.Context, op string, fn func(pgx.Tx) error) error {
	err := pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, fn)
	return wrap(op, err)
}

// Case reads everything that the actor may see of a case, or fails with
// record.ErrNotFound.
func (r *Reader) Case(ctx context.Context, reference string) (workflow.CaseView, error) {
	l := &caseLoad{r: r, texts: map[string]string{}, names: map[uuid.UUID]string{}, dues: map[uuid.UUID]workflow.DutyView{}}
	err := r.db.snapshot(ctx, "case", func(tx pgx.Tx) error {
		id, err := r.find(ctx, tx, reference)
		if err != nil {
			return err
		}
		worlds, err := loadWorlds(ctx, tx, []record.ID{id})
		if err != nil || len(worlds) == 0 {
			return err
		}
		l.world = worlds[0]
		l.view.Incident = worlds[0].Incident
		if err := l.rows(ctx, tx, id); err != nil {
			return err
		}
		if err := l.suggest(ctx, tx); err != nil {
			return err
		}
		return l.nameAll(ctx, tx)
	})
	if err != nil {
		return workflow.CaseView{}, err
	}
	return l.finish()
}

// caseLoad gathers the parts of one case.
type caseLoad struct {
	r      *Reader
	view   workflow.CaseView
	world  workflow.World
	events []record.Event
	texts  map[string]string
	names  map[uuid.UUID]string
	dues   map[uuid.UUID]workflow.DutyView // live duties by chain
}

// each queues a query of one case whose rows are handed to take.
func each[R any](b *pgx.Batch, sql string, id uuid.UUID, take func(R) error) {
	b.Queue(sql, id).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[R])
		if err != nil {
			return err
		}
		for _, row := range all {
			if err := take(row); err != nil {
				return err
			}
		}
		return nil
	})
}

func (l *caseLoad) rows(ctx context.Context, tx pgx.Tx, id uuid.UUID) error {
	b := &pgx.Batch{}
	each(b, dutyColumns+dutyTables+` WHERE d.incident_id = $1 ORDER BY d.opened_at DESC, d.chain, d.level DESC`, id, l.duty)
	each(b, `SELECT field, coalesce(body, '') FROM incident_text WHERE incident_id = $1`, id, l.text)
	each(b, caseEvents, id, l.event)
	each(b, caseRespondents, id, l.respondent)
	each(b, caseReports, id, l.report)
	each(b, caseMessages+` WHERE m.kind <> 'rating' AND `+ofCase+` ORDER BY m.at, m.id`, id, l.message)
	each(b, caseEvidence, id, l.evidence)
	each(b, caseReadings+` WHERE r.incident_id = $1 ORDER BY r.at, r.id`, id, func(row readingRow) error {
		l.view.Readings = append(l.view.Readings, row.view())
		return nil
	})
	each(b, caseFindings, id, l.finding)
	each(b, caseOverrides, id, l.override)
	each(b, caseMerges, id, l.merge)
	l.public(b, id)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	return nil
}

// caseMerges are the cases that became part of the case $1, and the one that it
// became part of.
const caseMerges = `SELECT i.reference, m.gone_id = $1, m.at FROM merge m
JOIN incident i ON i.id = CASE WHEN m.gone_id = $1 THEN m.incident_id ELSE m.gone_id END
WHERE m.state = 'merged' AND (m.incident_id = $1 OR m.gone_id = $1) ORDER BY m.at, m.id`

type mergeRow struct {
	Reference string
	Gone      bool
	At        time.Time
}

func (l *caseLoad) merge(row mergeRow) error {
	if row.Gone {
		l.view.MergedInto = row.Reference
		return nil
	}
	l.view.Merged = append(l.view.Merged, workflow.MergedView{Reference: row.Reference, At: row.At})
	return nil
}

func (l *caseLoad) duty(row dutyRow) error {
	v := row.view()
	l.view.Duties = append(l.view.Duties, v)
	if v.State.Live() {
		l.dues[v.Chain] = v
	}
	return nil
}

type textRow struct{ Field, Body string }

func (l *caseLoad) text(row textRow) error {
	l.texts[row.Field] = row.Body
	return nil
}

// finish adds what follows from the rows: what the actor may do now.
func (l *caseLoad) finish() (workflow.CaseView, error) {
	v, env := l.view, l.r.env()
	v.Title, v.Narrative = l.texts["title"], l.texts["narrative"]
	if a, ok := env.Org.Agency(v.Incident.Agency); ok {
		v.AgencyName = a.Name
	}
	v.Actions = workflow.Possible(l.world, l.r.actor, env)
	v.May = mayOf(env.Org.Stand(l.r.actor, l.world.Case(), env.Now))
	v.Timeline = l.timeline()
	v.Proposals = l.proposals()
	v.Transfer = l.transfer(env.Org)
	v.Signers = workflow.NamesOfSigners(l.world, env.Org)
	v.Tasks = workflow.ViewTasks(l.world, l.r.actor, env, l.askedWith)
	for _, a := range l.world.Appeals {
		if a.State == record.AppealOpen {
			v.DecidedBy = a.Agency
		}
	}
	return workflow.Readable(v, env.Org.Stand(l.r.actor, l.world.Case(), env.Now)), nil
}

func (l *caseLoad) transfer(org *roles.Org) *workflow.TransferView {
	t := l.world.Transfer
	if t == nil {
		return nil
	}
	v := &workflow.TransferView{State: t.State, At: t.At}
	if a, ok := org.Agency(t.From); ok {
		v.From = a.Name
	}
	if a, ok := org.Agency(t.To); ok {
		v.To = a.Name
	}
	for _, e := range l.events { // the latest word on this offer
		if e.Facts.Transfer != nil && e.Facts.Transfer.ID == t.ID {
			v.Reason = l.texts[workflow.ReasonField(e.Seq)]
		}
	}
	return v
}

// askedWith is the text of the event that opened a task.
func (l *caseLoad) askedWith(t record.Task) string {
	for _, e := range l.events {
		for _, x := range e.Facts.Tasks {
			if x.ID == t.ID && x.State == record.TaskOpen {
				return l.texts[workflow.ReasonField(e.Seq)]
			}
		}
	}
	return ""
}

func (l *caseLoad) proposals() []workflow.ProposalView {
	var list []workflow.ProposalView
	for _, p := range l.world.Proposals {
		v := workflow.ProposalView{
			ID: p.ID, Action: workflow.Action(p.Action), ProposedBy: l.names[p.ProposedBy], At: p.At,
			DueAt: l.dues[p.Chain].DueAt, Mine: p.ProposedBy == l.r.actor.Person,
		}
		for _, e := range l.events {
			if e.Kind == workflow.ProposedEvent && e.Facts.Proposal != nil && e.Facts.Proposal.ID == p.ID {
				v.Reason = l.texts[workflow.ReasonField(e.Seq)]
			}
		}
		list = append(list, v)
	}
	return list
}
