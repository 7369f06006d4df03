package notifications_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"gongzhi/notifications"
	"gongzhi/record"
)

// shelf is an Outbox in memory that keeps the port's promises.
type shelf struct {
	rows  []*row
	fails error // what Sent answers, after a letter has left
}

type row struct {
	notifications.Delivery
	state       string
	kind        notifications.ErrorKind
	next, until time.Time
}

func (s *shelf) add(d notifications.Delivery) *row {
	r := &row{Delivery: d, state: "pending", next: d.At}
	s.rows = append(s.rows, r)
	return r
}

func (s *shelf) Lease(_ context.Context, now time.Time, n int, lease time.Duration) (list []notifications.Delivery, _ error) {
	for _, r := range s.rows {
		if len(list) < n && (r.state == "pending" || r.state == "failed") && !r.next.After(now) && !r.until.After(now) {
			r.until = now.Add(lease)
			list = append(list, r.Delivery)
		}
	}
	return list, nil
}

func (s *shelf) end(id record.ID, state string, kind notifications.ErrorKind, next time.Time) error {
	for _, r := range s.rows {
		if r.ID == id && (r.state == "pending" || r.state == "failed") {
			r.state, r.kind, r.next, r.until = state, kind, next, time.Time{}
			if state == "failed" {
				r.Attempts++
			}
		}
	}
	return nil
}

func (s *shelf) Sent(_ context.Context, id record.ID, _ time.Time) error {
	if s.fails != nil {
		return s.fails
	}
	return s.end(id, "sent", "", time.Time{})
}

func (s *shelf) Failed(_ context.Context, id record.ID, kind notifications.ErrorKind, next time.Time) error {
	return s.end(id, "failed", kind, next)
}

func (s *shelf) Dead(_ context.Context, id record.ID, kind notifications.ErrorKind, _ time.Time) error {
	return s.end(id, "dead", kind, time.Time{})
}

func (s *shelf) NotConfigured(_ context.Context, id record.ID, _ time.Time) error {
	return s.end(id, "not_configured", "", time.Time{})
}

// desk is a deliverer over a shelf, with a clock that the test turns.
type desk struct {
	*shelf
	notifications.Deliverer
	now time.Time
}

func newDesk(letters notifications.Letters) *desk {
	d := &desk{shelf: &shelf{}, now: noon}
	d.Deliverer = notifications.Deliverer{Outbox: d.shelf, Letters: letters, Open: openSealed, Now: func() time.Time { return d.now }}
	return d
}

func openSealed(_ context.Context, d notifications.Delivery) (string, error) {
	switch string(d.Sealed) {
	case "":
		return "", notifications.ErrNoAddress
	case "excluded":
		return "", notifications.ErrExcluded
	case "broken":
		return "", errors.New("wrong key")
	}
	return string(d.Sealed), nil
}

func (d *desk) run(t *testing.T) (more bool) {
	t.Helper()
	more, err := d.RunOnce(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return more
}

func delivery(name string) notifications.Delivery {
	return notifications.Delivery{
		ID: id(name), Person: id("person"), Sealed: []byte(name + "@office.example"), Kind: notifications.DutyRisen,
		Reference: "GZ-ABCDE-12345", Level: 2, Lang: "en", At: noon,
	}
}
