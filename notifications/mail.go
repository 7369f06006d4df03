package notifications

import (
	"context"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Mailer sends letters over SMTP (RFC 5321).
type Mailer struct {
	settings MailSettings
}

// NewMailer checks the settings. Its error names each bad field.
func NewMailer(s MailSettings) (*Mailer, error) {
	s, err := s.complete()
	if err != nil {
		return nil, err
	}
	return &Mailer{s}, nil
}

// Connect opens a connection, protected and signed in as the settings say. Its
// error is a *MailError.
func (m *Mailer) Connect(ctx context.Context) (Connection, error) {
	c, err := m.connect(ctx)
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (m *Mailer) connect(ctx context.Context) (*connection, error) {
	dial := &dialer{settings: m.settings}
	options, err := m.options(dial)
	if err != nil {
		return nil, &MailError{Kind: Settings, Step: Settings}
	}
	client, err := gomail.NewClient(m.settings.Host, options...)
	if err != nil {
		return nil, &MailError{Kind: Settings, Step: Settings}
	}
	stop := context.AfterFunc(ctx, dial.close)
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		stop()
		dial.close()
		return nil, failed(dial.stepOf(err), err)
	}
	return &connection{settings: m.settings, smtp: session, close: func() { stop(); dial.close() }}, nil
}

func (m *Mailer) options(dial *dialer) ([]gomail.Option, error) {
	s := m.settings
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(s.Timeout), gomail.WithHELO(s.domain()),
		gomail.WithDialContextFunc(dial.dial), gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithTLSConfig(s.tlsConfig()),
	}
	if s.TLS != StartTLS {
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS)) // the dialer has done it, or nobody does
	}
	if s.User == "" {
		return options, nil
	}
	password, err := s.password()
	if err != nil {
		return nil, err
	}
	return append(options, gomail.WithUsername(s.User), gomail.WithPassword(password), gomail.WithOpportunisticSMTPAuth(s.mechanisms()...)), nil
}

// mechanisms are those every server has at least one of. A password in the
// clear goes only to this machine itself.
func (s MailSettings) mechanisms() []gomail.SMTPAuthType {
	if s.TLS == NoTLS {
		return []gomail.SMTPAuthType{gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc}
	}
	return []gomail.SMTPAuthType{gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin}
}

// connection is one session with the server.
type connection struct {
	settings MailSettings
	smtp     *smtp.Client
	close    func()
}

// Send hands one letter over. Once the server has taken the last line, the
// letter counts as sent, whatever happens to the connection.
func (c *connection) Send(_ context.Context, l Letter) error {
	if !plainAddress(l.To) {
		return &MailError{Kind: BadAddr, Step: Envelope, Permanent: true}
	}
	if err := c.smtp.UpdateDeadline(c.settings.Timeout); err != nil {
		return failed(Connect, err)
	}
	if err := c.sender(); err != nil {
		return err
	}
	if err := c.smtp.Rcpt("<" + l.To + ">"); err != nil {
		return failed(Envelope, err).lastingIfRefused()
	}
	return c.data(l)
}

func (c *connection) sender() error {
	if err := c.smtp.Mail("<" + c.settings.From + ">"); err != nil {
		return failed(Envelope, err)
	}
	return nil
}

func (c *connection) data(l Letter) error {
	w, err := c.smtp.Data()
	if err != nil {
		return failed(Data, err).lastingIfRefused()
	}
	if _, err := c.settings.message(l).WriteTo(w); err != nil {
		return failed(Data, err)
	}
	if err := w.Close(); err != nil {
		return failed(Data, err).lastingIfRefused()
	}
	return nil
}

// Close says good-bye without waiting long for an answer.
func (c *connection) Close() {
	defer c.close()
	if c.smtp.UpdateDeadline(min(c.settings.Timeout, 2*time.Second)) == nil {
		_ = c.smtp.Quit()
	}
}
