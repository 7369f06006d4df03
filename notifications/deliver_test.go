package notifications_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/notifications"
)

func TestALetterIsSentOnce(t *testing.T) {
	office := openPostOffice(t, office{})
	d := newDesk(office.mailer(t, nil))
	r := d.add(delivery("li"))
	require.False(t, d.run(t))
	require.Equal(t, "sent", r.state)
	d.now = d.now.Add(48 * time.Hour)
	d.run(t)
	require.Len(t, office.got(), 1)
	require.Equal(t, "li@office.example", office.got()[0].to)
	require.Equal(t, "no-reply@gongzhi.example", office.got()[0].from)
}

func TestATemporaryFailureIsTriedAgainWithLongerWaitsThenGivenUpInTheOpen(t *testing.T) {
	office := openPostOffice(t, office{})
	office.refuses("rcpt", 451)
	d := newDesk(office.mailer(t, nil))
	r := d.add(delivery("li"))
	for i, wait := range []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 24 * time.Hour} {
		d.run(t)
		require.Equal(t, "failed", r.state)
		require.Equal(t, notifications.Envelope, r.kind)
		require.Equal(t, i+1, r.Attempts)
		require.Equal(t, d.now.Add(wait), r.next)
		d.now = r.next.Add(-time.Second)
		d.run(t)
		require.Equal(t, i+1, r.Attempts, "not before its time")
		d.now = r.next
	}
	d.run(t)
	require.Equal(t, "dead", r.state)
	require.Equal(t, notifications.Envelope, r.kind)
	office.refuses("rcpt", 0)
	d.now = d.now.Add(1000 * time.Hour)
	d.run(t)
	require.Empty(t, office.got())
}

func TestAMendedServerGetsTheLetter(t *testing.T) {
	office := openPostOffice(t, office{})
	office.refuses("data", 451)
	d := newDesk(office.mailer(t, nil))
	r := d.add(delivery("li"))
	d.run(t)
	require.Equal(t, notifications.Data, r.kind)
	office.refuses("data", 0)
	d.now = r.next
	d.run(t)
	require.Equal(t, "sent", r.state)
}

func TestAnUnknownRecipientIsDeadAtOnceAndTheOthersAreServed(t *testing.T) {
	office := openPostOffice(t, office{})
	d := newDesk(office.mailer(t, nil))
	first := d.add(delivery("li"))
	office.refuses("rcpt", 550)
	d.run(t)
	require.Equal(t, "dead", first.state)
	require.Equal(t, notifications.Envelope, first.kind)
	office.refuses("rcpt", 0)
	second := d.add(delivery("wang"))
	d.run(t)
	require.Equal(t, "sent", second.state)
}

func TestARefusedSenderOrPasswordKillsNoLetter(t *testing.T) {
	office := openPostOffice(t, office{})
	office.refuses("mail", 550)
	d := newDesk(office.mailer(t, nil))
	r := d.add(delivery("li"))
	d.run(t)
	require.Equal(t, "failed", r.state, "the operator can mend it")
	d = newDesk(office.mailer(t, signedIn(t, "wrong")))
	r = d.add(delivery("li"))
	d.run(t)
	require.Equal(t, "failed", r.state)
	require.Equal(t, notifications.Auth, r.kind)
}

func TestWithoutSettingsADeliveryIsRecordedAndNothingOldIsSentLater(t *testing.T) {
	d := newDesk(nil)
	old := d.add(delivery("li"))
	d.run(t)
	require.Equal(t, "not_configured", old.state)
	office := openPostOffice(t, office{})
	d.Letters = office.mailer(t, nil)
	tooOld := d.add(delivery("wang"))
	d.now = noon.Add(48*time.Hour + time.Second)
	d.run(t)
	require.Equal(t, "not_configured", old.state)
	require.Equal(t, "dead", tooOld.state)
	require.Equal(t, notifications.Stale, tooOld.kind)
	require.Empty(t, office.got())
}

func TestWhoHasNoAddressOrIsExcludedByNowGetsNoLetter(t *testing.T) {
	office := openPostOffice(t, office{})
	d := newDesk(office.mailer(t, nil))
	without, excluded, bad := delivery("a"), delivery("b"), delivery("c")
	without.Sealed, excluded.Sealed, bad.Sealed = nil, []byte("excluded"), []byte("c@office.example\r\nRCPT TO:<x@y.example>")
	rows := []*row{d.add(without), d.add(excluded), d.add(bad)}
	d.run(t)
	for i, kind := range []notifications.ErrorKind{notifications.NoAddress, notifications.Excluded, notifications.BadAddr} {
		require.Equal(t, "dead", rows[i].state)
		require.Equal(t, kind, rows[i].kind)
	}
	require.Empty(t, office.got())
}

