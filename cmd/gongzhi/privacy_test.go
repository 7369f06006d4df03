package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/demo"
	"gongzhi/embedded/embeddedtest"
)

// seeded are the values that must be found nowhere outside sealed fields.
type seeded struct {
	receipts []string
	values   []string // with the receipts
}

const (
	wordAgent  = "USERAGENTCANARY8T"
	wordAnswer = "ANSWERCANARY0D"
)

// seed files one named and one anonymous report with an individual accused,
// adds a file and an answer by receipt, and leaves a draft unfinished.
func seed(t *testing.T, url string) seeded {
	t.Helper()
	s := seeded{values: []string{wordName, wordContact, wordAccused, wordFile, wordContent, wordAgent, wordAnswer}}
	for _, filer := range []string{`{"kind":"named","name":"` + wordName + `","contact":"` + wordContact + `"}`, `{"kind":"anonymous"}`} {
		var filed struct{ Receipt string }
		body := with("filer", filer)
		body = strings.TrimSuffix(body, "}") + `,"respondents":[{"kind":"individual","role":"user","name":"` + wordAccused + `"}]}`
		status, answer := postAs(t, url+"/api/v1/reports", "application/json", strings.NewReader(body), "Idempotency-Key", onceKey())
		require.Equal(t, http.StatusCreated, status, answer)
		require.NoError(t, json.Unmarshal([]byte(answer), &filed))
		s.receipts = append(s.receipts, filed.Receipt, strings.ReplaceAll(filed.Receipt, "-", ""))
		kind, file := fileForm(t)
		status, answer = postAs(t, url+"/api/v1/track/evidence", kind, file, "Authorization", "Receipt "+filed.Receipt)
		require.Equal(t, http.StatusNoContent, status, answer)
		status, answer = postAs(t, url+"/api/v1/track/answers", "application/json", strings.NewReader(`{"body":"`+wordAnswer+`"}`), "Authorization", "Receipt "+filed.Receipt)
		require.Equal(t, http.StatusNoContent, status, answer)
	}
	leaveDraft(t, url)
	s.values = append(s.values, s.receipts...)
	return s
}

var draftCode = regexp.MustCompile(`name="draft" value="([A-Z0-9]+)"`)

// leaveDraft begins a report on the pages and goes away.
func leaveDraft(t *testing.T, url string) {
	t.Helper()
	status, page := postAs(t, url+"/report/start", "application/x-www-form-urlencoded", strings.NewReader(""), "Accept-Language", "en")
	require.Equal(t, http.StatusOK, status)
	code := draftCode.FindStringSubmatch(page)
	require.NotNil(t, code)
	answers := form("draft", code[1], "step", "contact", "filer", "named", "own_name", wordName, "own_contact", wordContact, "go", "next")
	status, _ = postAs(t, url+"/report/step", answers.kind, bytes.NewReader(answers.body), "Accept-Language", "en")
	require.Equal(t, http.StatusOK, status)
}

func fileForm(t *testing.T) (kind string, body io.Reader) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", wordFile)
	require.NoError(t, err)
	_, err = io.WriteString(part, strings.Repeat(wordContent+"\n", 20))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return w.FormDataContentType(), &b
}

func postAs(t *testing.T, url, kind string, body io.Reader, header, value string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
	require.NoError(t, err)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", wordAgent)
	req.Header.Set("X-Forwarded-For", "203.0.113.77")
	req.Header.Set(header, value)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, string(said)
}

// forms are the ways in which a value may stand in a dump: as it is, in hex,
// and in base64 at each of its three alignments.
func forms(value string) []string {
	list := []string{value, hex.EncodeToString([]byte(value))}
	for shift := range 3 {
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + value))
		first, last := (shift*8+5)/6, len(strings.TrimRight(text, "="))-1
		list = append(list, text[first:last])
		list = append(list, hex.EncodeToString([]byte(text[first:last]))) // base64 kept as bytes
	}
	return list
}

func requireAbsent(t *testing.T, where, dump string, values ...string) {
	t.Helper()
	small := strings.ToLower(dump)
	for _, value := range values {
		for _, form := range forms(value) {
			require.False(t, strings.Contains(small, strings.ToLower(form)), "%s holds %s as %s", where, value, form)
		}
	}
}

