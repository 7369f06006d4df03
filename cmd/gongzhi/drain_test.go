package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
)

// TestAStopLosesNoRequestOfAnOpenConnection: a balancer that has not yet heard
// of the stop sends one more request over a connection it holds. It is
// answered, and told to close the connection.
func TestAStopLosesNoRequestOfAnOpenConnection(t *testing.T) {
	i := running(t, at(dbtest.URL(t), noRedis), serving(t, folder(t))...)
	conn, err := net.Dial("tcp", strings.TrimPrefix(i.url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	answers := bufio.NewReader(conn)
	ask := func(path string) *http.Response {
		_, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n")
		require.NoError(t, err)
		res, err := http.ReadResponse(answers, nil)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, res.Body)
		require.NoError(t, err)
		return res
	}
	require.False(t, ask("/healthz").Close)
	require.NoError(t, i.cmd.Process.Signal(syscall.SIGTERM))
	for ready(t, i).status == http.StatusOK {
		pause(t.Context(), 10*time.Millisecond)
	}
	last := ask("/healthz")
	require.Equal(t, http.StatusOK, last.StatusCode)
	require.True(t, last.Close, "the client is to connect anew, elsewhere")
	_ = i.cmd.Wait()
	require.Zero(t, i.cmd.ProcessState.ExitCode())
}
