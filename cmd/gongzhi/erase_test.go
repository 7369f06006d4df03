package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/embedded/embeddedtest"
)

const (
	wordMail  = "MAILCANARY6H@filer.example"
	wordOwner = "OWNERCANARY1E"
)

// toErase is a server with two reports in which people confided: one of a
// citizen who is signed in, one of somebody who gave a name.
type toErase struct {
	installation
	*instance
	person     string
	references []string
	values     []string // that must be gone
}

func confide(t *testing.T) toErase {
	t.Helper()
	url := dbtest.URL(t)
	env := append(at(url, embeddedtest.Shared(t).RedisURL), "GONGZHI_RULES="+fastRules(t), "GONGZHI_LOG_EVERY=1s")
	e := toErase{installation: installation{env, url, folder(t)}}
	e.values = []string{wordTitle, wordSought, wordNarrative, wordName, wordContact, wordAccused, wordFile, wordContent, wordAnswer, wordAgent, wordMail, wordOwner}
	e.instance = running(t, env, append(serving(t, e.data), "--demo")...)
	code, person, said := e.createUser(t, "--name", wordOwner, "--email", wordMail, "--role", "citizen")
	require.Zero(t, code, said)
	e.person = person
	token := signIn(t, e.instance.url, wordMail, goodPassword)
	require.NotEmpty(t, token)
	for _, header := range [][]string{{"Authorization", "Bearer " + token}, nil} {
		e.file(t, header)
	}
	return e
}

// file files one report with a name, an individual accused, a file and a message.
func (e *toErase) file(t *testing.T, header []string) {
	t.Helper()
	var filed struct{ Reference, Receipt string }
	body := fmt.Sprintf(`{"title":"%s %s","narrative":%q,"violation":"leak","region":"440300","filer":{"kind":"named","name":%q,"contact":%q},
		"respondents":[{"kind":"individual","role":"user","name":%q}]}`, wordTitle, wordSought, wordNarrative, wordName, wordContact, wordAccused)
	status := askJSON(t, http.MethodPost, e.instance.url+"/api/v1/reports", body, &filed, append(header, "Idempotency-Key", onceKey())...)
	require.Equal(t, http.StatusCreated, status, filed)
	e.references = append(e.references, filed.Reference)
	e.values = append(e.values, filed.Receipt, strings.ReplaceAll(filed.Receipt, "-", ""))
	kind, file := fileForm(t)
	status, answer := postAs(t, e.instance.url+"/api/v1/track/evidence", kind, file, "Authorization", "Receipt "+filed.Receipt)
	require.Equal(t, http.StatusNoContent, status, answer)
	status, answer = postAs(t, e.instance.url+"/api/v1/track/answers", "application/json", strings.NewReader(`{"body":"`+wordAnswer+`"}`), "Authorization", "Receipt "+filed.Receipt)
	require.Equal(t, http.StatusNoContent, status, answer)
}

// spread waits until every reader of the log has told of the reports what it
// tells, and has the database sample its columns, as it does by itself.
func (e *toErase) spread(t *testing.T) {
	t.Helper()
	everywhere := strings.ReplaceAll(`SELECT (SELECT count(DISTINCT incident_id) FROM search_doc WHERE incident_id IN mine),
		(SELECT count(DISTINCT incident_id) FROM similar_band WHERE incident_id IN mine), (SELECT count(DISTINCT incident_id) FROM inbox WHERE incident_id IN mine),
		(SELECT count(DISTINCT subject_id) FROM event WHERE kind = 'duty.missed' AND subject_id IN mine),
		(SELECT count(*) FROM event e WHERE kind = 'evidence.added' AND subject_id IN mine AND EXISTS (SELECT FROM log l WHERE l.event_id = e.id))`,
		"mine", "(SELECT id FROM incident WHERE reference IN ('"+strings.Join(e.references, "','")+"'))")
	within(t, 30*time.Second, "the reports are indexed, escalated and notified", func() bool {
		for _, n := range dbtest.Counts(t, e.installation.url, everywhere) {
			if n < 2 {
				return false
			}
		}
		return true
	})
	change(t, e.installation.url, `ANALYZE`)
}