// dump is every row of every table as text, bytes in hex.
func dump(t *testing.T, url string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	var b strings.Builder
	for table, n := range tables(t, url) {
		fmt.Fprintf(&b, "-- %s %d\n", table, n)
		rows, err := conn.Query(t.Context(), `SELECT t::text FROM `+pgx.Identifier{table}.Sanitize()+` t`)
		require.NoError(t, err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		b.WriteString(strings.Join(lines, "\n") + "\n")
	}
	return b.String()
}

// redisDump is everything that Redis keeps, in its own protocol.
func redisDump(t *testing.T, url string) string {
	t.Helper()
	conn, err := net.Dial("unix", strings.TrimPrefix(strings.Split(url, "?")[0], "unix://"))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(clientTimeout)))
	in := bufio.NewReader(conn)
	say := func(command ...string) []string {
		fmt.Fprintf(conn, "*%d\r\n", len(command))
		for _, word := range command {
			fmt.Fprintf(conn, "$%d\r\n%s\r\n", len(word), word)
		}
		return reply(t, in)
	}
	var b strings.Builder
	for _, key := range say("KEYS", "*") {
		b.WriteString(key + "\n")
		for _, all := range [][]string{{"GET", key}, {"ZRANGE", key, "0", "-1", "WITHSCORES"}, {"HGETALL", key}, {"LRANGE", key, "0", "-1"}, {"SMEMBERS", key}} {
			for _, value := range say(all...) {
				b.WriteString(value + "\n" + hex.EncodeToString([]byte(value)) + "\n")
			}
		}
	}
	return b.String()
}

// reply reads one answer of Redis; an error, such as of a command for another
// type, is an empty one.
func reply(t *testing.T, in *bufio.Reader) []string {
	t.Helper()
	line, err := in.ReadString('\n')
	require.NoError(t, err)
	n, _ := strconv.Atoi(strings.TrimSpace(line[1:]))
	switch line[0] {
	case '*':
		var list []string
		for range n {
			list = append(list, reply(t, in)...)
		}
		return list
	case '$':
		if n < 0 {
			return nil
		}
		text := make([]byte, n+2)
		_, err := io.ReadFull(in, text)
		require.NoError(t, err)
		return []string{string(text[:n])}
	case ':':
		return []string{strings.TrimSpace(line[1:])}
	}
	return nil
}

// files is everything under a folder, but for the keys.
func files(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s\n%s\n%x\n", path, text, text)
		return err
	}))
	return b.String()
}

// TestSecretsAreKeptNowhereInTheOpen dumps the database, Redis, the evidence
// folder and the log after a day's work and looks for what people confided.
func TestSecretsAreKeptNowhereInTheOpen(t *testing.T) {
	url, services, data := dbtest.URL(t), embeddedtest.Shared(t), folder(t)
	i := running(t, append(at(url, services.RedisURL), "GONGZHI_RULES="+fastRules(t)), serving(t, data)...)
	s := seed(t, i.url)
	for _, table := range []string{"report", "evidence", "respondent", "once", "message", "draft"} {
		require.Positive(t, tables(t, url)[table], table)
	}
	text := dump(t, url)
	require.Contains(t, text, "Told here.", "the dump holds what is not sealed")
	requireAbsent(t, "the database", text, s.values...)
	requireAbsent(t, "the database", text, "203.0.113.77", "127.0.0.1")
	inRedis := redisDump(t, services.RedisURL)
	require.Contains(t, inRedis, "gongzhi", "Redis was used")
	requireAbsent(t, "Redis", inRedis, s.values...)
	requireAbsent(t, "the evidence", files(t, filepath.Join(data, "evidence")), s.values...)
	require.Zero(t, i.stop(t))
	require.Contains(t, i.out.String(), "/api/v1/track/evidence", "requests are logged by their route")
	requireAbsent(t, "the log", i.out.String(), append(s.values, "203.0.113.77")...)
}

