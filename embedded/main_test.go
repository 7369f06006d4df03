package embedded

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// A test that needs another process to be the parent of the servers runs this
// test binary again with roleDir set.
const roleDir = "TEST_PARENT_OF_SERVERS_IN"

func TestMain(m *testing.M) {
	if dir := os.Getenv(roleDir); dir != "" {
		os.Exit(beParent(dir))
	}
	goleak.VerifyTestMain(m)
}

// parentReport is what such a process prints once its servers answer.
type parentReport struct {
	DatabaseURL, RedisURL string
	Pids                  Pids
	Error                 string
}

// beParent starts the servers and holds them until its input ends.
func beParent(dir string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	s, err := Start(ctx, Options{Dir: dir, Log: func(f string, a ...any) { fmt.Fprintf(os.Stderr, f+"\n", a...) }})
	var report parentReport
	if err != nil {
		report.Error = err.Error()
	} else {
		report = parentReport{DatabaseURL: s.DatabaseURL, RedisURL: s.RedisURL, Pids: s.Pids()}
	}
	_ = json.NewEncoder(os.Stdout).Encode(report)
	if err != nil {
		return 1
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// parent runs beParent in a process of its own.
type parent struct {
	cmd   *exec.Cmd
	stdin io.Closer
	parentReport
}

func startParent(t *testing.T, program, dir string, as *syscall.Credential, env ...string) *parent {
	t.Helper()
	cmd := exec.Command(program)
	cmd.Dir, cmd.Stderr = "/", os.Stderr
	cmd.Env = append(os.Environ(), append(env, roleDir+"="+dir)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	p := &parent{cmd: cmd, stdin: stdin}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(line, &p.parentReport))
	return p
}

// newDir makes a data folder that the servers' account can reach, which
// t.TempDir is not.
func newDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "gongzhi-test-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return filepath.Join(dir, "data")
}

// start starts a pair that the test stops.
func start(t *testing.T, o Options) *Services {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	if o.Log == nil {
		o.Log = t.Logf
	}
	s, err := Start(ctx, o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Stop()) })
	return s
}

// query runs statements with the real driver; the last one returns one text.
func query(t *testing.T, url string, statements ...string) (value string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	last := len(statements) - 1
	for _, sql := range statements[:last] {
		_, err := conn.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	require.NoError(t, conn.QueryRow(t.Context(), statements[last]).Scan(&value))
	return value
}

// runs tells whether a process exists and is not a zombie waiting for init.
func runs(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	var state byte
	_, _ = fmt.Sscanf(string(b[lastParen(b)+1:]), " %c", &state)
	return state != 'Z' && state != 'X'
}

func lastParen(b []byte) int {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] == ')' {
			return i
		}
	}
	return 0
}

// gone waits for processes to end, in bounded steps.
func gone(t *testing.T, pids ...int) {
	t.Helper()
	for _, pid := range pids {
		require.NotZero(t, pid)
		require.Eventually(t, func() bool { return !runs(pid) }, 15*time.Second, 10*time.Millisecond, "process %d is left", pid)
	}
}
