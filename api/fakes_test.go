package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/accounts"
	"gongzhi/assess"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/web"
	"gongzhi/workflow"
)

var (
	noon     = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	officer  = roles.Actor{Person: uuid.MustParse("7d444840-9dc0-41d1-b245-5ffdce74fad2"), Role: roles.Officer}
	ngo      = roles.Actor{Person: uuid.MustParse("0f8fad5b-d9cb-469f-a165-70867728950e"), Role: roles.Organization, Organization: uuid.MustParse("11111111-2222-4333-8444-555555555555")}
	resident = roles.Actor{Person: uuid.MustParse("22222222-2222-4333-8444-555555555555"), Role: roles.Citizen}
	reportID = uuid.MustParse("33333333-2222-4333-8444-555555555555")
)

const (
	theCase    = "GZ-7K2MQ-X4T9P"
	theReceipt = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"
)

// fakeCases remembers what it was asked and answers as told.
type fakeCases struct {
	filed   []workflow.Submission
	filer   roles.Actor
	key     string
	did     []workflow.Command
	version int64
	said    []string
	about   record.ID
	err     error
}

func (f *fakeCases) File(_ context.Context, actor roles.Actor, key string, s workflow.Submission) (workflow.Filed, error) {
	s.Normalize()
	if faults := s.Check(noon, actor.Role == roles.Organization); len(faults) > 0 {
		return workflow.Filed{}, faults
	}
	f.filed, f.filer, f.key = append(f.filed, s), actor, key
	return workflow.Filed{Reference: theCase, Receipt: theReceipt, Warnings: s.Warnings()}, f.err
}

func (f *fakeCases) Act(_ context.Context, _ string, c workflow.Command, ifVersion int64) (workflow.World, error) {
	f.did, f.version = append(f.did, c), ifVersion
	return workflow.World{Incident: record.Incident{State: record.Accepted, Version: ifVersion + 1}}, f.err
}

func (f *fakeCases) Say(_ context.Context, _ string, _ roles.Actor, a workflow.Action, report record.ID, body string) error {
	f.said, f.about = append(f.said, string(a)+": "+body), report
	return f.err
}

func (f *fakeCases) Unseal(_ context.Context, _ string, _ roles.Actor, report record.ID, field, _ string) (workflow.Unsealed, error) {
	f.about = report
	return workflow.Unsealed{"opened " + field}, f.err
}

func (f *fakeCases) AssessFacts(actor roles.Actor, a workflow.Assessment) (assess.Finding, error) {
	if actor.Role == roles.Citizen {
		return nil, record.Refuse(record.Forbidden, "", "not_yours", "this act is for somebody else")
	}
	_, finding, _, err := workflow.AssessFacts(assess.Default(), a, noon)
	return finding, err
}

func (f *fakeCases) AnswerByReceipt(_ context.Context, _, body string) error {
	f.said = append(f.said, "receipt: "+body)
	return f.err
}

func (f *fakeCases) FilerAct(_ context.Context, reference string, c workflow.Command, words string) error {
	f.said = append(f.said, reference+" "+string(c.Action)+": "+words)
	return f.err
}

func (f *fakeCases) FilerActByReceipt(_ context.Context, _ string, c workflow.Command, words string) error {
	f.said = append(f.said, "receipt "+string(c.Action)+": "+words)
	return f.err
}

func (f *fakeCases) Serve(_ context.Context, _ string, _ roles.Actor, _ record.ID, _, _ string) (string, workflow.World, error) {
	return "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", workflow.World{}, f.err
}

func (f *fakeCases) RespondentAct(_ context.Context, _ string, c workflow.Command) error {
	f.said = append(f.said, "respondent "+string(c.Action))
	return f.err
}

func (f *fakeCases) EvidenceByReceipt(_ context.Context, _ string, e record.Evidence) error {
	f.said = append(f.said, "evidence: "+string(e.Name))
	return f.err
}

func (f *fakeCases) EvidenceByService(_ context.Context, _ string, e record.Evidence) error {
	f.said = append(f.said, "served evidence: "+string(e.Name))
	return f.err
}

type fakePublishing struct {
	did []publication.Command
	err error
}

func (f *fakePublishing) Act(_ context.Context, _ string, c publication.Command) error {
	f.did = append(f.did, c)
	return f.err
}

type fakeEvidence struct {
	err       error
	discarded []record.ID
}

