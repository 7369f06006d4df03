package db_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// canaries are strings that only the erased report told.
var canaries = []string{"canary-name", "canary-contact", "canarytitle", "canarynarrative", "canary-answer", "canary-file", "canary-suspect", "canary-receipt"}

// TestAnErasedReportIsGoneAndTheRecordIsWhole: after an erasure no string of the
// report is in any table, also not in dead rows, the check finds every invariant
// whole, the public log still verifies, and erasing again is no error.
func TestAnErasedReportIsGoneAndTheRecordIsWhole(t *testing.T) {
	url, keys := busyOffice(t)
	d := open(t, url)
	o := &office{t: t, d: d, now: t0.AddDate(2, 0, 0)}
	var err error
	o.org, err = d.LoadOrg(t.Context())
	require.NoError(t, err)
	filer := uuid.New()
	require.NoError(t, d.AddPerson(t.Context(), roles.Person{ID: filer, Name: "canary-name", Role: roles.Citizen}))
	report, ref := o.fileCanaries(filer)
	require.ErrorIs(t, eraseErr(d.Erase(t.Context(), report, o.now)), db.ErrNotPlaced)
	consumeAll(t, d)
	require.NotEmpty(t, found(t, url), "they are there before")
	erased, err := d.Erase(t.Context(), report, o.now)
	require.NoError(t, err)
	require.Len(t, erased.Files, 1)
	require.NoError(t, d.ErasePerson(t.Context(), filer))
	require.NoError(t, d.Scrub(t.Context()))
	require.Empty(t, found(t, url))
	consumeAll(t, d)
	_, err = d.Erase(t.Context(), report, o.now)
	require.NoError(t, err)
	consumeAll(t, d)
	findings, err := d.Check(t.Context(), keys)
	require.NoError(t, err)
	for _, f := range findings {
		require.Zero(t, f.Broken, "%s: %s", f.Name, f.First)
	}
	w, err := d.World(t.Context(), ref)
	require.NoError(t, err)
	_, led := w.Lead()
	require.True(t, led, "somebody still answers for the case")
	require.ErrorIs(t, d.ErasePerson(t.Context(), o.person("city/officer").Person), db.ErrOfficial)
}

func eraseErr(_ db.Erased, err error) error { return err }

func (o *office) fileCanaries(filer record.ID) (record.ID, string) {
	f := &workflow.Filing{
		ReportID: uuid.New(), Reference: reference(), Title: "canarytitle", Narrative: "canarynarrative", Violation: "leak", Region: "440300",
		Sector: "internet", FilerKind: "named", Receipt: []byte("canary-receipt"), Identity: []byte("canary-name"), Contact: []byte("canary-contact"),
		Respondents: []record.Respondent{{ID: uuid.New(), Kind: "individual", Role: "user", SealedName: []byte("canary-suspect")}},
		Evidence:    []record.Evidence{{ID: uuid.New(), Name: []byte("canary-file"), MediaType: "image/jpeg", Size: 3, Hash: []byte{1}}},
	}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{
		Action: workflow.File, Actor: roles.Actor{Person: filer, Role: roles.Citizen}, Seed: seed(), Filing: f,
	}, o.env())
	require.NoError(o.t, err)
	o.apply(c)
	officer := o.person("city/officer")
	say := func(kind string, action workflow.Action, actor roles.Actor) {
		m := &record.Message{ID: uuid.New(), Report: f.ReportID, Kind: kind, Sealed: []byte("canary-answer")}
		require.True(o.t, o.act(f.Reference, actor, workflow.Command{Action: action, Message: m}))
	}
	say("question", workflow.Ask, officer)
	say("answer", workflow.Answer, roles.Actor{Person: filer, Role: roles.Citizen})
	return f.ReportID, f.Reference
}

// found lists the tables that hold a canary, as text, hex or base64.
func found(t *testing.T, url string) []string {
	c := raw(t, url)
	rows, err := c.Query(t.Context(), `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	var hits []string
	for _, table := range tables {
		dump := dumpOf(t.Context(), t, c, table)
		for _, word := range canaries {
			for _, form := range []string{word, hex.EncodeToString([]byte(word)), base64.RawStdEncoding.EncodeToString([]byte(word))[:10]} {
				if strings.Contains(dump, form) {
					hits = append(hits, table+": "+word)
				}
			}
		}
	}
	return hits
}

func dumpOf(ctx context.Context, t *testing.T, c *pgx.Conn, table string) string {
	var dump string
	require.NoError(t, c.QueryRow(ctx, `SELECT coalesce(string_agg(x::text, E'\n'), '') FROM public.`+table+` x`).Scan(&dump))
	return dump
}
