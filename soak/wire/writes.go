package wire

import (
	"bytes"
	"regexp"
)

// What the server says when it has carried something out: the tag of an INSERT
// or of a SELECT, and that the connection is in no transaction any more.
// PostgreSQL documentation, "Message Formats", CommandComplete and ReadyForQuery.
var (
	inserted  = []byte("INSERT 0 ")
	selected  = []byte("SELECT ")
	ready     = []byte{'Z', 0, 0, 0, 5}
	readyIdle = append(bytes.Clone(ready), 'I')
)

// prepared is a statement with a name that writes in parts of a query: its
// answer has the tag of a SELECT, so it is known by what was asked.
var prepared = regexp.MustCompile(`(\w+)\x00WITH \w+ AS \(INSERT INTO`)

// asked notes whether a client's message runs a statement that writes. It never
// ends the connection.
func (p *pair) asked(b []byte) bool {
	for _, m := range prepared.FindAllSubmatch(b, -1) {
		p.writes.Store(string(m[1]), nil)
	}
	p.writes.Range(func(name, _ any) bool {
		bound := []byte("\x00" + name.(string) + "\x00") //nolint:forcetypeassert // nothing else is stored
		if bytes.Contains(b, bound) {
			p.writing.Store(true)
		}
		return !p.writing.Load()
	})
	return false
}

// finishedWrite reports whether a message of the server ends a transaction of
// one round trip that wrote something.
func (p *pair) finishedWrite(b []byte) bool {
	idle := bytes.HasSuffix(b, readyIdle)
	wrote := bytes.Contains(b, inserted)
	if bytes.Contains(b, selected) && p.writing.Load() {
		wrote = true
	}
	if bytes.Contains(b, ready) {
		p.writing.Store(false)
	}
	return idle && wrote
}
