package embedded

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// child is a running server process. It carries two inherited files: the lock
// of the data folder, and the writing end of a pipe that tells when the last of
// its own children (PostgreSQL has many) is gone.
type child struct {
	cmd  *exec.Cmd
	gone chan struct{} // closed when it and its descendants have ended
	err  error         // how it ended; read after gone
}

// spawn starts cmd from a goroutine that keeps its thread until the child has
// ended: the parent-death signal follows the thread that started the child,
// not the process.
func spawn(cmd *exec.Cmd, inherited *os.File) (*child, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.ExtraFiles = []*os.File{inherited, w}
	c := &child{cmd: cmd, gone: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer r.Close()
		err := cmd.Start()
		w.Close()
		started <- err
		if err != nil {
			return
		}
		c.err = cmd.Wait()
		drain(r)
		close(c.gone)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", cmd.Path, err)
	}
	return c, nil
}

// drain waits until nobody holds the other end of the pipe.
func drain(r *os.File) {
	_ = r.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, _ = io.Copy(io.Discard, r)
}

// step is a signal and the time a child is given to end after it.
type step struct {
	signal   syscall.Signal
	patience time.Duration
}

// end sends the signals in turn until the child is gone.
func (c *child) end(steps ...step) error {
	for _, s := range steps {
		_ = c.cmd.Process.Signal(s.signal)
		select {
		case <-c.gone:
			return nil
		case <-time.After(s.patience):
		}
	}
	return fmt.Errorf("process %d does not end", c.cmd.Process.Pid)
}

func (c *child) ended() bool {
	select {
	case <-c.gone:
		return true
	default:
		return false
	}
}
