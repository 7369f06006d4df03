package notifications_test

import (
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/notifications"
)

// sendTo sends one letter through an office.
func sendTo(t *testing.T, m *notifications.Mailer, d notifications.Delivery) *row {
	t.Helper()
	desk := newDesk(m)
	r := desk.add(d)
	desk.run(t)
	return r
}

func subjectAndBody(t *testing.T, raw string) (subject, body string) {
	t.Helper()
	m := read(t, raw)
	subject, err := (&mime.WordDecoder{}).DecodeHeader(m.Header.Get("Subject"))
	require.NoError(t, err)
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	require.NoError(t, err)
	return subject, string(text)
}

func TestLettersSpeakBothLanguages(t *testing.T) {
	for _, c := range []struct {
		lang                   locale.Lang
		subject, told, service string
	}{
		{"en", "A duty below you was missed and is yours now (GZ-ABCDE-12345)", "Level: 2", "Gongzhi"},
		{"zh-CN", "下级职责逾期未履行，现已上升由您承办（GZ-ABCDE-12345）", "层级：2", locale.For(locale.ZhCN).T("common.service_name")},
		{"", "下级职责逾期未履行，现已上升由您承办（GZ-ABCDE-12345）", "层级：2", locale.For(locale.ZhCN).T("common.service_name")},
	} {
		office := openPostOffice(t, office{})
		d := delivery("li")
		d.Lang = c.lang
		require.Equal(t, "sent", sendTo(t, office.mailer(t, nil), d).state)
		raw := office.got()[0].raw
		subject, body := subjectAndBody(t, raw)
		require.Equal(t, c.subject, subject)
		require.Contains(t, body, c.told)
		require.Contains(t, body, "GZ-ABCDE-12345")
		require.Contains(t, body, "https://gongzhi.example/inbox")
		require.NotContains(t, subject+body, "⟦")
		from, err := read(t, raw).Header.AddressList("From")
		require.NoError(t, err)
		require.Equal(t, c.service, from[0].Name)
	}
}

func TestALetterTellsNothingOfTheMachineOrTheTimeInsideIDs(t *testing.T) {
	office := openPostOffice(t, office{})
	d := delivery("li")
	sendTo(t, office.mailer(t, nil), d)
	raw := office.got()[0].raw
	host, err := os.Hostname()
	require.NoError(t, err)
	header := read(t, raw).Header
	require.NotContains(t, strings.ToLower(raw), d.ID.String())
	require.NotContains(t, header.Get("Message-Id"), host)
	require.True(t, strings.HasSuffix(header.Get("Message-Id"), "@gongzhi.example>"))
	require.Empty(t, header.Get("User-Agent")+header.Get("X-Mailer"))
	require.Equal(t, "auto-generated", header.Get("Auto-Submitted"))
	require.Equal(t, noon.Format(time.RFC1123Z), header.Get("Date"), "the injected clock's time")
}

func TestNoHeaderCanBeInjected(t *testing.T) {
	for _, evil := range []string{
		"GZ-1\r\nBcc: x@y.example", "GZ-1\nBcc: x@y.example", "GZ\r\n\r\nbody", "=?utf-8?q?x=0D=0ABcc:_x@y.example?=", "gz\u2028Bcc: x@y.example",
	} {
		office := openPostOffice(t, office{})
		d := delivery("li")
		d.Reference = evil
		require.Equal(t, "sent", sendTo(t, office.mailer(t, nil), d).state)
		m := read(t, office.got()[0].raw)
		require.Empty(t, m.Header.Get("Bcc"))
		subject, body := subjectAndBody(t, office.got()[0].raw)
		require.NotContains(t, subject+body, "y.example")
	}
	for _, evil := range []string{
		"a@b.example\r\nBcc: x@y.example", "a@b.example>\r\nRCPT TO:<x@y.example", "a@b.example, x@y.example", "A <a@b.example>", "a b@c.example", "", "@", "a@b.example\x00",
	} {
		office := openPostOffice(t, office{})
		d := delivery("li")
		d.Sealed = []byte(evil)
		require.Equal(t, "dead", sendTo(t, office.mailer(t, nil), d).state, "%q", evil)
		require.Empty(t, office.got())
	}
}

func TestEachPolicyDelivers(t *testing.T) {
	for name, c := range map[string]struct {
		office office
		policy notifications.TLSPolicy
	}{
		"STARTTLS": {office{}, notifications.StartTLS}, "TLS": {office{implicit: true}, notifications.ImplicitTLS}, "none": {office{plain: true}, notifications.NoTLS},
	} {
		t.Run(name, func(t *testing.T) {
			o := openPostOffice(t, c.office)
			auth := signedIn(t, "right")
			m := o.mailer(t, func(s *notifications.MailSettings) { auth(s); s.TLS = c.policy })
			require.Equal(t, "sent", sendTo(t, m, delivery("li")).state)
			for _, f := range m.Check(t.Context()) {
				require.Equal(t, f.Step != notifications.TLS || c.policy != notifications.NoTLS, f.OK, f.Step)
				require.Empty(t, f.Remedy(locale.En))
			}
			require.Len(t, o.got(), 1, "the check sends nothing")
		})
	}
}

