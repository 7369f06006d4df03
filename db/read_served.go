package db

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/record"
	"gongzhi/workflow"
)

// WorldByService loads the case behind the keyed hash of a respondent's code.
func (db *DB) WorldByService(ctx context.Context, code []byte) (workflow.World, record.Service, error) {
	r, err := sqlgen.New(db.pool).ServiceByCode(ctx, code)
	if err != nil {
		return workflow.World{}, record.Service{}, notFound("world by service", err)
	}
	w, err := db.WorldOf(ctx, r.IncidentID)
	w.ServedAs = r.Role
	return w, serviceOf(r), err
}

func serviceOf(r sqlgen.ServiceByCodeRow) record.Service {
	return record.Service{ID: r.ID, Incident: r.IncidentID, Respondent: r.RespondentID, Code: r.Code, At: r.At}
}

// servedKinds are the events a respondent is told of.
var servedKinds = []string{"rectification.promised", "rectification.submitted", "rectification.accepted", "rectification.returned", "rectification.prolonged",
	workflow.ObjectedEvent, workflow.ObjectionAnsweredEvent}

const servedTexts = `SELECT t.body, s.at FROM service s JOIN incident_text t ON t.incident_id = s.incident_id AND t.field = 'served:' || s.id
WHERE s.incident_id = $1 AND s.respondent_id = $2 AND t.body IS NOT NULL ORDER BY s.at`

const servedEvents = `SELECT e.canonical, coalesce(t.body, '') FROM event e
LEFT JOIN incident_text t ON t.incident_id = e.subject_id AND t.field = 'reason:' || e.seq
WHERE e.subject_kind = 'incident' AND e.subject_id = $1 AND e.kind = ANY ($2) ORDER BY e.seq`

const servedMessages = `SELECT m.id, m.kind, '', m.sealed, m.at FROM message m
WHERE m.report_id IN (SELECT id FROM service WHERE incident_id = $1 AND respondent_id = $2) AND m.kind = 'reply' ORDER BY m.at, m.id`

// Served finds what a respondent sees behind the keyed hash of their code, or
// fails with record.ErrNotFound. Nothing of a report is read.
func (d *Door) Served(ctx context.Context, code []byte, now time.Time) (workflow.ServedView, error) {
	w, s, err := d.db.WorldByService(ctx, code)
	if err != nil {
		return workflow.ServedView{}, err
	}
	w.Served = &s
	env := d.Env()
	env.Now = now
	v := workflow.ServedView{Reference: w.Incident.Reference, State: w.Incident.State, Actions: workflow.ServedActs(w, env)}
	if detail := w.Incident.Detail; detail != nil && detail.Request != nil {
		v.Right = detail.Request.Right
	}
	if a, ok := env.Org.Agency(w.Incident.Agency); ok {
		v.Agency = a.Name
	}
	rights(&v, w, s, now)
	b := &pgx.Batch{}
	b.Queue(servedTexts, s.Incident, s.Respondent).Query(func(rows pgx.Rows) error {
		v.Served, err = pgx.CollectRows(rows, pgx.RowToStructByPos[workflow.ServedText])
		return err
	})
	b.Queue(servedEvents, s.Incident, servedKinds).Query(func(rows pgx.Rows) error { return d.servedCourse(rows, s, &v) })
	b.Queue(servedMessages, s.Incident, s.Respondent).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[messageRow])
		for _, row := range all {
			m, bad := row.view((&Reader{o: d.DoorOptions}).open)
			if bad != nil {
				return bad
			}
			v.Replies = append(v.Replies, m)
		}
		return err
	})
	b.Queue(`SELECT count(*) FROM evidence WHERE report_id IN (SELECT id FROM service WHERE incident_id = $1 AND respondent_id = $2)`, s.Incident, s.Respondent).
		QueryRow(func(row pgx.Row) error { return row.Scan(&v.Files) })
	err = wrap("served", d.db.pool.SendBatch(ctx, b).Close())
	return v, err
}

// servedCourse leaves out what another respondent did or was told.
func (d *Door) servedCourse(rows pgx.Rows, s record.Service, v *workflow.ServedView) error {
	type row struct {
		Canonical []byte
		Reason    string
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	for _, r := range all {
		e, bad := record.ParseCanonical(r.Canonical)
		if bad != nil {
			return bad
		}
		foreign := slices.ContainsFunc(e.Facts.Tasks, func(t record.Task) bool { return t.To != (record.ID{}) && t.To != s.Respondent })
		if foreign {
			continue
		}
		step := workflow.ServedStep{Kind: e.Kind, At: e.At, Ground: e.Facts.Ground}
		switch e.Kind {
		case workflow.ObjectionAnsweredEvent:
			step.Result, step.Reason = e.Facts.Tasks[0].Result, r.Reason
		case workflow.ObjectedEvent, "rectification.returned":
			step.Reason = r.Reason
		}
		v.Course = append(v.Course, step)
	}
	return err
}

func rights(v *workflow.ServedView, w workflow.World, s record.Service, now time.Time) {
	for _, t := range w.Tasks {
		mine := t.To == s.Respondent || t.To == (record.ID{})
		if !mine || (!t.Until.IsZero() && !t.Until.After(now)) {
			continue
		}
		switch t.Kind {
		case workflow.TaskService:
			v.ReplyUntil = t.Until
		case workflow.TaskRectification:
			v.OrderUntil = t.Until
		case workflow.TaskPromise:
			v.Promised = t.Until
		case workflow.TaskReview:
			v.Submitted = true
		}
	}
}
