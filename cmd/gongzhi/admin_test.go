package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/data"
	"gongzhi/db/dbtest"
)

// installation is a folder and a database of one's own, not a demonstration.
type installation struct {
	env  []string
	url  string
	data string
}

func install(t *testing.T) installation {
	url := dbtest.URL(t)
	return installation{at(url, noRedis), url, folder(t)}
}

const goodPassword = "forty violet kettles"

// run runs a command with a password on its standard input.
func (i installation) run(t *testing.T, password string, args ...string) (code int, out, said string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], append(args, "--data", i.data)...)
	cmd.Env = append(append(os.Environ(), asProgram+"=1"), i.env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(password+"\n"), &stdout, &stderr
	var ended *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &ended) {
		t.Fatalf("gongzhi %s: %v", strings.Join(args, " "), err)
	}
	require.NotContains(t, stderr.String(), "SQLSTATE")
	require.NotContains(t, stderr.String(), "panic:")
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

func (i installation) createUser(t *testing.T, more ...string) (code int, person, said string) {
	t.Helper()
	code, out, said := i.run(t, goodPassword, append([]string{"admin", "create-user"}, more...)...)
	var answer struct{ Person string }
	if code == 0 {
		require.NoError(t, json.Unmarshal([]byte(out), &answer))
	}
	return code, answer.Person, said
}

// as are the options of a new person.
func as(email, role string, more ...string) []string {
	return append([]string{"--name", "新人", "--email", email, "--role", role}, more...)
}

func TestTheFirstStartNamesBothSeatsWithTheirCommands(t *testing.T) {
	i := install(t)
	server := running(t, i.env, serving(t, i.data)...)
	said := server.out.String()
	for _, seat := range []string{"agency person", "oversight person"} {
		require.Contains(t, said, "gongzhi admin create-user --seat "+starterID(seat).String()+" --role leader")
	}
	require.Contains(t, said, "gongzhi admin organisation")
	code, person, said := i.createUser(t, as("head@x.example", "leader", "--seat", starterID("agency person").String())...)
	require.Zero(t, code, said)
	require.Equal(t, starterID("agency person").String(), person)
}

func TestASeatedPersonIsNotTakenOver(t *testing.T) {
	i := install(t)
	head := starterID("agency person").String()
	code, _, said := i.createUser(t, as("a@x.example", "officer", "--seat", head)...)
	require.Equal(t, 1, code)
	require.Contains(t, said, "role leader")
	code, _, said = i.createUser(t, as("a@x.example", "leader", "--seat", head)...)
	require.Zero(t, code, said)
	code, _, said = i.createUser(t, as("b@x.example", "leader", "--seat", head)...)
	require.Equal(t, 1, code)
	require.Contains(t, said, "reset-password")
	code, _, said = i.createUser(t, as("a@x.example", "officer")...)
	require.Equal(t, 1, code)
	require.Contains(t, said, "--email: somebody signs in with this address already")
	require.Equal(t, []int64{1, 2}, dbtest.Counts(t, i.url, `SELECT (SELECT count(*) FROM credential), (SELECT count(*) FROM person)`))
	code, _, said = i.createUser(t, as("c@x.example", "leader", "--seat", uuid.NewString())...)
	require.Equal(t, 1, code)
	require.Contains(t, said, "no such person")
}

func TestAWrongRoleOrSeatIsWrongUsage(t *testing.T) {
	i := install(t)
	for _, args := range [][]string{
		as("a@x.example", "system"), as("a@x.example", "Leader"), as("a@x.example", "leader", "--seat", "head"),
		as("a@x.example", "organization"), as("a@x.example", "officer", "--organization", "促进会"),
	} {
		code, _, said := i.createUser(t, args...)
		require.Equal(t, 2, code, "%v\n%s", args, said)
	}
}

// signIn returns an access token, or "" where the API refuses.
func signIn(t *testing.T, url, email, password string) string {
	body, err := json.Marshal(map[string]string{"email": email, "password": password})
	require.NoError(t, err)
	res, err := http.Post(url+"/api/v1/session", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer res.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	require.NoError(t, json.NewDecoder(res.Body).Decode(&answer))
	return answer.Token
}

// knows reports how a server answers the holder of an access token.
func knows(t *testing.T, url, token string) int {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/api/v1/incidents", nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	return res.StatusCode
}

// TestResetPasswordEndsSessions also shows that a running server takes people
// who were created beside it.
func TestResetPasswordEndsSessions(t *testing.T) {
	i := install(t)
	server := running(t, i.env, serving(t, i.data)...)
	code, _, said := i.createUser(t, as("m@x.example", "organization", "--organization", "促进会")...)
	require.Zero(t, code, said)
	token := signIn(t, server.url, "m@x.example", goodPassword)
	require.NotEmpty(t, token)
	require.Equal(t, http.StatusOK, knows(t, server.url, token))
	const newer = "nine patient harbours"
	code, _, said = i.run(t, newer, "admin", "reset-password", "--email", "m@x.example")
	require.Zero(t, code, said)
	require.Equal(t, http.StatusUnauthorized, knows(t, server.url, token))
	require.Empty(t, signIn(t, server.url, "m@x.example", goodPassword))
	require.NotEmpty(t, signIn(t, server.url, "m@x.example", newer))
	code, _, said = i.run(t, newer, "admin", "reset-password", "--email", "nobody@x.example")
	require.Equal(t, 1, code)
	require.Contains(t, said, "nobody signs in")
}

func TestPeopleOfOneOrganizationShareIt(t *testing.T) {
	i := install(t)
	for _, email := range []string{"a@x.example", "b@x.example"} {
		code, _, said := i.createUser(t, as(email, "organization", "--organization", "清源促进会")...)
		require.Zero(t, code, said)
	}
	require.Equal(t, []int64{1, 1}, dbtest.Counts(t, i.url, `SELECT (SELECT count(*) FROM organization),
		(SELECT count(DISTINCT p.organization_id) FROM person p JOIN organization o ON o.id = p.organization_id)`))
}

func TestACommandBesideAnEmbeddedServerNamesTheRemedy(t *testing.T) {
	i := installation{env: []string{"GONGZHI_REDIS_URL=", "GONGZHI_DATABASE_URL="}, data: folder(t)}
	running(t, i.env, serving(t, i.data)...)
	code, _, said := i.createUser(t, as("a@x.example", "media")...)
	require.Equal(t, 1, code)
	require.Contains(t, said, "stop it, run this command, start it again")
}

// TestRecordsAreImportedInTheNamesOfThoseWhoWereNamed: nobody publishes by
// holding a post alone.
func TestRecordsAreImportedInTheNamesOfThoseWhoWereNamed(t *testing.T) {
	i, dir := install(t), t.TempDir()
	mapping, file, err := data.Unpack(dir)
	require.NoError(t, err)
	for said, more := range map[string][]string{
		"--as and --with":       nil,
		"name both with --as":   {"--as", "a@x.example"},
		"--as: nobody signs in": {"--as", "a@x.example", "--with", "b@x.example"},
	} {
		code, _, got := i.run(t, "", append([]string{"import", "--mapping", mapping, file}, more...)...)
		require.Equal(t, 1, code)
		require.Contains(t, got, said)
	}
	require.Equal(t, []int64{0}, dbtest.Counts(t, i.url, `SELECT count(*) FROM incident`))
}
