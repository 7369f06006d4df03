package db_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// t0 is when every test begins.
var t0 = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

var (
	agencyID  = uuid.MustParse("a0000000-0000-4000-8000-000000000001")
	officerID = uuid.MustParse("b0000000-0000-4000-8000-000000000001") // post
	chiefID   = uuid.MustParse("b0000000-0000-4000-8000-000000000002") // post
	outsideID = uuid.MustParse("b0000000-0000-4000-8000-000000000003") // post: oversight
	councilID = uuid.MustParse("a0000000-0000-4000-8000-000000000002")
	liID      = uuid.MustParse("c0000000-0000-4000-8000-000000000001")
	wangID    = uuid.MustParse("c0000000-0000-4000-8000-000000000002")
	zhaoID    = uuid.MustParse("c0000000-0000-4000-8000-000000000003")
)

// parts are one agency with an officer below a chief, and an outside council.
func parts() roles.Parts {
	long := t0.AddDate(-1, 0, 0)
	return roles.Parts{
		Revision: 1,
		Agencies: []roles.Agency{
			{ID: agencyID, Name: roles.Text{Zh: "试验局", En: "Test Bureau"}, Region: "110000", Head: chiefID, Intake: officerID},
			{ID: councilID, Name: roles.Text{Zh: "监督会", En: "Council"}, Region: "110000", Head: outsideID, Intake: outsideID},
		},
		Posts: []roles.Post{
			{ID: officerID, Agency: agencyID, Title: roles.Text{Zh: "科员"}, Class: roles.Officer, Superior: chiefID},
			{ID: chiefID, Agency: agencyID, Title: roles.Text{Zh: "局长"}, Class: roles.Leader},
			{ID: outsideID, Agency: councilID, Title: roles.Text{Zh: "主任"}, Class: roles.Leader},
		},
		People: []roles.Person{
			{ID: liID, Name: "李某", Role: roles.Officer}, {ID: wangID, Name: "王某", Role: roles.Leader}, {ID: zhaoID, Name: "赵某", Role: roles.Leader},
		},
		Holdings: []roles.Holding{
			{ID: uuid.New(), Post: officerID, Person: liID, From: long},
			{ID: uuid.New(), Post: chiefID, Person: wangID, From: long},
			{ID: uuid.New(), Post: outsideID, Person: zhaoID, From: long},
		},
		Routes:  []roles.Route{{Region: "110000", Agency: agencyID}},
		Default: agencyID, Oversight: outsideID,
	}
}

var system = roles.Actor{Role: roles.System}

func event(t testing.TB, subject record.Subject, seq int64, kind string, at time.Time, f record.Facts) record.Event {
	e := record.Event{ID: uuid.New(), Subject: subject, Seq: seq, Kind: kind, At: at, Actor: system, Facts: f, Salt: bytes.Repeat([]byte("salt"), 8)}
	canonical, err := record.Canonicalize(e)
	require.NoError(t, err)
	e.Canonical = canonical
	return e
}

func subject(id record.ID) record.Subject {
	return record.Subject{Kind: record.SubjectIncident, ID: id}
}

func reference() string {
	return record.NewSource(record.Seed(append(id16(), id16()...))).Reference("GZ")
}

func id16() []byte {
	id := uuid.New()
	return id[:]
}

// filing opens an incident whose triage duty is due at a time.
func filing(t testing.TB, due time.Time) record.Change {
	persons := int64(12)
	i := record.Incident{
		ID: uuid.New(), Reference: reference(), Version: 1, Matter: record.MatterIncident, State: record.Filed, Agency: agencyID, LeadChain: uuid.New(),
		Origin: "report", Violation: "leak", Region: "110000", Sector: "education", OccurredOn: "2026-03-01", Persons: &persons,
		Pieces: map[string]int64{"sensitive": 3}, Accused: []roles.Party{"name:某公司", "code:91110000MA0000000X"},
		ReceivedAt: t0, ChangedAt: t0,
	}
	d := record.Duty{
		Chain: i.LeadChain, Incident: i.ID, Kind: "triage", Lead: true, Post: officerID, State: record.Armed, Rule: "cn.triage",
		RuleVersion: "1", OpenedAt: t0, DueAt: due, FirstDueAt: due, BaseDueAt: due, Risen: uuid.New(),
	}
	return record.Change{
		Guards:    []record.Guard{{Subject: subject(i.ID), Expect: 0, Next: 1}},
		Events:    []record.Event{event(t, subject(i.ID), 1, "incident.filed", t0, record.Facts{Incident: &i, Opened: []record.Duty{d}})},
		Incidents: []record.Incident{i}, Duties: []record.Duty{d},
		Texts: []record.Text{{Incident: i.ID, Field: "title", Body: "标题", Salt: []byte("s"), At: t0}},
		Reports: []record.Report{{
			ID: uuid.New(), Incident: i.ID, Receipt: id16(), FilerKind: "named", Filer: liID, Identity: []byte("sealed"),
			FiledOn: "2026-03-02", At: t0, Lang: "zh-CN",
		}},
		Parties: []record.Respondent{{ID: uuid.New(), Incident: i.ID, Kind: "enterprise", Role: "holder", Name: "某公司"}},
	}
}

// rise is what an escalation writes: the lead missed, the next level opened.
func rise(t testing.TB, w workflow.World, now time.Time) record.Change {
	lead, ok := w.Lead()
	require.True(t, ok, "an open case has a lead")
	missed, next := lead, lead
	missed.State, missed.EndedAt, missed.EndedBy, missed.EndedVia = record.Missed, &now, liID, string(roles.ViaHolder)
	next.Level, next.Post, next.OpenedAt, next.DueAt = lead.Level+1, chiefID, now, now.Add(time.Hour)
	i := w.Incident
	i.Version, i.LeadLevel, i.ChangedAt = i.Version+1, next.Level, now
	return record.Change{
		Guards: []record.Guard{{Subject: subject(i.ID), Expect: w.Incident.Version, Next: i.Version}},
		Events: []record.Event{event(t, subject(i.ID), i.Version, "duty.missed", now, record.Facts{
			Opened: []record.Duty{next},
			Ended:  []record.DutyEnd{{Chain: missed.Chain, Level: missed.Level, State: missed.State, At: now, Post: missed.Post, By: liID, Via: missed.EndedVia}},
		})},
		Incidents: []record.Incident{i}, Duties: []record.Duty{missed, next},
	}
}

// riseAll decides every claimed case.
func riseAll(t testing.TB, now time.Time) func([]workflow.World) []record.Change {
	return func(worlds []workflow.World) []record.Change {
		var changes []record.Change
		for _, w := range worlds {
			changes = append(changes, rise(t, w, now))
		}
		return changes
	}
}

// filed writes n incidents that are due at a time and returns their ids.
func filed(t testing.TB, d *db.DB, n int, due time.Time) []record.ID {
	changes := make([]record.Change, n)
	list := make([]record.ID, n)
	for i := range changes {
		changes[i] = filing(t, due)
		list[i] = changes[i].Incidents[0].ID
	}
	require.NoError(t, d.Apply(t.Context(), changes...))
	return list
}
