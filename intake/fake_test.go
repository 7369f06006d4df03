package intake

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
)

// fakeStore keeps what Apply is given, whole or not at all, under its guards.
type fakeStore struct {
	incidents map[record.ID]record.Incident
	external  map[string]record.ID
	texts     map[record.ID]map[string]string
	parties   map[record.ID][]record.Respondent
	public    map[record.ID]record.Publication
	versions  map[record.ID][]record.PublicVersion
	streams   map[record.Subject]int64
	events    int
	applies   int
	refuse    func(changes []record.Change) error // may refuse a transaction
}

func newStore() *fakeStore {
	return &fakeStore{
		incidents: map[record.ID]record.Incident{}, external: map[string]record.ID{}, texts: map[record.ID]map[string]string{},
		parties: map[record.ID][]record.Respondent{}, public: map[record.ID]record.Publication{},
		versions: map[record.ID][]record.PublicVersion{}, streams: map[record.Subject]int64{},
	}
}

func (s *fakeStore) Imported(_ context.Context, ids []string) (map[string]Known, error) {
	known := map[string]Known{}
	for _, x := range ids {
		if id, ok := s.external[x]; ok {
			known[x] = Known{Reference: s.incidents[id].Reference, Hash: s.texts[id][HashField]}
		}
	}
	return known, nil
}

func (s *fakeStore) ByExternalID(_ context.Context, x string) (workflow.World, bool, error) {
	id, ok := s.external[x]
	return workflow.World{Incident: s.incidents[id]}, ok, nil
}

func (s *fakeStore) PublicWorld(_ context.Context, reference string) (publication.World, roles.Case, error) {
	for id, i := range s.incidents {
		if i.Reference == reference {
			return publication.World{Public: s.public[id], Versions: s.versions[id]}, roles.Case{}, nil
		}
	}
	return publication.World{}, roles.Case{}, record.ErrNotFound
}

func (s *fakeStore) Apply(_ context.Context, changes ...record.Change) error {
	s.applies++
	if s.refuse != nil {
		if err := s.refuse(changes); err != nil {
			return err
		}
	}
	streams := maps.Clone(s.streams)
	for _, c := range changes {
		for _, g := range c.Guards {
			if streams[g.Subject] != g.Expect {
				return record.ErrStale
			}
			streams[g.Subject] = g.Next
		}
		for _, i := range c.Incidents {
			if id, ok := s.external[i.ExternalID]; ok && id != i.ID {
				return record.Refuse(record.Stale, "external_id", "external_id_known", "here already")
			}
		}
	}
	s.streams = streams
	for _, c := range changes {
		s.keep(c)
	}
	return nil
}

func (s *fakeStore) keep(c record.Change) {
	s.events += len(c.Events)
	for _, i := range c.Incidents {
		s.incidents[i.ID] = i
		s.external[i.ExternalID] = i.ID
	}
	for _, t := range c.Texts {
		if s.texts[t.Incident] == nil {
			s.texts[t.Incident] = map[string]string{}
		}
		s.texts[t.Incident][t.Field] = t.Body
	}
	for _, p := range c.Parties {
		s.parties[p.Incident] = append(s.parties[p.Incident], p)
	}
	for _, p := range c.Public {
		s.public[p.Incident] = p
	}
	for _, v := range c.Versions {
		s.versions[v.Incident] = append(s.versions[v.Incident], v)
	}
}

// of finds an imported record's parts by its external id.
func (s *fakeStore) of(t *testing.T, externalID string) (record.Incident, map[string]string, record.PublicVersion) {
	t.Helper()
	id, ok := s.external[externalID]
	require.True(t, ok, externalID)
	versions := s.versions[id]
	return s.incidents[id], s.texts[id], versions[len(versions)-1]
}

var now = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)

func newArchive(s *fakeStore) *Archive {
	org := rolestest.Must(rolestest.Small())
	n := 0
	return &Archive{
		Store: s,
		Env:   func() workflow.Env { return workflow.Env{Now: now, Org: org} },
		Reference: func() (string, error) {
			n++
			return fmt.Sprintf("GZ-%05d-%05d", s.events, n), nil
		},
		Proposer: rolestest.ID("Chen"), Clearer: rolestest.ID("Lin"),
	}
}

// put writes a file into the test's own folder.
func put(t *testing.T, name, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(body), 0o600))
	return path
}

const smallMapping = `source: small
origin: historical
credit:
  source: {constant: A list}
  url: {template: "https://example.org/{id:url}"}
  licence: {constant: CC0}
external_id: {column: id}
fields:
  title: {column: title}
  narrative: {column: text}
  violation: {constant: leak}
  occurred_on: {column: day}
  received_at: {column: received}
  persons_affected: {column: persons}
respondents:
  - kind: {constant: enterprise}
    name: {column: who}
`

const smallHeader = "id,title,text,day,received,persons,who\n"

// importText runs a mapping over a file and returns the result file too.
func importText(t *testing.T, im Importer, mapping, name, body string) (Summary, string) {
	t.Helper()
	result := filepath.Join(t.TempDir(), "result")
	sum, err := Run(t.Context(), Options{
		Mapping: put(t, "m.yaml", mapping), Data: put(t, name, body), Result: result, Importer: im, Now: now,
	})
	require.NoError(t, err)
	out, err := os.ReadFile(result)
	require.NoError(t, err)
	return sum, string(out)
}

var errOutOfReach = errors.New("connection refused")

func lines(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") }
