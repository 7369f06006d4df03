package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"gongzhi/data"
)

const feedPath = "/feeds/incidents.atom"

// feed compares the public feed with the same bytes as a file of nginx, and
// measures how soon a reader sees what was published, under that load.
func feed(ctx context.Context, o options, t *table) error {
	if err := need(ctx, "nginx", "nginx-light"); err != nil {
		return err
	}
	if err := need(ctx, "wrk", "wrk"); err != nil {
		return err
	}
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer s.close() //nolint:errcheck // the run's folder only
	database, err := s.fresh(ctx, "feed")
	if err != nil {
		return err
	}
	if err := s.accounts(ctx, database); err != nil {
		return err
	}
	if err := s.publishRecords(ctx, database); err != nil {
		return err
	}
	i, err := s.serve(ctx, database)
	if err != nil {
		return err
	}
	if err := s.copyFeed(ctx, i.url+feedPath); err != nil {
		return err
	}
	addresses := []string{i.url + feedPath}
	for _, rival := range rivals {
		static, err := s.nginx(ctx, rival.setting)
		if err != nil {
			return err
		}
		addresses = append(addresses, static)
	}
	if err := s.compareFeeds(ctx, i, addresses, t); err != nil {
		return err
	}
	return s.freshness(ctx, i, database, t)
}

// need installs a comparison tool where it is missing and may be installed.
func need(ctx context.Context, program, pkg string) error {
	if _, err := exec.LookPath(program); err == nil {
		return nil
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("%s is missing: install the package %s", program, pkg)
	}
	cmd := exec.CommandContext(ctx, "apt-get", "install", "-y", "--no-install-recommends", pkg)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("install %s: %w\n%s", pkg, err, out)
	}
	return nil
}

// publishRecords imports the public records that come with the program.
func (s *stage) publishRecords(ctx context.Context, database string) error {
	dir := filepath.Join(s.dir, "records")
	mapping, file, err := data.Unpack(dir)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, s.binary, "import", "--data", filepath.Join(s.dir, "data"), "--mapping", mapping,
		"--as", "national.supervisor@demo.example", "--with", "national.leader@demo.example", file)
	cmd.Env = append(os.Environ(), "GONGZHI_DATABASE_URL="+database, "GONGZHI_REDIS_URL="+s.services.RedisURL)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("import: %w\n%s", err, out)
	}
	return nil
}

// fetch returns the body and the entity tag of an address; coding may be "".
func fetch(ctx context.Context, address, coding string) (body []byte, tag string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Accept-Encoding", coding) // set by hand, so that nothing is unpacked
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close() //nolint:errcheck // read to the end
	body, err = io.ReadAll(io.LimitReader(res.Body, 8<<20))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered %d", address, res.StatusCode)
	}
	return body, res.Header.Get("ETag"), err
}

// rivals are the two ways in which nginx serves a file: as it comes, opening
// it anew for each answer, and told to keep files open.
var rivals = []struct{ what, setting string }{
	{"nginx", ""},
	{"nginx, files kept open", "open_file_cache max=100;"},
}

const nginxConf = `worker_processes auto;
pid %[1]s/nginx-%[2]d.pid;
error_log %[1]s/nginx.err;
daemon off;
events { worker_connections 512; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  %[3]s
  types { application/atom+xml atom; }
  client_body_temp_path %[1]s/nginx-body;
  proxy_temp_path %[1]s/nginx-proxy;
  fastcgi_temp_path %[1]s/nginx-fastcgi;
  uwsgi_temp_path %[1]s/nginx-uwsgi;
  scgi_temp_path %[1]s/nginx-scgi;
  server { listen 127.0.0.1:%[2]d; root %[1]s/www; gzip_static on; }
}
`

// copyFeed keeps the feed's bytes, plain and compressed, as files.
func (s *stage) copyFeed(ctx context.Context, source string) error {
	file := filepath.Join(s.dir, "www", feedPath)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	plain, _, errPlain := fetch(ctx, source, "identity")
	packed, _, errPacked := fetch(ctx, source, "gzip")
	fmt.Printf("  the feed has %d bytes, %d compressed\n", len(plain), len(packed))
	return errors.Join(errPlain, errPacked, os.WriteFile(file, plain, 0o644), os.WriteFile(file+".gz", packed, 0o644))
}

