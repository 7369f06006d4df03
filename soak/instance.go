package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// instance is a running gongzhi.
type instance struct {
	cmd  *exec.Cmd
	url  string
	out  *tailBuffer
	gone chan struct{} // closed when the process has ended
}

// tailBuffer keeps the end of what an instance says.
type tailBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

const keptOutput = 1 << 20 // bytes

// Write implements io.Writer.
func (t *tailBuffer) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.b.Len() > keptOutput {
		t.b.Next(keptOutput / 2)
	}
	return t.b.Write(p)
}

func (t *tailBuffer) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

// start starts an instance on the stage's data folder and waits until it
// listens.
func (s *stage) start(ctx context.Context, env []string) (*instance, error) {
	return startOn(ctx, s.binary, s.data, env)
}

func startOn(ctx context.Context, binary, data string, env []string) (*instance, error) {
	i := &instance{out: &tailBuffer{}, gone: make(chan struct{})}
	i.cmd = exec.CommandContext(context.WithoutCancel(ctx), binary, "serve", "--demo", "--addr", "127.0.0.1:0", "--data", data)
	i.cmd.Env = append(os.Environ(), env...)
	i.cmd.Stderr = i.out
	i.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	stdout, err := i.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := i.cmd.Start(); err != nil {
		return nil, err
	}
	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			if address, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
				found <- address
				break
			}
		}
		_, _ = io.Copy(io.Discard, stdout) // the pipe ends with the process
		_ = i.cmd.Wait()
		close(i.gone)
	}()
	select {
	case i.url = <-found:
		return i, nil
	case <-i.gone:
		return i, &endedError{i.cmd.ProcessState.ExitCode(), i.out.String()}
	case <-time.After(time.Minute):
		i.kill()
		return i, errors.New("an instance did not listen within a minute")
	}
}

// endedError says that an instance ended before it listened.
type endedError struct {
	code int
	said string
}

// Error implements error.
func (e *endedError) Error() string {
	return fmt.Sprintf("an instance ended before it listened, exit %d: %s", e.code, e.said)
}

// kill ends the instance as a crash does.
func (i *instance) kill() {
	_ = i.cmd.Process.Kill()
	<-i.gone
}

// stop asks the instance to end and reports whether it did in good order.
func (i *instance) stop() error {
	_ = i.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-i.gone:
	case <-time.After(40 * time.Second):
		i.kill()
		return errors.New("an instance did not stop within 40 s")
	}
	if code := i.cmd.ProcessState.ExitCode(); code != 0 {
		return fmt.Errorf("an instance that was asked to stop ended with %d: %s", code, i.out)
	}
	return nil
}

func (i *instance) ended() bool {
	select {
	case <-i.gone:
		return true
	default:
		return false
	}
}

// resident is the resident memory in MiB, 0 when it cannot be read.
func (i *instance) resident() int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", i.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		var kb int
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	return 0
}
