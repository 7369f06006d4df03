package notifications

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strconv"
	"strings"
	"sync"
)

func (s MailSettings) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}
}

// dialer opens the connection in steps of our own, so that an error knows at
// which one it happened and no failed attempt leaves a connection behind.
type dialer struct {
	settings MailSettings
	mu       sync.Mutex
	step     ErrorKind
	conn     net.Conn
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d.reach(DNS)
	ips, err := net.DefaultResolver.LookupHost(ctx, d.settings.Host)
	if err != nil {
		return nil, err
	}
	d.reach(Connect)
	conn, err := dialAny(ctx, network, ips, d.settings.Port)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	d.conn = conn
	d.mu.Unlock()
	if d.settings.TLS != ImplicitTLS {
		return watched{conn, d}, nil
	}
	d.reach(TLS)
	secured := tls.Client(conn, d.settings.tlsConfig())
	if err := secured.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	d.reach(Connect)
	return secured, nil
}

func dialAny(ctx context.Context, network string, ips []string, port int) (net.Conn, error) {
	var failures []error
	for _, ip := range ips {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(ip, strconv.Itoa(port)))
		if err == nil {
			return conn, nil
		}
		failures = append(failures, err)
	}
	return nil, errors.Join(failures...)
}

func (d *dialer) reach(step ErrorKind) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.step = step
}

func (d *dialer) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.conn != nil {
		_ = d.conn.Close()
	}
}

// stepOf is the step at which the library gave up. The library's errors about
// signing in and about a server without TLS have no type of their own; the
// tests watch over their words.
func (d *dialer) stepOf(err error) ErrorKind {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch text := strings.ToUpper(err.Error()); {
	case strings.Contains(text, "SMTP AUTH"):
		return Auth
	case strings.Contains(text, "STARTTLS MODE"):
		return TLS
	}
	return d.step
}

// watched notices when the client asks for TLS; what fails from then on failed
// at TLS.
type watched struct {
	net.Conn
	dialer *dialer
}

func (w watched) Write(b []byte) (int, error) {
	if bytes.HasPrefix(b, []byte("STARTTLS")) {
		w.dialer.reach(TLS)
	}
	return w.Conn.Write(b)
}
