package db

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/workflow"
)

// Track finds the view behind a receipt's keyed hash, or fails with
// record.ErrNotFound.
func (d *Door) Track(ctx context.Context, receiptHash []byte, _ time.Time) (workflow.TrackView, error) {
	w, report, err := d.db.WorldByReceipt(ctx, receiptHash)
	if err != nil {
		return workflow.TrackView{}, err
	}
	i := w.Incident
	t := &trackLoad{door: d, report: report, view: workflow.TrackView{
		Reference: i.Reference, Incident: i.ID, Report: report.ID, State: i.State, FiledOn: report.FiledOn,
		ChangedOn: workflow.DateOf(i.ChangedAt), CanAnswer: i.State.Open(),
	}}
	b := &pgx.Batch{}
	each(b, dutyColumns+dutyTables+` WHERE d.incident_id = $1 AND d.live_lead`, i.ID, t.lead)
	each(b, `SELECT canonical, salt FROM event WHERE subject_kind = 'incident' AND subject_id = $1 ORDER BY seq`, i.ID, t.event)
	each(b, caseMessages+` WHERE m.report_id = $1 AND m.kind IN ('question', 'answer') ORDER BY m.at, m.id`, report.ID, t.message)
	each(b, caseReadings+` WHERE r.report_id = $1 ORDER BY r.at, r.id`, report.ID, t.reading)
	b.Queue(`SELECT count(*) FROM evidence WHERE report_id = $1`, report.ID).QueryRow(func(row pgx.Row) error { return row.Scan(&t.view.Evidence) })
	err = wrap("track", d.db.pool.SendBatch(ctx, b).Close())
	return t.view, err
}

// trackLoad gathers what one filer may see.
type trackLoad struct {
	door   *Door
	report record.Report
	view   workflow.TrackView
}

func (t *trackLoad) lead(row dutyRow) error {
	t.view.NextStep, t.view.NextOffice, t.view.DueOn = row.Kind, row.who(), workflow.DateOf(row.DueAt)
	t.view.Level, t.view.Paused, t.view.Ground = row.Level, row.State == string(record.Paused), row.Ground
	return nil
}

// progressKinds are the events a filer is told of. Proposals, offers and
// redirections are not among them: they would tell of what is not decided, or
// of who is excluded.
var progressKinds = []string{
	"report.filed", "incident.accepted", "incident.rejected", "incident.investigating", "incident.decided",
	"incident.rectification_ordered", "incident.closed", "transfer.accepted", "duty.missed", "duty.paused", "duty.resumed",
}

func (t *trackLoad) event(row eventRow) error {
	e, err := parseEvent(row.Canonical, row.Salt)
	if err == nil && slices.Contains(progressKinds, e.Kind) {
		t.view.Progress = append(t.view.Progress, workflow.TrackStep{Kind: e.Kind, On: workflow.DateOf(e.At)})
	}
	return err
}

// day cuts a time to its day where the filer is nobody: then only dates are shown.
func (t *trackLoad) day(at time.Time) time.Time {
	if t.report.Filer != uuid.Nil {
		return at
	}
	y, m, d := at.In(workflow.China).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, workflow.China)
}

func (t *trackLoad) message(row messageRow) error {
	r := &Reader{o: t.door.DoorOptions}
	v, err := row.view(r.open)
	v.At = t.day(v.At)
	t.view.Messages = append(t.view.Messages, v)
	return err
}

func (t *trackLoad) reading(row readingRow) error {
	v := row.view()
	v.At = t.day(v.At)
	t.view.Readings = append(t.view.Readings, v)
	return nil
}
