package notifications

import (
	"context"
	"errors"
	"time"
)

// backoff is the wait after each failed try; after the last one the delivery
// is given up, visibly.
var backoff = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 24 * time.Hour}

const (
	batch = 20
	lease = 15 * time.Minute // longer than a batch in which every letter times out
	stale = 48 * time.Hour   // a letter never tried by then would only startle: the inbox has it
)

// Letters opens connections to a mail server. *Mailer is the real one.
type Letters interface {
	Connect(ctx context.Context) (Connection, error)
}

// Connection carries letters, one after the other.
type Connection interface {
	Send(ctx context.Context, l Letter) error
	Close()
}

// Deliverer empties the outbox. Letters is nil without mail settings: what is
// due then is recorded as not configured, and settings that come later send
// nothing old.
type Deliverer struct {
	Outbox  Outbox
	Letters Letters
	Open    func(ctx context.Context, d Delivery) (address string, err error)
	Now     func() time.Time
}

// RunOnce tries one batch and says whether more may be due. Its error is that
// of the outbox or of ctx; what a mail server answers, or an address that cannot
// be opened, is recorded on the delivery. It stops before its lease ends, so that no letter of another
// instance is sent twice.
func (r *Deliverer) RunOnce(ctx context.Context) (more bool, err error) {
	began := r.Now()
	list, err := r.Outbox.Lease(ctx, began, batch, lease)
	if err != nil {
		return false, err
	}
	run := &run{Deliverer: r}
	defer run.hangUp()
	for _, d := range list {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if r.Now().Sub(began) >= lease {
			return true, nil
		}
		if err := run.deliver(ctx, d); err != nil {
			return false, err
		}
	}
	return len(list) == batch, nil
}

// run is one batch: its connection, or why there is none.
type run struct {
	*Deliverer
	conn Connection
	down error
}

func (r *run) hangUp() {
	if r.conn != nil {
		r.conn.Close()
		r.conn = nil
	}
}

func (r *run) deliver(ctx context.Context, d Delivery) error {
	switch {
	case r.Letters == nil:
		return r.Outbox.NotConfigured(ctx, d.ID, r.Now())
	case d.Attempts == 0 && r.Now().Sub(d.At) > stale:
		return r.Outbox.Dead(ctx, d.ID, Stale, r.Now())
	}
	address, err := r.Open(ctx, d)
	switch {
	case errors.Is(err, ErrNoAddress):
		return r.Outbox.Dead(ctx, d.ID, NoAddress, r.Now())
	case errors.Is(err, ErrExcluded):
		return r.Outbox.Dead(ctx, d.ID, Excluded, r.Now())
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil: // such as a seal that does not open: the others do not wait for it
		return r.settle(ctx, d, &MailError{Kind: BadAddr, Step: BadAddr})
	}
	err = r.send(ctx, letterOf(d, address, r.Now()))
	if ctx.Err() != nil && err != nil {
		return ctx.Err() // stopped by us: the lease runs out and it is tried again
	}
	return r.settle(ctx, d, err)
}

// send connects on the first letter of a batch. Where no connection can be
// made, the rest of the batch does not wait for the same answer.
func (r *run) send(ctx context.Context, l Letter) error {
	if r.down != nil {
		return r.down
	}
	if r.conn == nil {
		if r.conn, r.down = r.Letters.Connect(ctx); r.down != nil {
			r.conn = nil
			return r.down
		}
	}
	err := r.conn.Send(ctx, l)
	if err != nil {
		r.hangUp() // the state of a connection after an error is not worth guessing
	}
	return err
}

func (r *run) settle(ctx context.Context, d Delivery, err error) error {
	if err == nil {
		return r.Outbox.Sent(ctx, d.ID, r.Now())
	}
	failure := asMailError(err)
	if failure.Permanent || d.Attempts >= len(backoff) {
		return r.Outbox.Dead(ctx, d.ID, failure.Kind, r.Now())
	}
	return r.Outbox.Failed(ctx, d.ID, failure.Kind, r.Now().Add(backoff[d.Attempts]))
}