// TestAnAnonymousReportKeepsNobody: what the tables hold of an anonymous
// filer is the report, even where somebody was signed in.
func TestAnAnonymousReportKeepsNobody(t *testing.T) {
	o := newOffice(t)
	cookie := o.cookie("citizen1")
	r := matrixRow{method: http.MethodPost, route: "/api/v1/reports"}
	body := jsonOf(map[string]any{"title": "A", "narrative": "B", "violation": "leak", "filer": map[string]string{"kind": "anonymous"}})
	body.cookie = cookie
	before := dbtest.Counts(t, o.url, namingSomebody)
	require.Equal(t, http.StatusCreated, o.send(r, visitor{}, secretCase{}, body).Code)
	require.Equal(t, before, dbtest.Counts(t, o.url, namingSomebody), "a signed-in person who files anonymously is named nowhere")
	requireAbsent(t, "the database", dump(t, o.url), "citizen1@demo.example", demo.Password, cookie.Value)
}

// TestFormsAreFoundWhateverStandsAround keeps the search above honest.
func TestFormsAreFoundWhateverStandsAround(t *testing.T) {
	for before := range 4 {
		for after := range 4 {
			text := strings.Repeat("a", before) + wordName + strings.Repeat("b", after)
			for _, coded := range []string{text, hex.EncodeToString([]byte(text)), base64.StdEncoding.EncodeToString([]byte(text)), base64.RawURLEncoding.EncodeToString([]byte(text))} {
				require.True(t, slices.ContainsFunc(forms(wordName), func(form string) bool { return strings.Contains(coded, form) }), coded)
			}
		}
	}
}

// namingSomebody counts reports and filing events that name an account.
const namingSomebody = `SELECT (SELECT count(*) FROM report WHERE filer IS NOT NULL OR organization_id IS NOT NULL OR identity IS NOT NULL OR contact IS NOT NULL),
	(SELECT count(*) FROM event WHERE kind = 'report.filed' AND (actor_person IS NOT NULL OR actor_organization IS NOT NULL))`

// TestAStopUnderLoadLosesNothing: requests under way when the server is told
// to stop are answered; what was acknowledged is there after the next start.
func TestAStopUnderLoadLosesNothing(t *testing.T) {
	url, data := dbtest.URL(t), folder(t)
	env := at(url, embeddedtest.Shared(t).RedisURL)
	i := running(t, env, serving(t, data)...)
	var stopping atomic.Bool
	var failed, filed atomic.Int64
	var unanswered sync.Map
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() { loadUntilRefused(ctx, i.url, &stopping, &filed, &failed, &unanswered) })
	}
	for filed.Load() < 50 && ctx.Err() == nil {
		pause(ctx, 10*time.Millisecond)
	}
	stopping.Store(true)
	require.Zero(t, i.stop(t), i.out)
	clients.Wait()
	require.Zero(t, failed.Load(), "requests that failed though nobody may repeat them")
	require.GreaterOrEqual(t, dbtest.Counts(t, url, `SELECT count(*) FROM report`)[0], filed.Load())
	again := running(t, env, serving(t, data)...)
	require.True(t, ready(t, again).ready)
	require.GreaterOrEqual(t, dbtest.Counts(t, url, `SELECT count(*) FROM report`)[0], filed.Load())
	unanswered.Range(func(key, _ any) bool {
		status, _, err := report(&http.Client{Timeout: clientTimeout}, again.url, key.(string), "load")
		require.NoError(t, err)
		require.Equal(t, http.StatusCreated, status, "the same request again is answered")
		return true
	})
}

// loadUntilRefused files until the server takes no connection any more: a
// refused connection may be tried elsewhere. Everything else but a receipt is a
// failure: an answer of 5xx, a broken one, a connection lost under way.
func loadUntilRefused(ctx context.Context, url string, stopping *atomic.Bool, filed, failed *atomic.Int64, unanswered *sync.Map) {
	client := &http.Client{Timeout: clientTimeout}
	for ctx.Err() == nil {
		key := onceKey()
		status, reference, err := report(client, url, key, "load")
		switch {
		case err == nil && status == http.StatusCreated && reference != "":
			filed.Add(1)
		case stopping.Load() && errors.Is(err, syscall.ECONNREFUSED):
			return
		case stopping.Load() && (err != nil || status == http.StatusServiceUnavailable):
			unanswered.Store(key, nil) // the door closed on it: a careful client repeats it with its key
			return
		case err == nil && status == http.StatusTooManyRequests:
			pause(ctx, 20*time.Millisecond) // it was told to come again
		default:
			failed.Add(1)
		}
	}
}
