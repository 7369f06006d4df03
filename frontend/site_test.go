package frontend

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

const (
	goodReceipt = "7K3M-9QXD-2PWF-4HTB-8VNC-5RGZ"
	reference   = "GZ-7K3M9-QXD2P"
	goodToken   = "session-token"
)

// site is the pages on ports in memory.
type site struct {
	http.Handler
	t      *testing.T
	log    *bytes.Buffer
	cases  *memoryCases
	door   *memoryDoor
	drafts *memoryDrafts
	files  *memoryFiles
	now    time.Time

	signedIn bool // forms with files come from whoever the site knows
}

func newSite(t *testing.T, change ...func(*Deps)) *site {
	t.Helper()
	s := &site{t: t, log: &bytes.Buffer{}, now: noon, cases: &memoryCases{once: map[string]workflow.Filed{}},
		drafts: &memoryDrafts{kept: map[string][]byte{}}, files: &memoryFiles{}, door: newMemoryDoor()}
	org, err := roles.New(testParts())
	require.NoError(t, err)
	d := Deps{
		Cases: s.cases, Door: s.door, Accounts: memoryAccounts{}, Drafts: s.drafts, Evidence: s.files,
		Receipt: func(shown string) ([]byte, error) {
			plain := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(shown))
			if len(plain) != 24 {
				return nil, errors.New("no receipt")
			}
			return []byte(plain), nil
		},
		Org: func() *roles.Org { return org }, Rules: clock.Default, Now: func() time.Time { return s.now },
		ExitURL: "https://weather.cma.cn/", PublicURL: "https://gongzhi.example/",
	}
	for _, c := range change {
		c(&d)
	}
	engine, err := web.NewEngine(web.Config{Logger: slog.New(slog.NewTextHandler(s.log, nil))})
	require.NoError(t, err)
	require.NoError(t, Register(engine, d))
	s.Handler = engine
	return s
}

var testOfficer = uuid.MustParse("00000000-0000-4000-8000-000000000001")

// testParts are the smallest organisation that is one: an agency with two posts and two people.
func testParts() roles.Parts {
	id := func(n int) uuid.UUID { return uuid.MustParse(fmt.Sprintf("00000000-0000-4000-8000-%012d", n)) }
	return roles.Parts{
		Agencies: []roles.Agency{{ID: id(10), Name: roles.Text{Zh: "云州市网信办（虚构）", En: "Yunzhou office (fictitious)"}, Head: id(21), Intake: id(20)}},
		Posts: []roles.Post{
			{ID: id(20), Agency: id(10), Title: roles.Text{Zh: "受理岗", En: "Intake"}, Class: roles.Officer, Superior: id(21)},
			{ID: id(21), Agency: id(10), Title: roles.Text{Zh: "负责人", En: "Head"}, Class: roles.Leader},
		},
		People:   []roles.Person{{ID: id(1), Name: "沈知微", Role: roles.Officer}, {ID: id(2), Name: "周启明", Role: roles.Leader}},
		Holdings: []roles.Holding{{ID: id(30), Post: id(20), Person: id(1)}, {ID: id(31), Post: id(21), Person: id(2)}},
		Default:  id(10), Oversight: id(21),
	}
}

// get asks for a page in a language.
func (s *site) get(path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	return s.do(r)
}

func (s *site) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// post sends a form as browsers do.
func (s *site) post(path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return s.do(r)
}

// memoryCases files by key and takes answers.
type memoryCases struct {
	mu        sync.Mutex
	once      map[string]workflow.Filed
	filed     []workflow.Submission
	actors    []roles.Actor
	answers   []string
	filerActs []workflow.Command
	evidence  []record.Evidence
	refuse    error
}

func (m *memoryCases) File(_ context.Context, actor roles.Actor, key string, s workflow.Submission) (workflow.Filed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil {
		return workflow.Filed{}, m.refuse
	}
	if answer, ok := m.once[key]; ok {
		answer.Again = true
		return answer, nil
	}
	s.Normalize()
	if faults := s.Check(noon, false); len(faults) > 0 {
		return workflow.Filed{}, faults
	}
	m.filed, m.actors = append(m.filed, s), append(m.actors, actor)
	m.once[key] = workflow.Filed{Reference: reference, Receipt: goodReceipt}
	return m.once[key], nil
}

func (m *memoryCases) AnswerByReceipt(_ context.Context, _, body string) error {
	if body == "" {
		return record.Refuse(record.Invalid, "body", "body_required", "write something")
	}
	m.answers = append(m.answers, body)
	return m.refuse
}

