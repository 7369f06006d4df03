package web

import (
	"net/http"
	"time"
)

// Cookie is one of our two cookies. Over https its name begins with __Host-,
// by which browsers refuse it from other hosts and over plain http (RFC 6265bis,
// 4.1.3.2); without https that prefix and Secure cannot be used.
type Cookie struct {
	name   string
	secure bool
}

// SessionCookie carries the session of the pages.
func SessionCookie(tls bool) Cookie { return newCookie("gz", tls) }

// RefreshCookie carries the refresh token of the API.
func RefreshCookie(tls bool) Cookie { return newCookie("gz-refresh", tls) }

func newCookie(name string, tls bool) Cookie {
	if tls {
		name = "__Host-" + name
	}
	return Cookie{name, tls}
}

// Name returns the cookie's name as sent.
func (k Cookie) Name() string { return k.name }

// Set sends the cookie. A life of zero makes it end with the browser.
func (k Cookie) Set(w http.ResponseWriter, value string, life time.Duration) {
	k.send(w, value, int(life/time.Second))
}

// Clear removes the cookie.
func (k Cookie) Clear(w http.ResponseWriter) {
	k.send(w, "", -1)
}

// Read returns the cookie's value, empty if there is none. Two cookies of the
// name are none: one of them was planted.
func (k Cookie) Read(r *http.Request) string {
	found := r.CookiesNamed(k.name)
	if len(found) != 1 {
		return ""
	}
	return found[0].Value
}

func (k Cookie) send(w http.ResponseWriter, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure is off only where the site itself is not served over https
		Name: k.name, Value: value, Path: "/", MaxAge: maxAge,
		Secure: k.secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}
