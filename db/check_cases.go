package db

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// checkBatch is how many cases are looked at together: what fsck holds in
// memory does not grow with the database.
const checkBatch = 200

// caseChecks are what one walk over all cases finds.
type caseChecks struct {
	readable, replay, canonical, beside, texts, readings, transfers, notices, erased, filed Finding
}

func newCaseChecks() *caseChecks {
	return &caseChecks{
		readable:  Finding{Name: "every row of a case can be read"},
		replay:    Finding{Name: "replaying a case's events gives its rows"},
		canonical: Finding{Name: "an event's canonical bytes are its columns"},
		beside:    Finding{Name: "every row beside the events is as its event committed to it"},
		texts:     Finding{Name: "every wording is the one its event committed to"},
		readings:  Finding{Name: "no sealed field was read without its event, no event without its reading"},
		transfers: Finding{Name: "every offer to another agency is as its events left it"},
		notices:   Finding{Name: "every public notice is as its event says"},
		filed:     Finding{Name: "what filers did after filing is as its events say"},
		erased:    Finding{Name: "an event without its salt was named by an erasure"},
	}
}

func (c *caseChecks) findings() []Finding {
	return []Finding{c.readable, c.replay, c.canonical, c.beside, c.texts, c.readings, c.transfers, c.notices, c.filed, c.erased}
}

// note counts a row and, where it is broken, names the first.
func (f *Finding) note(broken bool, name string) {
	f.Looked++
	if !broken {
		return
	}
	f.Broken++
	if f.First == "" {
		f.First = name
	}
}

// checkCases walks over all cases in batches and compares what their events
// say with what their rows hold.
func checkCases(ctx context.Context, tx pgx.Tx) ([]Finding, error) {
	c := newCaseChecks()
	last := uuid.Nil
	for {
		rows, err := list[struct{ ID uuid.UUID }](ctx, tx, numbered(`SELECT id FROM incident WHERE id > $1 ORDER BY id LIMIT $2`, last, checkBatch))
		if err != nil || len(rows) == 0 {
			return c.findings(), err
		}
		last = rows[len(rows)-1].ID
		of := col(rows, func(r *struct{ ID uuid.UUID }) uuid.UUID { return r.ID })
		if err := c.batch(ctx, tx, of); err != nil {
			return nil, err
		}
	}
}

// batch looks at some cases. Where a row among them cannot be read, each is
// read on its own, and the one it belongs to is named.
func (c *caseChecks) batch(ctx context.Context, tx pgx.Tx, of []uuid.UUID) error {
	held, err := loadCases(ctx, tx, of)
	switch {
	case err == nil:
	case !misread(ctx, tx, err):
		return err
	case len(of) == 1:
		c.readable.note(true, of[0].String())
		return nil
	default:
		for i := range of {
			if err := c.batch(ctx, tx, of[i:i+1]); err != nil {
				return err
			}
		}
		return nil
	}
	for _, id := range of {
		c.readable.note(false, "")
		c.look(held[id])
	}
	return nil
}

// misread tells a row that holds nonsense from a database that does not answer.
func misread(ctx context.Context, tx pgx.Tx, err error) bool {
	var refused *pgconn.PgError
	return ctx.Err() == nil && !errors.As(err, &refused) && !tx.Conn().IsClosed()
}

// heldCase is everything that is stored of one case.
type heldCase struct {
	world     workflow.World
	events    []storedEvent
	rows      []record.Row
	texts     []record.Text
	transfers []record.Transfer
	notices   []record.PublicNotice
	readings  []record.Reading
	filed     []string // what filers did after filing
}

// storedEvent is an event's row; its parsed form comes from the canonical bytes.
type storedEvent struct {
	ID              uuid.UUID
	SubjectKind     string
	Subject         uuid.UUID
	Seq             int64
	Kind            string
	At              time.Time
	Person          uuid.UUID
	Role            string
	Organization    uuid.UUID
	Canonical, Salt []byte
}

const storedEvents = `SELECT id, subject_kind, subject_id, seq, kind, at, actor_person, actor_role, actor_organization, canonical, salt FROM event
WHERE subject_kind IN ('incident', 'correspondence', 'publication') AND subject_id = ANY ($1::uuid[]) ORDER BY subject_kind, subject_id, seq`

func loadCases(ctx context.Context, tx pgx.Tx, of []uuid.UUID) (map[uuid.UUID]*heldCase, error) {
	l := loading{worlds: map[uuid.UUID]*workflow.World{}}
	held := make(map[uuid.UUID]*heldCase, len(of))
	for _, id := range of {
		held[id] = &heldCase{}
	}
	b := &pgx.Batch{}
	collect(b, sqlgen.WorldIncidents, of, l.incident)
	collect(b, sqlgen.WorldParties, of, l.party)
	collect(b, allDuties, of, l.anyDuty)
	collect(b, allProposals, of, l.proposal)
	collect(b, allTasks, of, l.task)
	collect(b, sqlgen.WorldAppeals, of, l.appeal)
	collect(b, allMerges, of, l.merge)
	collect(b, storedEvents, of, func(e storedEvent) error { held[e.Subject].events = append(held[e.Subject].events, e); return nil })
	collect(b, allTransfers, of, func(r sqlgen.Transfer) error {
		held[r.IncidentID].transfers = append(held[r.IncidentID].transfers, transferOf(r))
		return l.transfer(r)
	})
	collect(b, allTexts, of, func(t record.Text) error { held[t.Incident].texts = append(held[t.Incident].texts, t); return nil })
	collect(b, allNotices, of, func(n record.PublicNotice) error {
		held[n.Incident].notices = append(held[n.Incident].notices, n)
		return nil
	})
	queueBeside(b, of, held)
	queueFilerActs(b, of, held)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return nil, err
	}
	for id, h := range held {
		h.world = *l.of(id)
	}
	return held, nil
}

// event compares the columns with the canonical bytes, which must be in the
// one form that there is.
func (c *caseChecks) event(s storedEvent) record.Event {
	e, ok := readStored(s)
	c.canonical.note(!ok, s.ID.String())
	return e
}

func readStored(s storedEvent) (record.Event, bool) {
	e, err := parseEvent(s.Canonical, s.Salt)
	if err != nil {
		return record.Event{}, false
	}
	columns := record.Event{
		ID: s.ID, Subject: record.Subject{Kind: record.SubjectKind(s.SubjectKind), ID: s.Subject}, Seq: s.Seq, Kind: s.Kind, At: s.At,
		Actor: roles.Actor{Person: s.Person, Role: roles.Role(s.Role), Organization: s.Organization}, Facts: e.Facts,
	}
	again, err := record.Canonicalize(columns)
	return e, err == nil && bytes.Equal(again, s.Canonical)
}

func (c *caseChecks) look(h *heldCase) {
	events := make([]record.Event, len(h.events))
	for i, s := range h.events {
		events[i] = c.event(s)
	}
	name := h.world.Incident.Reference
	decisions := slices.DeleteFunc(slices.Clone(events), func(e record.Event) bool { return e.Subject.Kind != record.SubjectIncident })
	part := differs(workflow.Replay(decisions), h.world)
	c.replay.note(part != "", name+" "+part)
	c.commitments(h, events)
	c.wordings(h, events)
	c.stated(h, events)
	c.filers(h, events)
}
