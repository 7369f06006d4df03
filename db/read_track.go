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
func (d *Door) Track(ctx context.Context, receiptHash []byte, now time.Time) (workflow.TrackView, error) {
	w, report, err := d.db.WorldByReceipt(ctx, receiptHash)
	if err != nil {
		return workflow.TrackView{}, err
	}
	return d.trackOf(ctx, w, report, now)
}

func (d *Door) trackOf(ctx context.Context, w workflow.World, report record.Report, now time.Time) (workflow.TrackView, error) {
	i := w.Incident
	t := &trackLoad{door: d, now: now, report: report, detail: i.Detail, reasons: map[string]string{}, handed: map[uuid.UUID]int{}, view: workflow.TrackView{
		Reference: i.Reference, Incident: i.ID, Report: report.ID, State: i.State, FiledOn: report.FiledOn,
		ChangedOn: workflow.DateOf(i.ChangedAt), CanAnswer: i.State.Open(), Matter: matterView(w, d.Env().Org),
	}}
	if err := t.acts(w, now); err != nil {
		return workflow.TrackView{}, err
	}
	b := &pgx.Batch{}
	each(b, `SELECT field, coalesce(body, '') FROM incident_text WHERE incident_id = $1 AND (field LIKE 'reason:%' OR field LIKE 'because:%' OR field IN ('title', 'narrative'))`, i.ID, t.text)
	each(b, dutyColumns+dutyTables+` WHERE d.incident_id = $1 AND d.live_lead`, i.ID, t.lead)
	each(b, `SELECT s.respondent_id, count(*) FROM evidence e JOIN service s ON s.id = e.report_id WHERE s.incident_id = $1 GROUP BY 1`, i.ID, t.handedIn)
	each(b, `SELECT canonical, salt FROM event WHERE subject_kind = 'incident' AND subject_id = $1 ORDER BY seq`, i.ID, t.event)
	each(b, caseMessages+` WHERE m.report_id = $1 AND m.kind IN ('question', 'answer') ORDER BY m.at, m.id`, report.ID, t.message)
	each(b, caseReadings+` WHERE r.report_id = $1 OR (r.field = 'export' AND r.incident_id = (SELECT incident_id FROM report WHERE id = $1))
		ORDER BY r.at, r.id`, report.ID, t.reading)
	t.matter(b, i)
	t.invitation(b, now)
	b.Queue(`SELECT count(*) FROM evidence WHERE report_id = $1`, report.ID).QueryRow(func(row pgx.Row) error { return row.Scan(&t.view.Evidence) })
	err := wrap("track", d.db.pool.SendBatch(ctx, b).Close())
	t.sayMatter()
	return t.view, err
}

// trackLoad gathers what one filer may see.
type trackLoad struct {
	door    *Door
	report  record.Report
	reasons map[string]string
	now     time.Time
	handed  map[uuid.UUID]int // files by respondent
	agreed  int64             // number of the reason of the act confirmed last
	view    workflow.TrackView
	detail  *record.Detail
	own     bool // the case was opened by this very report
}

func (t *trackLoad) lead(row dutyRow) error {
	t.view.NextStep, t.view.NextOffice, t.view.DueOn = row.Kind, row.who(), workflow.DateOf(row.DueAt)
	t.view.Paused, t.view.Ground = row.State == string(record.Paused), row.Ground
	if !row.FirstDueAt.After(t.now) { // a case may begin on a higher level without any delay
		t.view.Level = row.Level
	}
	return nil
}

// progressKinds are the events a filer is told of. Proposals, offers and
// redirections are not among them: they would tell of what is not decided, or
// of who is excluded.
var progressKinds = []string{
	"report.filed", "incident.accepted", "incident.rejected", "incident.investigating", "incident.decided",
	"incident.rectification_ordered", "incident.closed", "incident.closed_withdrawn", "incident.reopened", "transfer.accepted",
	"report.withdrawn", "incident.merged", "incident.unmerged", "appeal.filed", "appeal.upheld", "appeal.overturned", "duty.missed", "duty.paused", "duty.resumed",
	"opinion.filed", "inquiry.filed", "request.filed", "application.filed", "matter.answered", "matter.answered_withheld",
	"request.identity_verified", "request.identity_disclosed", "request.objected", workflow.ObjectedEvent, workflow.ObjectionAnsweredEvent, "request.decided", "request.executed",
	"request.outcome_confirmed", "request.outcome_denied", "application.admitted", "application.turned_down",
	"rectification.accepted", "rectification.prolonged",
	"remedy.confirmed", "remedy.disputed", "incident.recurred",
}

// toldWhy are the events whose reason filers are told.
var toldWhy = []string{"incident.rejected", "incident.closed", "incident.closed_withdrawn", "incident.reopened", "appeal.upheld", "appeal.overturned",
	"request.objected", workflow.ObjectedEvent, workflow.ObjectionAnsweredEvent, "request.decided", "request.executed", "application.admitted", "application.turned_down"}

func (t *trackLoad) event(row eventRow) error {
	e, err := parseEvent(row.Canonical, row.Salt)
	if err != nil {
		return err
	}
	if e.Seq == 1 && e.Facts.Report == t.report.ID {
		t.own = true
	}
	if p := e.Facts.Proposal; p != nil && e.Kind == "proposal.confirmed" {
		t.agreed = workflow.ReasonOf(*p)
	}
	if foreign := ownActs[e.Kind] && e.Facts.Report != t.report.ID; !foreign && slices.Contains(progressKinds, e.Kind) {
		t.view.Progress = append(t.view.Progress, t.step(e))
	}
	return nil
}

// ownActs are the acts of one filer that the others are not told of.
var ownActs = map[string]bool{"report.withdrawn": true}

func (t *trackLoad) step(e record.Event) workflow.TrackStep {
	step := workflow.TrackStep{Kind: e.Kind, On: workflow.DateOf(e.At)}
	if !slices.Contains(toldWhy, e.Kind) || t.unverified() {
		return step
	}
	step.Ground = e.Facts.Ground
	if e.Facts.Flood != nil {
		step.Cases = e.Facts.Flood.Cases
	}
	switch e.Kind {
	case workflow.ObjectedEvent:
		step.Files = t.handed[e.Facts.Tasks[0].To]
	case workflow.ObjectionAnsweredEvent:
		step.Result = e.Facts.Tasks[0].Result
	}
	if step.Reason = t.reasons[workflow.ReasonField(e.Seq)]; step.Reason == "" {
		step.Reason = t.reasons[workflow.ReasonField(t.agreed)]
	}
	return step
}

type handedRow struct {
	Respondent uuid.UUID
	Files      int
}

func (t *trackLoad) handedIn(row handedRow) error {
	t.handed[row.Respondent] = row.Files
	return nil
}

func (t *trackLoad) text(row textRow) error {
	t.reasons[row.Field] = row.Body
	return nil
}

// acts are what the filer may do now, and what an appeal may still be about.
func (t *trackLoad) acts(w workflow.World, now time.Time) error {
	w.Receipt, w.Own = true, t.report.ID
	env := t.door.Env()
	env.Now = now
	t.view.Actions = workflow.OwnActs(w, env)
	t.view.AppealGrounds = workflow.GroundsLeft(w, t.report.ID)
	t.view.Withdrawn = slices.ContainsFunc(w.Told, func(x record.Told) bool { return x.Report == t.report.ID && x.Withdrawn })
	until, err := workflow.AppealUntil(w, env)
	if err == nil && !until.IsZero() {
		t.view.AppealUntil = workflow.DateOf(until.Add(-time.Microsecond))
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
