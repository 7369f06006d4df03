package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gongzhi/demo"
	"gongzhi/roles"
)

// clocksRow runs two instances whose own clocks are ten minutes ahead and ten
// behind: the database's clock alone decides what is due.
func clocksRow(ctx context.Context, s *stage, length time.Duration) ([]figure, error) {
	t, err := s.newSite(ctx, 2, nil, func(place int) []string {
		return []string{"GONGZHI_TEST_CLOCK_OFFSET=" + []string{"10m", "-10m"}[place]}
	})
	if err != nil {
		return nil, err
	}
	defer t.close()
	under, cancel := context.WithTimeout(ctx, max(length, 3*time.Second))
	defer cancel()
	t.load.during(under, 4, 16, 1<<20).Wait()
	return t.finish(ctx)
}

// jumpRow lets the database's clock jump, as the instances see it.
func jumpRow(ctx context.Context, s *stage, length time.Duration) ([]figure, error) {
	file := filepath.Join(s.dir, "jump")
	if err := os.WriteFile(file, []byte("0s"), 0o600); err != nil {
		return nil, err
	}
	t, err := s.newSite(ctx, 2, nil, func(int) []string { return []string{"GONGZHI_TEST_CLOCK_JUMP_FILE=" + file} })
	if err != nil {
		return nil, err
	}
	defer t.close()
	under, cancel := context.WithCancel(ctx)
	defer cancel()
	filers := t.load.during(under, 4, 16, 1<<20)
	pause(ctx, max(2*time.Second, length/4))
	if err := os.WriteFile(file, []byte("4s"), 0o600); err != nil {
		return nil, err
	}
	noticed, held := until(ctx, 5*time.Second, func() bool { return t.held(0) != "" && t.held(1) != "" })
	pause(ctx, 300*time.Millisecond) // for batches that were begun before
	before, filedBefore := t.missed(ctx), len(t.load.acknowledged())
	pause(ctx, max(2*time.Second, length/4))
	while, filedWhile := t.missed(ctx)-before, len(t.load.acknowledged())-filedBefore
	why := t.held(0)
	for place := range t.live {
		if err := t.acceptClock(ctx, place); err != nil {
			return nil, err
		}
	}
	free, freed := until(ctx, 5*time.Second, func() bool { return t.held(0)+t.held(1) == "" && t.missed(ctx) > before })
	pause(ctx, time.Second)
	cancel()
	filers.Wait()
	list, err := t.finish(ctx)
	return append([]figure{
		truth("held by both", held, "one went on"), info("noticed after", noticed.Round(time.Millisecond)), zero("claimed while held", while),
		info("filings taken while held", filedWhile), info("/readyz says", fmt.Sprintf("%q", why)),
		truth("free once accepted", freed, "still held"), info("after", free.Round(time.Millisecond)),
	}, list...), err
}

// held is what /readyz says of the clock while claims are held, else "".
func (t *site) held(place int) string {
	status, conditions := t.readiness(place)
	if status == http.StatusServiceUnavailable {
		return conditions["clock"]
	}
	return ""
}

// readiness is the status of /readyz and the details of what is not well.
func (t *site) readiness(place int) (int, map[string]string) {
	bad := map[string]string{}
	res, err := t.load.client.Get(t.instance(place).url + "/readyz")
	if err != nil {
		return 0, bad
	}
	defer res.Body.Close()
	var answer struct {
		Conditions []struct {
			Name, Detail string
			OK           bool
		}
	}
	_ = json.NewDecoder(io.LimitReader(res.Body, 1<<16)).Decode(&answer)
	for _, c := range answer.Conditions {
		if !c.OK {
			bad[c.Name] = c.Detail
		}
	}
	return res.StatusCode, bad
}

// missed is how many levels have been missed so far, -1 when nobody can say.
func (t *site) missed(ctx context.Context) int {
	n := -1
	_ = t.ask(ctx, `SELECT count(*) FROM duty WHERE state = 'missed'`, &n)
	return n
}

// acceptClock signs the operator in and accepts the new time, as the page does.
func (t *site) acceptClock(ctx context.Context, place int) error {
	browser, err := t.signIn(ctx, place, roles.Operator)
	if err != nil {
		return err
	}
	return t.submit(ctx, browser, t.instance(place).url, "/operator/clock", nil, http.StatusSeeOther)
}

// signIn is a browser in which an account of the demonstration with that role
// is signed in.
func (t *site) signIn(ctx context.Context, place int, role roles.Role) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	browser := &http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, a := range demo.Accounts() {
		if a.Role == role {
			form := url.Values{"email": {a.Email}, "password": {demo.Password}}
			return browser, t.submit(ctx, browser, t.instance(place).url, "/sign-in", form, http.StatusSeeOther)
		}
	}
	return nil, fmt.Errorf("the demonstration has no %s", role)
}

func (t *site) submit(ctx context.Context, browser *http.Client, base, path string, form url.Values, want int) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", base)
	res, err := browser.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != want {
		return fmt.Errorf("%s answered %d", path, res.StatusCode)
	}
	return nil
}
