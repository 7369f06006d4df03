package main

import (
	"context"
	"time"

	"gongzhi/db"
	"gongzhi/escalation"
	"gongzhi/notifications"
	"gongzhi/record"
)

// consumers are the readers of the log, each with a cursor of its own, and the
// letters that go out. The public one of them is woken by the sequencer, because
// people wait for what it does.
func (a *app) consumers() (all []*escalation.Loop, public *escalation.Loop) {
	fold := func(name string, every time.Duration, f func(context.Context, db.Tx, []db.LogEntry) error) *escalation.Loop {
		r := &reader{app: a, name: name, fold: f}
		return escalation.NewLoop(name, every, r.run)
	}
	public = fold(db.PublicCursor, 50*time.Millisecond, db.FoldPublic)
	return []*escalation.Loop{
		public,
		fold(db.CountersCursor, 200*time.Millisecond, db.FoldCounters),
		fold(db.SearchCursor, 200*time.Millisecond, db.FoldSearch),
		fold(db.SimilarCursor, time.Second, db.FoldSimilar),
		fold(db.ScoresCursor, time.Second, a.foldScores()),
		fold(db.NoticesCursor, 200*time.Millisecond, a.tell),
		escalation.NewLoop("letters", 2*time.Second, a.letters()),
	}, public
}

// foldScores keeps the table of closed duties by the work calendar.
func (a *app) foldScores() func(context.Context, db.Tx, []db.LogEntry) error {
	calendar, ok := a.rules.InForce().Calendar(workCalendar)
	if !ok {
		return func(context.Context, db.Tx, []db.LogEntry) error { return errNoCalendar }
	}
	return db.FoldScores(calendar)
}

// rest lets a reader that is behind leave half of its time to the filings that
// put it there. It catches up when they cease.
func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// tell turns a portion of the log into notices.
func (a *app) tell(ctx context.Context, tx db.Tx, entries []db.LogEntry) error {
	events := make([]record.Event, len(entries))
	for i, e := range entries {
		events[i] = e.Event
	}
	return notifications.Tell(ctx, events, a.org.Load(), tx, tx, a.mail.Configured())
}

// letters sends what is due; without a mail server there is nothing to send,
// because each delivery was recorded as not configured.
func (a *app) letters() func(context.Context) (bool, error) {
	d := &notifications.Deliverer{Outbox: a.db.Outbox(), Open: a.openAddress, Now: a.clock.Now}
	if a.mailer != nil {
		d.Letters = a.mailer
	}
	return d.RunOnce
}

// openAddress opens the sealed address of a delivery, unless its person has
// become excluded from the case since.
func (a *app) openAddress(ctx context.Context, d notifications.Delivery) (string, error) {
	if len(d.Sealed) == 0 {
		return "", notifications.ErrNoAddress
	}
	excluded, err := a.db.Outbox().Excluded(ctx, d)
	switch {
	case err != nil:
		return "", err
	case excluded:
		return "", notifications.ErrExcluded
	}
	plain, err := secrets{a.vault}.Open(d.Sealed, "credential", "email", d.Person)
	return string(plain), err
}

// openMail reads the settings of the mail server, if any.
func (a *app) openMail() (err error) {
	a.mail = notifications.MailSettings{
		Host: a.settings.MailHost, Port: a.settings.MailPort, User: a.settings.MailUser, PasswordFile: a.settings.MailPassword,
		TLS: notifications.TLSPolicy(a.settings.MailTLS), From: a.settings.MailFrom, BaseURL: a.settings.PublicURL,
	}
	if a.mail.Configured() {
		a.mailer, err = notifications.NewMailer(a.mail)
	}
	return err
}
