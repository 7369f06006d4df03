package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/roles"
)

func example(t *testing.T) string {
	text, err := os.ReadFile("../../data/organisation-example.yaml")
	require.NoError(t, err)
	return string(text)
}

func TestTheExampleOrganisationWorks(t *testing.T) {
	_, parts, err := readOrganisation([]byte(example(t)), "example.yaml")
	require.NoError(t, err)
	org, err := roles.New(parts)
	require.NoError(t, err)
	require.Equal(t, fileID("agency", "province"), org.Default)
	again, second, err := readOrganisation([]byte(example(t)), "example.yaml")
	require.NoError(t, err)
	require.Equal(t, parts, second, "the same keys are the same ids")
	require.Len(t, again.People, 6)
}

func TestAWrongOrganisationFileNamesItsPlace(t *testing.T) {
	for name, c := range map[string]struct{ old, new, says string }{
		"unknown field":   {"head: province-head", "hat: province-head", `hat`},
		"unknown post":    {"head: city-head\n", "head: nowhere\n", "no such post"},
		"unknown person":  {"person: an,", "person: nobody,", "no such person"},
		"key twice":       {"key: bo,", "key: an,", "that of another person"},
		"class":           {"class: supervisor", "class: chief", "officer, supervisor or leader"},
		"role":            {"role: supervisor", "role: operator", "officer, supervisor or leader"},
		"day":             {"person: fu, from: 2026-01-01", "person: fu, from: soon", "a day such as"},
		"region":          {`"440300", agency`, `"4403", agency`, "GB/T 2260"},
		"no default":      {"default_agency: province", "", "no such agency"},
		"nobody oversees": {"  - {post: overseer, person: fu, from: 2026-01-01}\n", "", "nobody holds the oversight post"},
		"above itself":    {"class: leader}\n  - {key: city-desk", "class: leader, superior: province-desk}\n  - {key: city-desk", "above itself"},
		"two documents":   {"routes:", "---\nroutes:", "exactly one"},
		"not YAML":        {"agencies:", "agencies: [", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := example(t)
			require.Contains(t, text, c.old)
			_, _, err := readOrganisation([]byte(strings.Replace(text, c.old, c.new, 1)), "wrong.yaml")
			require.ErrorContains(t, err, c.says)
			require.Regexp(t, `^wrong\.yaml:\d+:\d+: `, err.Error())
		})
	}
}

// TestAnInstallationIsBroughtToWork: from an empty database to a head who
// signs in, a report that reaches the right desk, and no way back.
func TestAnInstallationIsBroughtToWork(t *testing.T) {
	i := install(t)
	file := filepath.Join(t.TempDir(), "organisation.yaml")
	require.NoError(t, os.WriteFile(file, []byte(example(t)), 0o600))
	code, out, said := i.run(t, "", "admin", "organisation", file)
	require.Zero(t, code, said)
	head := fileID("person", "e").String()
	require.Contains(t, out, head)
	require.Equal(t, []int64{3, 6, 6}, dbtest.Counts(t, i.url, `SELECT (SELECT count(*) FROM agency),
		(SELECT count(*) FROM post), (SELECT count(*) FROM person)`), "nothing of the starter is left")
	code, _, said = i.createUser(t, as("e@x.example", "leader", "--seat", head)...)
	require.Zero(t, code, said)

	server := running(t, i.env, serving(t, i.data)...)
	require.NotEmpty(t, signIn(t, server.url, "e@x.example", goodPassword))
	code, _, said = i.run(t, "", "admin", "organisation", file)
	require.Equal(t, 1, code)
	require.Contains(t, said, "a server is running on this database: stop it")
	status, reference, err := report(http.DefaultClient, server.url, onceKey(), "first")
	require.NoError(t, err)
	require.Equal(t, 201, status)
	require.Equal(t, []int64{1}, dbtest.Counts(t, i.url, `SELECT count(*) FROM incident WHERE agency_id = '`+
		fileID("agency", "city").String()+`' AND reference = '`+reference+`'`))
	require.Zero(t, server.stop(t))
	code, _, said = i.run(t, "", "admin", "organisation", file)
	require.Equal(t, 1, code)
	require.Contains(t, said, "the organisation is in use")
}
