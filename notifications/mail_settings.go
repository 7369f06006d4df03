package notifications

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"os"
	"strings"
	"time"
)

// TLSPolicy says how the connection to the mail server is protected.
type TLSPolicy string

// The policies. There is no "if the server offers it": whoever sits in between
// would only have to take the offer away.
const (
	StartTLS    TLSPolicy = "starttls" // RFC 3207, usually port 587; refused where the server has none
	ImplicitTLS TLSPolicy = "tls"      // RFC 8314, usually port 465
	NoTLS       TLSPolicy = "none"     // only to this machine itself
)

var ports = map[TLSPolicy]int{StartTLS: 587, ImplicitTLS: 465, NoTLS: 25}

// MailSettings say how letters leave. The zero value sends none.
type MailSettings struct {
	Host         string
	Port         int // 0: the usual one of the policy
	User         string
	PasswordFile string        // read at each connection, so that a changed password needs no restart
	TLS          TLSPolicy     // empty: StartTLS
	From         string        // bare address of the sender
	BaseURL      string        // of this service, for the link in each letter
	Timeout      time.Duration // of a connection and of each letter; 0: 15 s
	Roots        *x509.CertPool
}

// Configured reports whether anybody wanted e-mail.
func (s MailSettings) Configured() bool { return s.Host != "" }

const defaultTimeout = 15 * time.Second

// complete fills what has a usual value and refuses what cannot work, naming
// the field and never its value.
func (s MailSettings) complete() (MailSettings, error) {
	if s.TLS == "" {
		s.TLS = StartTLS
	}
	if s.Port == 0 {
		s.Port = ports[s.TLS]
	}
	if s.Timeout <= 0 {
		s.Timeout = defaultTimeout
	}
	s.BaseURL = strings.TrimSuffix(s.BaseURL, "/")
	return s, errors.Join(s.checkServer(), s.checkFrom(), s.checkBaseURL())
}

func (s MailSettings) checkServer() error {
	switch {
	case s.Host == "" || strings.ContainsAny(s.Host, " /:@\r\n") && net.ParseIP(s.Host) == nil:
		return refused("host", "must be a host name or an address, without a port")
	case ports[s.TLS] == 0:
		return refused("TLS policy", "must be starttls, tls or none")
	case s.Port < 1 || s.Port > 65535:
		return refused("port", "must be between 1 and 65535")
	case s.TLS == NoTLS && !loopback(s.Host):
		return refused("TLS policy", "none is only for a server on this machine")
	case (s.User == "") != (s.PasswordFile == ""):
		return refused("user", "user and password file belong together")
	}
	return nil
}

func (s MailSettings) checkFrom() error {
	if !plainAddress(s.From) {
		return refused("from", "must be one bare e-mail address")
	}
	return nil
}

func (s MailSettings) checkBaseURL() error {
	u, err := url.Parse(s.BaseURL)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return refused("base URL", "must be an address like https://host")
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		return refused("base URL", "must begin with https, except on this machine")
	}
	return nil
}

// password reads the file anew; its last line break does not count.
func (s MailSettings) password() (string, error) {
	text, err := os.ReadFile(s.PasswordFile)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// domain of the sender: it names us to the server and in message ids, so that
// this machine's own name stays inside.
func (s MailSettings) domain() string { return s.From[strings.LastIndexByte(s.From, '@')+1:] }

func refused(field, reason string) error {
	return fmt.Errorf("notifications: mail setting %s: %s", field, reason)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// plainAddress accepts one address and nothing around it; no line break, no
// second recipient and no display name gets into a header or a command.
func plainAddress(address string) bool {
	if len(address) > 254 || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`<>"(),;:\`, r) }) {
		return false
	}
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address && parsed.Name == ""
}
