package db

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

// writes are the rows of several changes, table by table.
type writes struct {
	record.Change
	Org   []record.OrgChange
	Onces []onceAt
	held  bool // a claim holds the incidents already
}

// onceAt is an idempotency record and the time of its act, which decides
// whether an older record of the same key has expired.
type onceAt struct {
	record.Once
	at time.Time
}

func (w *writes) empty() bool {
	return len(w.Events) == 0 && len(w.Guards) == 0 && len(w.Timers) == 0 && len(w.Unset) == 0 && len(w.Onces) == 0 && len(w.Org) == 0
}

// newest is the time of the newest act.
func newest(events []record.Event) time.Time {
	var at time.Time
	for _, e := range events {
		if e.At.After(at) {
			at = e.At
		}
	}
	return at
}

func merge(changes []record.Change) *writes {
	w := &writes{}
	w.room(changes)
	for i := range changes {
		c := &changes[i]
		w.Guards = append(w.Guards, c.Guards...)
		w.Events = append(w.Events, c.Events...)
		w.Incidents = append(w.Incidents, c.Incidents...)
		w.Duties = append(w.Duties, c.Duties...)
		w.Timers = append(w.Timers, c.Timers...)
		w.Unset = append(w.Unset, c.Unset...)
		w.Proposals = append(w.Proposals, c.Proposals...)
		w.Transfers = append(w.Transfers, c.Transfers...)
		w.Tasks = append(w.Tasks, c.Tasks...)
		w.Services = append(w.Services, c.Services...)
		w.Reports = append(w.Reports, c.Reports...)
		w.Texts = append(w.Texts, c.Texts...)
		w.Parties = append(w.Parties, c.Parties...)
		w.Messages = append(w.Messages, c.Messages...)
		w.Appeals = append(w.Appeals, c.Appeals...)
		w.Merges = append(w.Merges, c.Merges...)
		w.Ratings = append(w.Ratings, c.Ratings...)
		w.Withdrawn = append(w.Withdrawn, c.Withdrawn...)
		w.Evidence = append(w.Evidence, c.Evidence...)
		w.Notices = append(w.Notices, c.Notices...)
		w.Public = append(w.Public, c.Public...)
		w.Versions = append(w.Versions, c.Versions...)
		w.Readings = append(w.Readings, c.Readings...)
		w.Findings = append(w.Findings, c.Findings...)
		w.Overrides = append(w.Overrides, c.Overrides...)
		w.Signed = append(w.Signed, c.Signed...)
		w.Draws = append(w.Draws, c.Draws...)
		w.keep(c)
	}
	return w
}

// room makes room for what every act on a case writes: grown row by row, a batch
// would take several times the memory.
func (w *writes) room(changes []record.Change) {
	var guards, events, incidents, duties int
	for i := range changes {
		c := &changes[i]
		guards, events, incidents, duties = guards+len(c.Guards), events+len(c.Events), incidents+len(c.Incidents), duties+len(c.Duties)
	}
	w.Guards, w.Events = make([]record.Guard, 0, guards), make([]record.Event, 0, events)
	w.Incidents, w.Duties = make([]record.Incident, 0, incidents), make([]record.Duty, 0, duties)
}

func (w *writes) keep(c *record.Change) {
	if c.Org != nil {
		w.Org = append(w.Org, *c.Org)
	}
	if c.Once != nil {
		w.Onces = append(w.Onces, onceAt{*c.Once, newest(c.Events)})
	}
}

// batch queues one statement for each table that has rows. Guards come before
// events, so that a stream's events enter pending in the order of its versions;
// the idempotency key comes first, so that a second request with the same key
// waits for the first and then writes nothing.
func (w *writes) batch() *pgx.Batch {
	b := &pgx.Batch{}
	w.queueOnce(b)
	w.queueIncidents(b)
	w.queueStreams(b)
	w.queueParties(b)
	w.queueDuties(b)
	w.queueProposals(b)
	w.queueTasks(b)
	w.queueServices(b)
	w.queueTimers(b)
	w.queueReports(b)
	w.queueMessages(b)
	w.queueFindings(b)
	w.queueFilers(b)
	w.queueMerges(b)
	w.queueSigned(b)
	w.queueDraws(b)
	w.queuePublic(b)
	w.queueOrg(b)
	w.queueEvents(b)
	w.queueGone(b)
	return b
}

// queue adds a statement unless it has no rows to write.
func queue(b *pgx.Batch, rows int, sql string, args ...any) {
	if rows > 0 {
		b.Queue(sql, args...)
	}
}

// guards of the incidents or of the other streams, split into those that must
// not exist yet and those that must stand at a version.
func (w *writes) guards(incident bool) (opening, moving []record.Guard) {
	for _, g := range w.Guards {
		switch {
		case (g.Subject.Kind == record.SubjectIncident) != incident:
		case g.Expect == 0:
			opening = append(opening, g)
		default:
			moving = append(moving, g)
		}
	}
	return opening, moving
}

func guardID(g *record.Guard) uuid.UUID { return g.Subject.ID }
func guardKind(g *record.Guard) string  { return string(g.Subject.Kind) }
func guardExpect(g *record.Guard) int64 { return g.Expect }
func guardNext(g *record.Guard) int64   { return g.Next }