func (f *fakeEvidence) Discard(_ context.Context, id record.ID) error {
	f.discarded = append(f.discarded, id)
	return nil
}

func (f *fakeEvidence) Accept(_ context.Context, name string, file io.Reader) (record.Evidence, error) {
	_, err := io.Copy(io.Discard, file)
	return record.Evidence{ID: reportID, Name: []byte(name)}, errors.Join(err, f.err)
}

// fakeOrganisation remembers what it was asked.
type fakeOrganisation struct {
	did []workflow.OrgCommand
	err error
}

func (f *fakeOrganisation) Act(_ context.Context, c workflow.OrgCommand) (record.ID, error) {
	f.did = append(f.did, c)
	return reportID, f.err
}

func (f *fakeOrganisation) Proposals(_ context.Context, actor roles.Actor) ([]record.OrgProposal, error) {
	return []record.OrgProposal{
		{ID: reportID, Act: "leave", Args: []byte(`{"person":"` + resident.Person.String() + `","from":"2026-12-01T00:00:00Z"}`), ProposedBy: actor.Person, At: noon},
	}, f.err
}

var (
	agencyID = uuid.MustParse("44444444-2222-4333-8444-555555555555")
	postID   = uuid.MustParse("55555555-2222-4333-8444-555555555555")
)

func sampleOrg(t *testing.T) *roles.Org {
	t.Helper()
	org, err := roles.New(roles.Parts{
		Revision: 3,
		Agencies: []roles.Agency{{ID: agencyID, Name: roles.Text{Zh: "网信办", En: "CAC"}, Region: "110000", Head: postID, Intake: postID}},
		Posts:    []roles.Post{{ID: postID, Agency: agencyID, Title: roles.Text{Zh: "受理岗", En: "Intake"}, Class: roles.Officer}},
		People:   []roles.Person{{ID: officer.Person, Name: "李四", Role: roles.Officer}},
		Holdings: []roles.Holding{{ID: reportID, Post: postID, Person: officer.Person, From: filedAt}},
		Default:  agencyID, Oversight: postID,
	})
	require.NoError(t, err)
	return org
}

// fakeAccounts knows three people by token.
type fakeAccounts struct {
	err       error
	signedOut int
}

var people = map[string]roles.Actor{"officer": officer, "ngo": ngo, "resident": resident}

func (f *fakeAccounts) identity(token string, kind accounts.Kind) (accounts.Identity, error) {
	actor, ok := people[token]
	if !ok {
		return accounts.Identity{}, accounts.ErrUnauthenticated
	}
	return accounts.Identity{Actor: actor, Name: token, Session: accounts.Session{Kind: kind, CreatedAt: noon}}, f.err
}

func (f *fakeAccounts) SignIn(_ context.Context, email, password string, kind accounts.Kind) (accounts.Signed, error) {
	if f.err != nil {
		return accounts.Signed{}, f.err
	}
	who, err := f.identity(email, kind)
	if err != nil || password != "right" {
		return accounts.Signed{}, accounts.ErrSignIn
	}
	return accounts.Signed{Identity: who, Token: email, Access: email, ExpiresIn: accounts.AccessLifetime}, nil
}

func (f *fakeAccounts) Authenticate(_ context.Context, token string) (accounts.Identity, error) {
	return f.identity(token, accounts.Cookie)
}

func (f *fakeAccounts) AuthenticateAccess(_ context.Context, token string) (accounts.Identity, error) {
	return f.identity(token, accounts.API)
}

func (f *fakeAccounts) Refresh(_ context.Context, token string) (accounts.Signed, error) {
	who, err := f.identity(token, accounts.API)
	return accounts.Signed{Identity: who, Token: token, Access: token, ExpiresIn: accounts.AccessLifetime}, err
}

func (f *fakeAccounts) SignOut(context.Context, accounts.Session) error {
	f.signedOut++
	return f.err
}

// fakeDoor shows one case to everybody and remembers what was asked.
type fakeDoor struct {
	actor     roles.Actor
	incidents workflow.IncidentQuery
	duties    workflow.DutyQuery
	public    workflow.PublicQuery
	cursor    string
	files     int               // of the report behind the receipt
	serves    []workflow.Action // what the respondent may do
	err       error
}