// Each stage has its own kind, and the steps behind it are not reached.
func TestCheckNamesTheStageWithItsRemedy(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	closedPort := closed.Addr().(*net.TCPAddr).Port
	require.NoError(t, closed.Close())
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = silent.Close() }()

	type edit = func(*notifications.MailSettings)
	for name, c := range map[string]struct {
		office office
		edit   edit
		refuse string
		step   notifications.ErrorKind
		kind   notifications.ErrorKind
	}{
		"no password file":   {edit: func(s *notifications.MailSettings) { s.User, s.PasswordFile = "u", filepath.Join(t.TempDir(), "none") }, step: "settings", kind: "settings"},
		"unknown name":       {edit: func(s *notifications.MailSettings) { s.Host = strings.Repeat("a", 64) + ".invalid" }, step: "dns", kind: "dns"},
		"nobody listens":     {edit: func(s *notifications.MailSettings) { s.Port = closedPort }, step: "connect", kind: "connect"},
		"a foreign server":   {edit: func(s *notifications.MailSettings) { s.Roots = nil }, step: "tls", kind: "tls"},
		"no STARTTLS":        {office: office{plain: true}, step: "tls", kind: "tls"},
		"TLS to a plain one": {office: office{plain: true}, edit: func(s *notifications.MailSettings) { s.TLS = notifications.ImplicitTLS }, step: "tls", kind: "tls"},
		"wrong password":     {edit: signedIn(t, "wrong"), step: "auth", kind: "auth"},
		"refused sender":     {refuse: "mail", step: "envelope", kind: "envelope"},
		"silence": {edit: func(s *notifications.MailSettings) {
			s.Port, s.Timeout = silent.Addr().(*net.TCPAddr).Port, 50*time.Millisecond
		}, step: "connect", kind: "timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			o := openPostOffice(t, c.office)
			if c.refuse != "" {
				o.refuses(c.refuse, 553)
			}
			findings := o.mailer(t, c.edit).Check(t.Context())
			var bad []notifications.Finding
			for i, f := range findings {
				if f.Kind != "" {
					bad = append(bad, f)
					for _, later := range findings[i+1:] {
						require.False(t, later.Reached, later.Step)
					}
				}
			}
			require.Len(t, bad, 1, "%+v", findings)
			require.Equal(t, c.step, bad[0].Step)
			require.Equal(t, c.kind, bad[0].Kind)
			require.False(t, bad[0].OK)
			for _, lang := range locale.All() {
				require.NotEmpty(t, bad[0].Remedy(lang))
			}
		})
	}
}

func TestCheckWithoutSettings(t *testing.T) {
	var none *notifications.Mailer
	findings := none.Check(t.Context())
	require.Len(t, findings, 1)
	require.Equal(t, notifications.Unset, findings[0].Kind)
}

func TestMailErrorsNameNobody(t *testing.T) {
	o := openPostOffice(t, office{})
	o.refuses("rcpt", 550)
	c, err := o.mailer(t, nil).Connect(t.Context())
	require.NoError(t, err)
	defer c.Close()
	err = c.Send(t.Context(), notifications.Letter{ID: "x", To: "secret@person.example", Kind: notifications.DutyOpened})
	require.EqualError(t, err, "notifications: mail: envelope, reply 550")
}

func TestBadSettingsAreNamedWithoutTheirValues(t *testing.T) {
	for field, edit := range map[string]func(*notifications.MailSettings){
		"host":       func(s *notifications.MailSettings) { s.Host = "secret host" },
		"port":       func(s *notifications.MailSettings) { s.Port = 70000 },
		"TLS policy": func(s *notifications.MailSettings) { s.Host, s.TLS = "secret.example", notifications.NoTLS },
		"user":       func(s *notifications.MailSettings) { s.User = "secret" },
		"from":       func(s *notifications.MailSettings) { s.From = "Secret <a@b.example>" },
		"base URL":   func(s *notifications.MailSettings) { s.BaseURL = "http://secret.example" },
	} {
		s := (&postOffice{port: 25}).settings(edit)
		_, err := notifications.NewMailer(s)
		require.ErrorContains(t, err, "mail setting "+field+":", field)
		require.NotContains(t, strings.ToLower(err.Error()), "secret", field)
	}
	_, err := notifications.NewMailer(notifications.MailSettings{Host: "localhost", TLS: "sometimes", From: "a@b.example", BaseURL: "http://localhost:8080"})
	require.ErrorContains(t, err, "TLS policy")
}
