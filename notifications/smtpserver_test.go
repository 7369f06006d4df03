package notifications_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"gongzhi/notifications"
)

// postOffice is a mail server on this machine that keeps letters, and refuses
// at whichever step a test says.
type postOffice struct {
	mu       sync.Mutex
	port     int
	roots    *x509.CertPool
	letters  []kept
	sessions int
	refuse   map[string]*smtp.SMTPError // by step: mail, rcpt, data, auth
}

type kept struct{ from, to, raw string }

type office struct {
	implicit bool // TLS from the first byte
	plain    bool // no TLS at all
}

func openPostOffice(t *testing.T, kind office) *postOffice {
	t.Helper()
	o := &postOffice{refuse: map[string]*smtp.SMTPError{}}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.sessions++
		return &session{office: o}, nil
	}))
	server.Domain, server.AllowInsecureAuth = "localhost", true
	server.ErrorLog = log.New(io.Discard, "", 0)
	var certificate tls.Certificate
	certificate, o.roots = selfSigned(t)
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	o.port = listener.Addr().(*net.TCPAddr).Port
	switch {
	case kind.implicit:
		listener = tls.NewListener(listener, config)
	case !kind.plain:
		server.TLSConfig = config
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	t.Cleanup(func() { _, _ = server.Close(), listener.Close(); <-done }) // the server may not know its listener yet
	return o
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func (o *postOffice) refuses(step string, code int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.refuse, step)
	if code != 0 {
		o.refuse[step] = &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "no, to secret@person.example"}
	}
}

func (o *postOffice) answer(step string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if e := o.refuse[step]; e != nil {
		return e
	}
	return nil
}

func (o *postOffice) got() []kept {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]kept(nil), o.letters...)
}

// settings reach the office; edit changes them before they are checked.
func (o *postOffice) settings(edit func(*notifications.MailSettings)) notifications.MailSettings {
	s := notifications.MailSettings{
		Host: "127.0.0.1", Port: o.port, TLS: notifications.StartTLS, From: "no-reply@gongzhi.example",
		BaseURL: "https://gongzhi.example/", Timeout: 5 * time.Second, Roots: o.roots,
	}
	if edit != nil {
		edit(&s)
	}
	return s
}

func (o *postOffice) mailer(t *testing.T, edit func(*notifications.MailSettings)) *notifications.Mailer {
	t.Helper()
	m, err := notifications.NewMailer(o.settings(edit))
	require.NoError(t, err)
	return m
}

// signedIn adds user and password to the settings.
func signedIn(t *testing.T, password string) func(*notifications.MailSettings) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "password")
	require.NoError(t, os.WriteFile(file, []byte(password+"\n"), 0o600))
	return func(s *notifications.MailSettings) { s.User, s.PasswordFile = "gongzhi", file }
}

type session struct {
	office   *postOffice
	from, to string
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "gongzhi" || password != "right" {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return s.office.answer("mail")
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return s.office.answer("rcpt")
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := s.office.answer("data"); err != nil {
		return err
	}
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.office.letters = append(s.office.letters, kept{s.from, s.to, string(raw)})
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

// read takes a letter apart as a mail program would.
func read(t *testing.T, raw string) *mail.Message {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	require.NoError(t, err)
	return m
}
