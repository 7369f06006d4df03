package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// server is one of the two services: how to start it, how to ask whether it
// answers, how to stop it.
type server struct {
	name      string
	command   func() *exec.Cmd
	answers   func(context.Context) error
	stopping  []step
	output    string // file that receives what it prints
	inherited *os.File
	log       func(format string, args ...any)

	mu      sync.Mutex // one start or stop at a time
	now     sync.Mutex // guards current
	current *child
}

var errNotOurs = errors.New("this server was configured by address and is not ours to control")

func (s *server) start(ctx context.Context) error {
	if s == nil {
		return errNotOurs
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.child(); c != nil && !c.ended() {
		return nil
	}
	began := time.Now()
	c, err := s.launch()
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.set(c)
	if err := s.awaitAnswer(ctx, c); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", s.name, err), s.endLocked())
	}
	s.log("%s: ready after %d ms, process %d", s.name, time.Since(began).Milliseconds(), c.cmd.Process.Pid)
	go s.watch(c)
	return nil
}

func (s *server) launch() (*child, error) {
	out, err := openOutput(s.output)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd := s.command()
	cmd.Stdout, cmd.Stderr = out, out
	return spawn(cmd, s.inherited)
}

// awaitAnswer asks every few milliseconds; the first refusals are normal.
func (s *server) awaitAnswer(ctx context.Context, c *child) error {
	begin := time.Now()
	for pause := 5 * time.Millisecond; ; pause = min(pause*3/2, 200*time.Millisecond) {
		err := s.answers(ctx)
		if err == nil {
			return nil
		}
		if time.Since(begin) > 5*time.Second && pause >= 200*time.Millisecond {
			s.log("%s: still starting (%v)", s.name, err)
			begin = time.Now()
		}
		select {
		case <-c.gone:
			return fmt.Errorf("ended while starting: %s; its last words:\n%s", c.cmd.ProcessState, tail(s.output))
		case <-ctx.Done():
			return fmt.Errorf("does not answer (%w): %w", err, ctx.Err())
		case <-time.After(pause):
		}
	}
}

// watch reports an end that nobody asked for.
func (s *server) watch(c *child) {
	<-c.gone
	if s.child() == c {
		s.log("%s: process %d ended unexpectedly: %v", s.name, c.cmd.Process.Pid, c.err)
	}
}

// halt stops the server in good order; it is nil-safe and may be repeated.
func (s *server) halt() error { return s.end() }

func (s *server) kill() error { return s.end(step{syscall.SIGKILL, 20 * time.Second}) }

// end sends the given signals in turn, or those of an orderly stop.
func (s *server) end(steps ...step) error {
	if s == nil {
		return errNotOurs
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endLocked(steps...)
}

func (s *server) endLocked(steps ...step) error {
	c := s.child()
	if c == nil {
		return nil
	}
	s.set(nil)
	if len(steps) == 0 {
		steps = s.stopping
	}
	if err := c.end(steps...); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

func (s *server) child() *child {
	s.now.Lock()
	defer s.now.Unlock()
	return s.current
}

func (s *server) set(c *child) {
	s.now.Lock()
	defer s.now.Unlock()
	s.current = c
}

func (s *server) pid() int {
	if s == nil {
		return 0
	}
	if c := s.child(); c != nil && !c.ended() {
		return c.cmd.Process.Pid
	}
	return 0
}

func (s *server) signal(sig syscall.Signal) error {
	if s == nil {
		return errNotOurs
	}
	c := s.child()
	if c == nil {
		return fmt.Errorf("%s: not running", s.name)
	}
	return c.cmd.Process.Signal(sig)
}

// largestOutput is the size in bytes at which a server's output file is set
// aside at the next start.
const largestOutput = 8 << 20

func openOutput(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > largestOutput {
		_ = os.Rename(path, path+".1")
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
}

// tail returns the last lines of a file, for an error message.
func tail(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-8):], "\n")
}

// childEnvironment is ours without what would steer PostgreSQL's programs.
func childEnvironment(libs []string) []string {
	env := []string{"LC_ALL=C.UTF-8", "TZ=UTC"}
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if strings.HasPrefix(name, "PG") || strings.HasPrefix(name, "LC_") || strings.HasPrefix(name, "GONGZHI_") || name == "LANG" || name == "TZ" {
			continue
		}
		env = append(env, kv)
	}
	if len(libs) > 0 {
		env = append(env, "LD_LIBRARY_PATH="+strings.Join(libs, ":"))
	}
	return env
}
