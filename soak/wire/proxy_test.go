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

// parrot answers every message with said and counts what it heard.
func parrot(t *testing.T) (*wire.Proxy, string, chan string) {
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
					_, _ = io.WriteString(c, said)
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

func ask(t *testing.T, host string) (string, error) {
	c, err := net.DialTimeout("tcp", host, time.Second)
	if err != nil {
		return "", err // a wire that is cut may refuse at once
	}
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(5*time.Second)))
	if _, err := io.WriteString(c, "do it"); err != nil {
		return "", err
	}
	buf := make([]byte, 1024)
	n, err := c.Read(buf)
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

func TestACutWireHeals(t *testing.T) {
	p, host, _ := parrot(t)
	p.Cut(true)
	_, err := ask(t, host)
	require.Error(t, err)
	p.Cut(false)
	_, err = ask(t, host)
	require.NoError(t, err)
}