// erase runs the command beside the server and returns the tombstones.
func (e *toErase) erase(t *testing.T, args ...string) (tombstones []string) {
	t.Helper()
	code, out, said := e.run(t, "", append([]string{"admin", "erase"}, args...)...)
	require.Zero(t, code, said)
	requireAbsent(t, "what the command says", out+said, e.values...)
	for line := range strings.Lines(out) {
		var one struct{ Tombstone string }
		require.NoError(t, json.Unmarshal([]byte(line), &one))
		tombstones = append(tombstones, one.Tombstone)
	}
	return tombstones
}

// TestErasedPeopleAreFoundNowhere erases two filers beside a running server and
// looks for everything they confided in all that the program keeps; then the
// record and the public log must be whole, with the tombstones in it.
func TestErasedPeopleAreFoundNowhere(t *testing.T) {
	e := confide(t)
	e.spread(t)
	before := dump(t, e.installation.url)
	require.Contains(t, before, wordTitle, "the search finds what is there")
	require.Contains(t, databaseFiles(t, e.installation.url), wordTitle, "also in the files")
	objects := strings.Count(files(t, filepath.Join(e.data, "evidence")), e.data)
	tombstones := e.erase(t, "--reference", e.references[1])
	tombstones = append(tombstones, e.erase(t, "--person", e.person, "--scrub")...)
	require.Len(t, tombstones, 2)
	e.verifyLog(t, tombstones)
	requireAbsent(t, "the database", dump(t, e.installation.url), e.values...)
	requireAbsent(t, "the dump of pg_dump", pgDump(t, e.installation.url), e.values...)
	requireAbsent(t, "the files of PostgreSQL", databaseFiles(t, e.installation.url), e.values...)
	kept := files(t, filepath.Join(e.data, "evidence"))
	requireAbsent(t, "the evidence", kept, e.values...)
	require.Equal(t, objects-2, strings.Count(kept, e.data), "both objects are gone")
	requireAbsent(t, "Redis", redisDump(t, embeddedtest.Shared(t).RedisURL), e.values...)
	code, _, said := e.run(t, "", "fsck")
	require.Zero(t, code, said)
	require.Zero(t, e.stop(t))
	requireAbsent(t, "the log", e.out.String(), e.values...)
}

// verifyLog waits until the public log holds the tombstones and audits all of it.
func (e *toErase) verifyLog(t *testing.T, tombstones []string) {
	t.Helper()
	trust := trustFlags{Key: keyOfLog(t, e.data)}
	policy, err := trust.policy()
	require.NoError(t, err)
	var size int64
	for _, id := range tombstones {
		held := fmt.Sprintf(`SELECT count(*), coalesce(max(l.pos), 0) FROM event e JOIN log l ON l.event_id = e.id WHERE e.kind = 'report.erased' AND e.id = '%s'`, id)
		within(t, 15*time.Second, "the tombstone is in the log", func() bool {
			n := dbtest.Counts(t, e.installation.url, held)
			size = max(size, n[1])
			return n[0] == 1
		})
	}
	within(t, 15*time.Second, "the log is published", func() bool { return servedSize(t, e.instance, policy) > size })
	out, err := verify(verifyCommand{Log: e.instance.url + "/log", trustFlags: trust})
	require.NoError(t, err, out)
	require.Contains(t, out, "in order")
}

// pgDump is a plain dump, as an operator takes one; where the program is not
// there, or too old, only the rows were searched.
func pgDump(t *testing.T, url string) string {
	t.Helper()
	path, err := exec.LookPath("pg_dump")
	if err != nil {
		t.Log("no pg_dump on this machine: the dump was not searched, the rows were")
		return ""
	}
	said, err := exec.CommandContext(t.Context(), path, "--dbname", url).CombinedOutput()
	if err != nil && strings.Contains(string(said), "server version mismatch") {
		t.Log("pg_dump is older than the server: the dump was not searched, the rows were")
		return ""
	}
	require.NoError(t, err, string(said))
	require.Contains(t, string(said), "COPY public.report ")
	return string(said)
}

// databaseFiles are the files of this database, after a checkpoint; the
// write-ahead log is another folder, which PostgreSQL writes over in time.
func databaseFiles(t *testing.T, url string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `CHECKPOINT`)
	require.NoError(t, err)
	var dir string
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database WHERE datname = current_database()`).Scan(&dir))
	var b strings.Builder
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil // a table was rewritten meanwhile
		}
		b.Write(text)
		return err
	}))
	return b.String()
}