func TestAnAddressThatCannotBeOpenedKeepsNobodyElseWaiting(t *testing.T) {
	office := openPostOffice(t, office{})
	d := newDesk(office.mailer(t, nil))
	broken := delivery("broken")
	broken.Sealed = []byte("broken")
	first, second := d.add(broken), d.add(delivery("li"))
	d.run(t)
	require.Equal(t, "sent", second.state)
	require.Equal(t, "failed", first.state)
	require.Equal(t, notifications.BadAddr, first.kind)
	require.Equal(t, noon.Add(time.Minute), first.next, "tried again later, with longer waits")
}

func TestALetterTellsTheHourOfSendingAndNoMore(t *testing.T) {
	office := openPostOffice(t, office{})
	d := newDesk(office.mailer(t, nil))
	d.now = noon.Add(17*time.Minute + 23*time.Second)
	filed := delivery("li")
	filed.Kind, filed.At = notifications.DutyOpened, d.now.Add(-time.Second)
	d.add(filed)
	d.run(t)
	require.Equal(t, noon.Format(time.RFC1123Z), read(t, office.got()[0].raw).Header.Get("Date"))
}

func TestABatchSharesOneConnection(t *testing.T) {
	office := openPostOffice(t, office{})
	d := newDesk(office.mailer(t, nil))
	for i := range 25 {
		d.add(delivery(fmt.Sprintf("n%d", i)))
	}
	require.True(t, d.run(t), "five are left")
	require.False(t, d.run(t))
	require.Len(t, office.got(), 25)
	require.Equal(t, 2*2, office.sessions, "each of two connections says hello before and after STARTTLS")
}

func TestAServerThatIsDownIsAskedOnceABatch(t *testing.T) {
	down := &countingLetters{err: &notifications.MailError{Kind: notifications.Connect, Step: notifications.Connect}}
	d := newDesk(down)
	rows := []*row{d.add(delivery("a")), d.add(delivery("b")), d.add(delivery("c"))}
	d.run(t)
	require.Equal(t, 1, down.connects)
	for _, r := range rows {
		require.Equal(t, "failed", r.state)
		require.Equal(t, notifications.Connect, r.kind)
	}
}

func TestALetterWhoseEndIsLostGoesOutAgainUnderTheSameMessageID(t *testing.T) {
	office := openPostOffice(t, office{})
	d := newDesk(office.mailer(t, nil))
	d.add(delivery("li"))
	d.fails = errors.New("database gone")
	_, err := d.RunOnce(t.Context())
	require.ErrorIs(t, err, d.fails)
	d.fails = nil
	d.run(t)
	require.Len(t, office.got(), 1, "the lease still holds")
	d.now = d.now.Add(time.Hour)
	d.run(t)
	require.Len(t, office.got(), 2)
	first, second := read(t, office.got()[0].raw), read(t, office.got()[1].raw)
	require.NotEmpty(t, first.Header.Get("Message-Id"))
	require.Equal(t, first.Header.Get("Message-Id"), second.Header.Get("Message-Id"))
}

func TestNothingIsSentAfterTheLease(t *testing.T) {
	slow := &countingLetters{}
	d := newDesk(slow)
	slow.sent = func() { d.now = d.now.Add(20 * time.Minute) }
	first, second := d.add(delivery("a")), d.add(delivery("b"))
	require.True(t, d.run(t))
	require.Equal(t, "sent", first.state)
	require.Equal(t, "pending", second.state)
}

func TestStoppingMidBatchBlamesNoLetter(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	letters := &countingLetters{sent: stop, sendErr: errors.New("closed")}
	d := newDesk(letters)
	r := d.add(delivery("a"))
	_, err := d.RunOnce(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, "pending", r.state)
	require.Zero(t, r.Attempts)
}

// countingLetters is a server in memory.
type countingLetters struct {
	connects     int
	err, sendErr error
	sent         func()
}

func (c *countingLetters) Connect(context.Context) (notifications.Connection, error) {
	c.connects++
	return c, c.err
}

func (c *countingLetters) Send(context.Context, notifications.Letter) error {
	if c.sent != nil {
		c.sent()
	}
	return c.sendErr
}

func (c *countingLetters) Close() {}