func (f *fakeDoor) For(actor roles.Actor, _ time.Time) workflow.Reader {
	f.actor = actor
	return fakeReader{f}
}
func (f *fakeDoor) Public() workflow.PublicReader { return fakePublic{f} }
func (f *fakeDoor) Served(_ context.Context, hash []byte, _ time.Time) (workflow.ServedView, error) {
	if string(hash) != theReceipt {
		return workflow.ServedView{}, record.ErrNotFound
	}
	return workflow.ServedView{Reference: "GZ-00000-00000", Files: f.files, Actions: f.serves}, nil
}
func (f *fakeDoor) Track(_ context.Context, hash []byte, _ time.Time) (workflow.TrackView, error) {
	if string(hash) != theReceipt {
		return workflow.TrackView{}, record.ErrNotFound
	}
	v := sampleTrack()
	v.Evidence += f.files
	return v, f.err
}

type fakeReader struct{ *fakeDoor }

func (f fakeReader) Incidents(_ context.Context, q workflow.IncidentQuery) (workflow.Page[workflow.IncidentCard], error) {
	f.incidents = q
	return workflow.Page[workflow.IncidentCard]{Items: []workflow.IncidentCard{sampleCard()}, Next: "after " + q.Cursor}, f.err
}

func (f fakeReader) Case(_ context.Context, reference string) (workflow.CaseView, error) {
	if reference != theCase {
		return workflow.CaseView{}, record.ErrNotFound
	}
	return sampleCase(), f.err
}

func (f fakeReader) Duties(_ context.Context, q workflow.DutyQuery) (workflow.Page[workflow.DutyView], error) {
	f.duties = q
	return workflow.Page[workflow.DutyView]{Items: []workflow.DutyView{sampleDuty()}}, f.err
}

func (f fakeReader) QueueCounts(context.Context) (workflow.QueueCounts, error) {
	return workflow.QueueCounts{Mine: 1, Overdue: 2}, f.err
}
func (f fakeReader) Waiting(context.Context) ([]workflow.Waiting, error) {
	due := noon
	return []workflow.Waiting{{Kind: workflow.WaitingCase, Act: "close", Reference: theCase, Title: "t", ProposedBy: "p", At: noon, DueAt: &due}}, f.err
}
func (f fakeReader) Overview(context.Context) (workflow.Overview, error) {
	return workflow.Overview{
		Missed:  []workflow.MissedRow{{Who: sampleWho(), Missed: 1}},
		Backlog: []workflow.BacklogRow{{Bucket: "0-7", N: 3}}, ByState: map[record.State]int64{record.Filed: 3},
	}, f.err
}

func (f fakeReader) Inbox(_ context.Context, cursor string, _ int) (workflow.Page[workflow.InboxItem], error) {
	f.cursor = cursor
	return workflow.Page[workflow.InboxItem]{Items: []workflow.InboxItem{
		{ID: reportID, Kind: "duty_missed", Reference: theCase, On: workflow.DateOf(noon), At: &noon, Mail: "pending"},
		{ID: reportID, Kind: "duty_opened", Reference: theCase, On: workflow.DateOf(noon), Mail: "pending"},
	}}, f.err
}

func (f fakeReader) MyReports(context.Context, string, int) (workflow.Page[workflow.IncidentCard], error) {
	return workflow.Page[workflow.IncidentCard]{Items: []workflow.IncidentCard{sampleCard()}, Next: "m2"}, f.err
}

func (f fakeReader) Mine(context.Context, string) (workflow.TrackView, error) {
	return sampleTrack(), f.err
}

func (f fakeReader) Explanation(context.Context, string) (workflow.ExplainView, error) {
	return workflow.ExplainView{Reference: theCase, Misses: []workflow.MissView{{Task: reportID, Duty: workflow.DutyTriage, Level: 1, OpenedAt: noon, DueAt: noon, MissedAt: noon, AskedAt: noon, HearBy: noon}},
		Said: []workflow.MessageView{{Kind: "explanation", Author: "me", Body: "two of us were ill", At: noon}}}, f.err
}

func (f fakeReader) Opinions(context.Context, string, int) (workflow.Page[workflow.OpinionCard], error) {
	return workflow.Page[workflow.OpinionCard]{Items: []workflow.OpinionCard{{Reference: theCase, Title: "t", Narrative: "n", FiledOn: "2026-11-03", DueOn: "2026-11-24"}}}, f.err
}

func (f fakeReader) Opinion(_ context.Context, reference string) (workflow.OpinionCard, error) {
	if reference != theCase {
		return workflow.OpinionCard{}, record.ErrNotFound
	}
	return workflow.OpinionCard{Reference: theCase, Title: "t", Narrative: "n", FiledOn: "2026-11-03", DueOn: "2026-11-24"}, f.err
}

