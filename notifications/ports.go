package notifications

import (
	"context"
	"errors"
	"time"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/roles"
)

// Inbox keeps notices, inside the transaction that moves the reader's cursor.
// Each is kept once by (Person, Event, Kind), so that folding an event twice
// tells nobody twice. A notice that is new and has Mail also gets a delivery:
// pending and due at once when mail is true, not_configured and ended when it
// is false.
type Inbox interface {
	Put(ctx context.Context, notices []Notice, mail bool) error
}

// Known says what is known about each event of a batch, in the same order.
type Known interface {
	About(ctx context.Context, events []record.Event) ([]About, error)
}

// Tell folds a batch of recorded events into inboxes. mail says whether e-mail
// is configured.
func Tell(ctx context.Context, events []record.Event, org *roles.Org, known Known, inbox Inbox, mail bool) error {
	about, err := known.About(ctx, events)
	if err != nil {
		return err
	}
	if len(about) != len(events) {
		return errors.New("notifications: not every event is known")
	}
	var notices []Notice
	for i, e := range events {
		notices = append(notices, Recipients(e, about[i], org)...)
	}
	if len(notices) == 0 {
		return nil
	}
	return inbox.Put(ctx, notices, mail)
}

// Delivery is one e-mail on its way. It is at-least-once: only the state kept
// by the Outbox and the constant Message-ID suppress a second one.
type Delivery struct {
	ID        record.ID
	Person    roles.ID
	Sealed    []byte // the address, opened by Deliverer.Open; nil where the person has none
	Kind      Kind
	Reference string // of the case; empty for acts on the organisation
	Level     int
	Lang      locale.Lang // empty: the default
	Attempts  int         // tries that failed before
	At        time.Time   // of the event
}

// Outbox holds deliveries with their state.
//
// Lease hands out at most n deliveries that are pending or failed, whose next
// try is due and that nobody else has leased, oldest first, and keeps others
// from them for the length of the lease. Every other method ends the lease of
// its delivery; it changes nothing, and reports no error, when the delivery has
// ended before. Failed adds one to Attempts.
type Outbox interface {
	Lease(ctx context.Context, now time.Time, n int, lease time.Duration) ([]Delivery, error)
	Sent(ctx context.Context, id record.ID, now time.Time) error
	Failed(ctx context.Context, id record.ID, kind ErrorKind, next time.Time) error
	Dead(ctx context.Context, id record.ID, kind ErrorKind, now time.Time) error
	NotConfigured(ctx context.Context, id record.ID, now time.Time) error
}

// What Deliverer.Open says where no letter may go out: the delivery is dead.
var (
	ErrNoAddress = errors.New("notifications: the person has no e-mail address")
	ErrExcluded  = errors.New("notifications: the person is excluded from the case by now")
)