func (m *memoryCases) FilerAct(context.Context, string, workflow.Command, string) error {
	return m.refuse
}

func (m *memoryCases) FilerActByReceipt(_ context.Context, _ string, c workflow.Command, words string) error {
	m.filerActs = append(m.filerActs, c)
	m.answers = append(m.answers, words)
	return m.refuse
}

func (m *memoryCases) Serve(_ context.Context, _ string, _ roles.Actor, _ record.ID, _, _ string) (string, workflow.World, error) {
	return "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", workflow.World{}, m.refuse
}

func (m *memoryCases) RespondentAct(_ context.Context, _ string, c workflow.Command) error {
	return m.refuse
}
func (m *memoryCases) EvidenceByService(context.Context, string, record.Evidence) error {
	return record.ErrNotFound
}

func (m *memoryCases) EvidenceByReceipt(_ context.Context, _ string, e record.Evidence) error {
	m.evidence = append(m.evidence, e)
	return m.refuse
}

func (m *memoryCases) Act(context.Context, string, workflow.Command, int64) (workflow.World, error) {
	return workflow.World{}, record.ErrNotFound
}

func (m *memoryCases) Say(context.Context, string, roles.Actor, workflow.Action, record.ID, string) error {
	return record.ErrNotFound
}

func (m *memoryCases) Unseal(context.Context, string, roles.Actor, record.ID, string, string) (workflow.Unsealed, error) {
	return nil, record.ErrNotFound
}

// memoryAccounts knows one officer.
type memoryAccounts struct{}

func (memoryAccounts) identity() accounts.Identity {
	return accounts.Identity{Name: "沈知微", Actor: roles.Actor{Person: testOfficer, Role: roles.Officer},
		Session: accounts.Session{Kind: accounts.Cookie, CreatedAt: noon}}
}

func (m memoryAccounts) SignIn(_ context.Context, email, password string, _ accounts.Kind) (accounts.Signed, error) {
	switch {
	case password == "too often":
		return accounts.Signed{}, &accounts.Throttled{RetryAfter: time.Minute}
	case email != "shen@example.org" || password != "right":
		return accounts.Signed{}, accounts.ErrSignIn
	}
	return accounts.Signed{Identity: m.identity(), Token: goodToken}, nil
}

func (m memoryAccounts) Authenticate(_ context.Context, token string) (accounts.Identity, error) {
	if token != goodToken {
		return accounts.Identity{}, accounts.ErrUnauthenticated
	}
	return m.identity(), nil
}

func (memoryAccounts) SignOut(context.Context, accounts.Session) error { return nil }

// memoryDrafts keeps drafts as they come.
type memoryDrafts struct {
	mu   sync.Mutex
	kept map[string][]byte
	next int
	full error // what saving fails with

	files []record.ID // named last
}

func (m *memoryDrafts) New(_ context.Context, draft []byte) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next++
	code := fmt.Sprintf("draft-%d", m.next)
	m.kept[code] = draft
	return code, nil
}

func (m *memoryDrafts) Load(_ context.Context, code string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if text, ok := m.kept[code]; ok {
		return text, nil
	}
	return nil, ErrNoDraft
}

func (m *memoryDrafts) Save(_ context.Context, code string, draft []byte, files []record.ID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.kept[code]; !ok {
		return ErrNoDraft
	}
	if m.full != nil {
		return m.full
	}
	m.kept[code], m.files = draft, files
	return nil
}

func (m *memoryDrafts) Delete(_ context.Context, code string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, code)
	return nil
}

// memoryFiles takes every file but programs.
type memoryFiles struct {
	taken, discarded int
}

func (m *memoryFiles) Accept(_ context.Context, name string, r io.Reader) (record.Evidence, error) {
	body, err := io.ReadAll(r)
	if err != nil {
		return record.Evidence{}, err
	}
	if strings.HasSuffix(name, ".exe") {
		return record.Evidence{}, EvidenceRefused{Reason: "kind"}
	}
	m.taken++
	return record.Evidence{ID: uuid.New(), Name: []byte("sealed"), MediaType: "image/png", Size: int64(len(body))}, nil
}

func (m *memoryFiles) Discard(context.Context, record.ID) error { m.discarded++; return nil }

// RecordReading implements Cases.
func (*memoryCases) RecordReading(context.Context, string, roles.Actor, workflow.Action, record.ID, string) error {
	return nil
}