// nginx serves those files; it returns the address of the feed.
func (s *stage) nginx(ctx context.Context, setting string) (string, error) {
	port, err := freePort()
	if err != nil {
		return "", err
	}
	conf := filepath.Join(s.dir, fmt.Sprintf("nginx-%d.conf", port))
	if err := os.WriteFile(conf, fmt.Appendf(nil, nginxConf, s.dir, port, setting), 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "nginx", "-c", conf, "-e", filepath.Join(s.dir, "nginx.err"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	s.closers = append(s.closers, func() error {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		return nil
	})
	address := fmt.Sprintf("http://127.0.0.1:%d%s", port, feedPath)
	for range 100 {
		if _, _, err = fetch(ctx, address, "identity"); err == nil {
			return address, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return "", fmt.Errorf("nginx: %w", err)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close() //nolint:errcheck
	return l.Addr().(*net.TCPAddr).Port, nil
}

var (
	perSecond = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	faults    = regexp.MustCompile(`(?m)^.*(Non-2xx|Socket errors).*$`)
)

// wrk reads an address over 32 connections and returns the answers a second.
func wrk(ctx context.Context, length time.Duration, address string, headers ...string) (float64, error) {
	args := []string{"-t2", "-c32", fmt.Sprintf("-d%ds", max(1, int(length.Seconds())))}
	for _, h := range headers {
		args = append(args, "-H", h)
	}
	out, err := exec.CommandContext(ctx, "wrk", append(args, address)...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	if bad := faults.Find(out); bad != nil {
		return 0, fmt.Errorf("wrk: %s", strings.TrimSpace(string(bad)))
	}
	m := perSecond.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("wrk says no rate:\n%s", out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}

// feedKind is one way of asking for the feed.
type feedKind struct {
	what, coding  string
	conditional   bool
	goal, stretch float64
}

var feedKinds = []feedKind{
	{"plain", "identity", false, 0.60, 0.70},
	{"gzip", "gzip", false, 0.70, 0.80},
	{"304 by ETag", "identity", true, 0.65, 0.75},
}

// compareFeeds reads the product's feed, at the first address, and those of
// the rivals in turn.
func (s *stage) compareFeeds(ctx context.Context, i *instance, addresses []string, t *table) error {
	length := pick(s.fast, time.Second, 4*time.Second)
	for _, k := range feedKinds {
		rates := make([][]float64, len(addresses))
		for round := range s.rounds {
			for n, address := range addresses {
				done := func() {}
				if n == 0 && round == 0 {
					done = s.capture(i, "feed-"+k.coding+fmt.Sprint(k.conditional), length)
				}
				rate, err := k.read(ctx, length, address)
				if err != nil {
					return err
				}
				done()
				rates[n] = append(rates[n], rate)
			}
		}
		for n, rival := range rivals {
			t.add(k.against(rival.what, rates[0], rates[n+1]))
		}
	}
	return nil
}

// read returns the answers a second that an address gives.
func (k feedKind) read(ctx context.Context, length time.Duration, address string) (float64, error) {
	headers := []string{"Accept-Encoding: " + k.coding}
	if k.conditional {
		_, tag, err := fetch(ctx, address, k.coding)
		if err != nil {
			return 0, err
		}
		headers = append(headers, "If-None-Match: "+tag)
	}
	return wrk(ctx, length, address, headers...)
}

func (k feedKind) against(rival string, ours, theirs []float64) line {
	l := line{number: "8", what: "feed, " + k.what + ", 32 connections ÷ " + rival, goal: k.goal, stretch: k.stretch}
	for n := range ours {
		l.ratios = append(l.ratios, ours[n]/theirs[n])
	}
	l.product, l.limit = span(ours, "/s"), span(theirs, "/s nginx")
	return l
}

// freshness publishes records one after the other while the feed is under
// load, and measures from the commit to the first reader who sees each.
func (s *stage) freshness(ctx context.Context, i *instance, database string, t *table) error {
	p, err := newPublisher(ctx, database)
	if err != nil {
		return err
	}
	defer p.close()
	n := pick(s.fast, 10, 60)
	loading, stop := context.WithCancel(ctx)
	var load sync.WaitGroup
	load.Go(func() {
		for loading.Err() == nil {
			_, _ = wrk(loading, 10*time.Second, i.url+feedPath, "Accept-Encoding: gzip")
		}
	})
	var seen []float64
	for k := range n {
		title, err := p.publish(ctx, k)
		if err != nil {
			break
		}
		began := time.Now()
		for err == nil {
			var body []byte
			if body, _, err = fetch(ctx, i.url+feedPath, "identity"); strings.Contains(string(body), title) {
				break
			}
			if time.Since(began) > 20*time.Second {
				err = errors.New("a published record did not appear within 20 s")
			}
			time.Sleep(2 * time.Millisecond)
		}
		seen = append(seen, float64(time.Since(began).Microseconds())/1000)
	}
	stop()
	load.Wait()
	if err != nil {
		return err
	}
	if len(seen) < n {
		return errors.New("not every record could be published")
	}
	t.add(line{number: "9", what: fmt.Sprintf("published → seen under that load, p99 of %d, seconds", n), product: span(seen, " ms"), limit: "–",
		ratios: []float64{percentile(seen, 0.99) / 1000}, goal: 1, stretch: 0.2, less: true, unit: " s"})
	return nil
}
