package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func redisSocket(run string) string { return filepath.Join(run, "redis.sock") }

func redisURL(run string) string {
	u := url.URL{Scheme: "unix", Path: redisSocket(run)}
	return u.String()
}

func newRedis(p program, f *folders, o Options) *server {
	sync := "everysec"
	if o.Ephemeral {
		sync = "no"
	}
	args := []string{
		"--port", "0", "--unixsocket", redisSocket(f.run), "--unixsocketperm", "700",
		"--dir", f.redis, "--appendonly", "yes", "--appendfsync", sync, "--save", "",
		"--maxmemory-policy", "noeviction", "--daemonize", "no", "--logfile", "",
	}
	return &server{
		name:      "redis",
		command:   func() *exec.Cmd { return p.command(p.path, f.redis, f.account, syscall.SIGTERM, args...) },
		answers:   func(ctx context.Context) error { return pong(ctx, redisSocket(f.run)) },
		stopping:  []step{{syscall.SIGCONT, 0}, {syscall.SIGTERM, 10 * time.Second}, {syscall.SIGKILL, 5 * time.Second}},
		output:    filepath.Join(f.log, "redis.log"),
		inherited: f.inherited,
		log:       o.Log,
	}
}

// startRedis gives up unreadable data: the queue is only an alarm clock and is
// filled again from PostgreSQL.
func startRedis(ctx context.Context, s *server, f *folders, o Options) error {
	err := s.start(ctx)
	if err == nil || ctx.Err() != nil {
		return err
	}
	aside := f.redis + ".unreadable"
	if moved := errors.Join(os.RemoveAll(aside), os.Rename(f.redis, aside), f.account.folder(f.redis)); moved != nil {
		return errors.Join(err, moved)
	}
	o.Log("redis: does not start with its data (%v): set aside in %s, starting empty", err, aside)
	return s.start(ctx)
}

// pong asks whether Redis answers and has finished loading.
func pong(ctx context.Context, socket string) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", socket)
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(2 * time.Second))
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return err
	}
	if line = strings.TrimSpace(line); line != "+PONG" {
		return fmt.Errorf("answered %q", line)
	}
	return nil
}
