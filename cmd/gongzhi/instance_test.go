package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/embedded/embeddedtest"
)

// asProgram makes the test binary behave as gongzhi itself, so that instances
// of the very code under test can be started, and killed.
const asProgram = "GONGZHI_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	embeddedtest.Main(m)
}

// instance is a running gongzhi.
type instance struct {
	cmd *exec.Cmd
	url string
	out *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start runs "gongzhi args" and, for serve, waits for the line that it listens.
func start(ctx context.Context, env []string, args ...string) (*instance, error) {
	i := &instance{cmd: exec.CommandContext(ctx, os.Args[0], args...), out: &lockedBuffer{}}
	i.cmd.Env = append(append(os.Environ(), asProgram+"=1"), env...)
	i.cmd.Stderr = i.out
	i.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	stdout, err := i.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := i.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			i.url = url
			go io.Copy(io.Discard, stdout) // the pipe ends with the process
			return i, nil
		}
	}
	err = i.cmd.Wait()
	return nil, fmt.Errorf("gongzhi %s ended before it listened: %w\n%s", strings.Join(args, " "), err, i.out)
}

func (i *instance) kill() {
	_ = i.cmd.Process.Kill()
	_ = i.cmd.Wait()
}

// folder is a data folder that the user PostgreSQL runs as can reach.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "gz")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o711)) // another user passes through to its own folder
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "data")
}

// report files one report and returns the answer.
func report(client *http.Client, url, key, title string) (status int, reference string, err error) {
	body, err := json.Marshal(map[string]any{
		"title": title, "narrative": "told by the soak", "violation": "leak", "region": "440300", "sector": "internet",
		"filer": map[string]string{"kind": "anonymous"},
	})
	if err != nil {
		return 0, "", err
	}
	req, err := http.NewRequest(http.MethodPost, url+"/api/v1/reports", bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", key)
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close() // read to the end below
	var answer struct{ Reference, Receipt string }
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&answer); err != nil {
		return res.StatusCode, "", err
	}
	return res.StatusCode, answer.Reference, nil
}

func onceKey() string { return uuid.NewString() }

const clientTimeout = 5 * time.Second