func (f fakeReader) Interest(context.Context, string) (workflow.InterestView, error) {
	return workflow.InterestView{Reference: theCase, Public: true, Proposals: []workflow.InterestProposal{
		{Reason: "many", State: workflow.InterestDeclined, On: "2026-11-03", Answer: "few", AnsweredOn: "2026-11-10"},
		{Reason: "many", State: workflow.InterestOpen, On: "2026-11-11", DueOn: "2026-12-01"},
	}}, f.err
}

type fakePublic struct{ *fakeDoor }

func (f fakePublic) List(_ context.Context, q workflow.PublicQuery) (workflow.Page[workflow.PublicCard], error) {
	f.public = q
	return workflow.Page[workflow.PublicCard]{Items: []workflow.PublicCard{samplePublic().PublicCard}, Next: "p2"}, f.err
}

func (f fakePublic) Incident(_ context.Context, reference string) (workflow.PublicIncident, error) {
	if reference != theCase {
		return workflow.PublicIncident{}, record.ErrNotFound
	}
	return samplePublic(), f.err
}

func (f fakePublic) Notices(context.Context, string, int) (workflow.Page[workflow.NoticeView], error) {
	return workflow.Page[workflow.NoticeView]{Items: []workflow.NoticeView{{Reference: "N-1", Stage: record.Filed, Level: 3, DaysLate: 9, At: noon}}}, f.err
}
func (f fakePublic) Answers(_ context.Context, q workflow.AnswerQuery) (workflow.Page[workflow.AnswerCard], error) {
	return workflow.Page[workflow.AnswerCard]{Items: []workflow.AnswerCard{sampleAnswer()}, Next: "next"}, f.err
}

func (f fakePublic) Answer(_ context.Context, reference string) (workflow.AnswerCard, error) {
	if reference != theCase {
		return workflow.AnswerCard{}, record.ErrNotFound
	}
	return sampleAnswer(), f.err
}

func (f fakePublic) Totals(context.Context) (workflow.Totals, error) { return workflow.Totals{}, f.err }
func (f fakePublic) Revision(context.Context) (int64, error)         { return 7, f.err }

// face is the JSON face over fakes; every answer is held against the
// description.
type face struct {
	t          *testing.T
	engine     *gin.Engine
	cases      *fakeCases
	publishing *fakePublishing
	accounts   *fakeAccounts
	evidence   *fakeEvidence
	acts       *fakeOrganisation
	samples    *fakeSamples
	door       *fakeDoor
	log        *bytes.Buffer
	documented *conformity
}

func newFace(t *testing.T) *face {
	t.Helper()
	f := &face{
		t: t, cases: &fakeCases{}, publishing: &fakePublishing{}, accounts: &fakeAccounts{}, evidence: &fakeEvidence{}, acts: &fakeOrganisation{}, samples: &fakeSamples{},
		door: &fakeDoor{}, log: &bytes.Buffer{}, documented: documentation(t),
	}
	org := sampleOrg(t)
	var err error
	f.engine, err = web.NewEngine(web.Config{Logger: logTo(f.log)})
	require.NoError(t, err)
	require.NoError(t, Register(f.engine, Deps{
		Cases: f.cases, Door: f.door, Publishing: f.publishing, Accounts: f.accounts, Evidence: f.evidence,
		Organisation: f.acts, Samples: f.samples, Org: func() *roles.Org { return org },
		ReceiptHash: func(shown string) ([]byte, error) { return []byte(shown), nil },
		Now:         func() time.Time { return noon }, Version: "test",
	}))
	return f
}

// call sends a request; headers are "Name: value" lines.
func (f *face) call(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	f.engine.ServeHTTP(w, r)
	f.documented.check(f.t, r, w)
	return w
}

func (f *face) get(target string, headers ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	return f.call(http.MethodGet, target, "", append(headers, asOfficer)...)
}

const (
	asOfficer = "Authorization: Bearer officer"
	asNGO     = "Authorization: Bearer ngo"
	byReceipt = "Authorization: Receipt " + theReceipt
)

func decode[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &v), w.Body.String())
	return v
}

func pointers(t *testing.T, w *httptest.ResponseRecorder) []string {
	t.Helper()
	list := []string{}
	for _, e := range decode[Problem](t, w).Errors {
		require.NotEmpty(t, e.Detail)
		list = append(list, e.Pointer)
	}
	return list
}
