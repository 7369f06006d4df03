package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"gongzhi/accounts"
	"gongzhi/db"
	"gongzhi/demo"
	"gongzhi/vault"
)

// build compiles the program that is measured. With profiling it gets one more
// file that serves net/http/pprof on a loopback port; nothing of that is in the
// product.
func build(ctx context.Context, dir string, profiling bool) (string, error) {
	if !profiling {
		return buildWith(ctx, filepath.Join(dir, "gongzhi"), "", "")
	}
	return buildWith(ctx, filepath.Join(dir, "gongzhi"), "zz_profiling.go", profilingSource)
}

// buildWith compiles the program with one file of cmd/gongzhi added or
// replaced; no name means the program as it is.
func buildWith(ctx context.Context, out, name, source string) (string, error) {
	root, err := root()
	if err != nil {
		return "", err
	}
	args := []string{"build", "-o", out}
	if name != "" {
		overlay, err := overlay(filepath.Dir(out), filepath.Join(root, "cmd", "gongzhi", name), source)
		if err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "./cmd/gongzhi")...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, text)
	}
	return out, nil
}

// root is the checkout that the measuring program's own module replaces the
// product with.
func root() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "gongzhi").Output()
	if err != nil {
		return "", fmt.Errorf("the checkout cannot be found; run this inside bench/: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

const profilingSource = `package main

import (
	"net/http"
	_ "net/http/pprof"
	"os"
)

func init() {
	if addr := os.Getenv("BENCH_PPROF"); addr != "" {
		go http.ListenAndServe(addr, nil)
	}
}
`

func overlay(dir, path, text string) (string, error) {
	source := filepath.Join(dir, filepath.Base(path))
	replaced, err := json.Marshal(map[string]any{"Replace": map[string]string{path: source}})
	if err != nil {
		return "", err
	}
	list := filepath.Join(dir, filepath.Base(path)+".json")
	return list, errors.Join(os.WriteFile(source, []byte(text), 0o600), os.WriteFile(list, replaced, 0o600))
}

// instance is a running program.
type instance struct {
	cmd   *exec.Cmd
	url   string
	took  time.Duration // from the start of the process to its first answer
	pprof string
	log   string
}

// serve starts an instance on a database and waits until it answers.
func (s *stage) serve(ctx context.Context, database string, more ...string) (*instance, error) {
	data := filepath.Join(s.dir, "data")
	logFile, err := os.CreateTemp(s.dir, "gongzhi-*.log")
	if err != nil {
		return nil, err
	}
	defer logFile.Close() //nolint:errcheck // the child has its own handle
	i := &instance{log: logFile.Name()}
	i.cmd = exec.CommandContext(ctx, s.binary, "serve", "--addr", "127.0.0.1:0", "--data", data)
	i.cmd.Stderr = logFile
	i.cmd.Env = append(append(os.Environ(), "GONGZHI_DATABASE_URL="+database, "GONGZHI_REDIS_URL="+s.services.RedisURL), more...)
	i.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if s.profile != "" {
		i.pprof = fmt.Sprintf("127.0.0.1:%d", 16060+len(s.closers)%1000)
		i.cmd.Env = append(i.cmd.Env, "BENCH_PPROF="+i.pprof)
	}
	out, err := i.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := i.cmd.Start(); err != nil {
		return nil, err
	}
	s.closers = append(s.closers, func() error { i.stop(); return nil })
	if err := i.listening(out); err != nil {
		return nil, err
	}
	res, err := http.Get(i.url + "/healthz")
	if err != nil {
		return nil, err
	}
	i.took = time.Since(began)
	return i, res.Body.Close()
}

func (i *instance) listening(out io.Reader) error {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
			i.url = url
			go io.Copy(io.Discard, out) //nolint:errcheck // ends with the process
			return nil
		}
	}
	text, _ := os.ReadFile(i.log)
	return fmt.Errorf("the program ended before it listened: %s", text)
}

// kill ends the instance as a crash does.
func (i *instance) kill() {
	_ = i.cmd.Process.Kill()
	_ = i.cmd.Wait()
}

// stop ends the instance in good order; a second call does nothing.
func (i *instance) stop() {
	if i.cmd.ProcessState != nil {
		return
	}
	_ = i.cmd.Process.Signal(syscall.SIGTERM)
	ended := make(chan struct{})
	go func() { _ = i.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		_ = i.cmd.Process.Kill()
		<-ended
	}
}

// resident is the resident memory of the process in megabytes.
func (i *instance) resident() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", i.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kb); n == 1 {
			return kb / 1024, nil
		}
	}
	return 0, errors.New("no VmRSS")
}

// accounts gives the demonstration's people their sign-ins, sealed under the
// key file that the instances of this stage use.
func (s *stage) accounts(ctx context.Context, database string) error {
	keys := filepath.Join(s.dir, "data", "keys")
	if err := os.MkdirAll(keys, 0o700); err != nil {
		return err
	}
	v, err := vault.Open(filepath.Join(keys, "keyring.json"))
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, database, db.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	hasher := accounts.NewHasher()
	hash, err := hasher.Hash(ctx, demo.Password)
	if err != nil {
		return err
	}
	for _, a := range demo.Accounts() {
		sealed := v.Seal([]byte(a.Email), vault.Where{Table: "credential", Column: "email", Row: a.Person.String()})
		if err := d.Accounts().SaveCredential(ctx, a.Person, v.LookupHash("email", a.Email), sealed, hash, time.Now().UTC()); err != nil {
			return err
		}
	}
	return nil
}

// signIn returns an access token of a demonstration account.
func (i *instance) signIn(ctx context.Context, email string) (string, error) {
	body, err := json.Marshal(map[string]string{"email": email, "password": demo.Password})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, i.url+"/api/v1/session", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close() //nolint:errcheck // read below
	var grant struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&grant); err != nil {
		return "", err
	}
	if grant.AccessToken == "" {
		return "", fmt.Errorf("sign-in of %s answered %d", email, res.StatusCode)
	}
	return grant.AccessToken, nil
}

// capture keeps a CPU profile of the next seconds where profiles are wanted.
func (s *stage) capture(i *instance, name string, length time.Duration) func() {
	if s.profile == "" {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		res, err := http.Get(fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", i.pprof, max(1, int(length.Seconds()))))
		if err != nil {
			return
		}
		defer res.Body.Close() //nolint:errcheck
		text, err := io.ReadAll(res.Body)
		if err == nil {
			_ = os.WriteFile(filepath.Join(s.profile, name+".pprof"), text, 0o600)
		}
	}()
	return func() { <-done }
}
