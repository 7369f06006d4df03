package wire_test

import (
	"io"
	"net"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/soak/wire"
)

// said is an answer that ends a transaction with one row written.
const said = "C\x00\x00\x00\x0fINSERT 0 1\x00Z\x00\x00\x00\x05I"

// looked is an answer that ends a transaction in which one row was returned.
const looked = "C\x00\x00\x00\x0dSELECT 1\x00Z\x00\x00\x00\x05I"

// parrot answers every message with said and counts what it heard.
func parrot(t *testing.T) (*wire.Proxy, string, chan string) { return parrotOf(t, said) }

func parrotOf(t *testing.T, answer string) (*wire.Proxy, string, chan string) {
	dir := t.TempDir()
	l, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	heard := make(chan string, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				buf := make([]byte, 1024)
				for {
					n, err := c.Read(buf)
					if err != nil {
						return
					}
					heard <- string(buf[:n])
					_, _ = io.WriteString(c, answer)
				}
			}()
		}
	}()
	p, address, err := wire.Before(t.Context(), "postgres://u@/x?host="+url.QueryEscape(dir)+"&port=5432")
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.Close() })
	u, err := url.Parse(address)
	require.NoError(t, err)
	return p, u.Host, heard
}

func ask(t *testing.T, host string) (string, error) { return askFor(t, host, "do it") }

// askFor sends messages over one connection and returns the last one's answer.
func askFor(t *testing.T, host string, messages ...string) (string, error) {
	c, err := net.DialTimeout("tcp", host, time.Second)
	if err != nil {
		return "", err // a wire that is cut may refuse at once
	}
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(5*time.Second)))
	buf, n := make([]byte, 1024), 0
	for _, m := range messages {
		if _, err := io.WriteString(c, m); err != nil {
			return "", err
		}
		if n, err = c.Read(buf); err != nil {
			return "", err
		}
	}
	return string(buf[:n]), err
}

func TestItForwards(t *testing.T) {
	_, host, heard := parrot(t)
	answer, err := ask(t, host)
	require.NoError(t, err)
	require.Equal(t, said, answer)
	require.Equal(t, "do it", <-heard)
}

func TestALostAnswerWasCarriedOut(t *testing.T) {
	p, host, heard := parrot(t)
	p.LoseAnswers(1)
	_, err := ask(t, host)
	require.Error(t, err)
	require.Equal(t, "do it", <-heard, "the server did it")
	require.EqualValues(t, 1, p.Lost())
	_, err = ask(t, host)
	require.NoError(t, err, "only one was to be lost")
}

// TestAWriteInsideAQueryIsKnownByWhatWasAsked: what a filing writes is one
// statement whose answer has the tag of a SELECT.
func TestAWriteInsideAQueryIsKnownByWhatWasAsked(t *testing.T) {
	const parse, bind = "P\x00\x00\x01\x10file\x00WITH w0 AS (INSERT INTO once ...)\nSELECT 1\x00", "B\x00\x00\x00\x0b\x00file\x00"
	p, host, _ := parrotOf(t, looked)
	p.LoseAnswers(1)
	_, err := askFor(t, host, "P\x00\x00\x01\x10read\x00SELECT 1\x00", "B\x00\x00\x00\x0b\x00read\x00")
	require.NoError(t, err, "a read")
	_, err = askFor(t, host, parse)
	require.NoError(t, err, "it was only prepared")
	_, err = askFor(t, host, parse, bind)
	require.Error(t, err)
	require.EqualValues(t, 1, p.Lost())
}

func TestACutWireHeals(t *testing.T) {
	p, host, _ := parrot(t)
	p.Cut(true)
	_, err := ask(t, host)
	require.Error(t, err)
	p.Cut(false)
	_, err = ask(t, host)
	require.NoError(t, err)
}
