package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// contentPolicy allows only our own files: no inline script or style, no other
// origin, no frames.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const permissionsPolicy = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), " +
	"magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(self), usb=()"

var securityHeaders = map[string]string{
	"Content-Security-Policy":      contentPolicy,
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           permissionsPolicy,
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
}

// fixedHeaders are securityHeaders in the form in which they are sent. Nobody
// may write into the lists: Set replaces them, Add copies them.
var fixedHeaders = func() map[string][]string {
	fixed := make(map[string][]string, len(securityHeaders))
	for name, value := range securityHeaders {
		fixed[http.CanonicalHeaderKey(name)] = []string{value}[:1:1]
	}
	return fixed
}()

// SecurityHeaders sets the headers of every answer. tls adds HSTS (one year).
//
// Under plain http browsers send no Sec-Fetch-Site beyond loopback, and under
// no-referrer they send "Origin: null" with forms (Fetch standard, "append a
// request Origin header"), so that the origin check would refuse our own
// forms. There, same-origin is used: it tells other sites as little.
func SecurityHeaders(tls bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		header := c.Writer.Header()
		for name, values := range fixedHeaders {
			header[name] = values
		}
		if tls {
			c.Header("Referrer-Policy", "no-referrer")
			c.Header("Strict-Transport-Security", "max-age=31536000")
			return
		}
		c.Header("Referrer-Policy", "same-origin")
	}
}

// dataPolicy is for documents that programs read: should a browser show one,
// nothing in it runs, loads or is framed.
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// Data gives a public document that programs read a policy of its own in place
// of that of pages, and takes away the headers that say nothing beside it: what
// is sandboxed has no features, opener or frame to restrict, and everybody may
// read it. They were half of the time that a feed took.
func Data(c *gin.Context) {
	header := c.Writer.Header()
	for name := range fixedHeaders {
		delete(header, name)
	}
	delete(header, "Referrer-Policy")
	c.Header("Content-Security-Policy", dataPolicy)
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Access-Control-Allow-Origin", "*")
}

// NoStore keeps private answers out of every cache.
func NoStore() gin.HandlerFunc {
	return func(c *gin.Context) { c.Header("Cache-Control", "no-store") }
}

// Attachment sets the headers of a file that somebody else sent us: to be saved,
// never shown, with no rights should it be opened. name is server-made.
func Attachment(c *gin.Context, name, mediaType string) {
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	c.Header("Content-Type", mediaType)
	c.Header("Content-Security-Policy", "sandbox; default-src 'none'")
	c.Header("Cache-Control", "no-store")
}
