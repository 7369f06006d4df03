package db

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

// What lies beside the events of some cases, in the order of the fields of the
// record types.
const (
	allReports = `SELECT id, incident_id, receipt, filer_kind, filer, organization_id, identity, contact, on_behalf,
	coalesce(filed_on::text, ''), at, lang FROM report WHERE incident_id = ANY ($1::uuid[])`
	allRespondents  = `SELECT id, incident_id, kind, role, name, sealed_name, credit_code, agency_id FROM respondent WHERE incident_id = ANY ($1::uuid[])`
	allMessages     = `SELECT id, incident_id, report_id, kind, author, sealed, at FROM message WHERE incident_id = ANY ($1::uuid[])`
	allEvidence     = `SELECT id, incident_id, report_id, name, media_type, size, hash, at FROM evidence WHERE incident_id = ANY ($1::uuid[])`
	allReadings     = `SELECT id, incident_id, report_id, field, reader, purpose, at FROM reading WHERE incident_id = ANY ($1::uuid[])`
	allPublications = `SELECT incident_id, version, state, number, pending, published_at, changed_at FROM publication WHERE incident_id = ANY ($1::uuid[])`
	allVersions     = `SELECT incident_id, number, title, summary, html, verification, kept, proposer, clearer, note, proposed_at, cleared_at,
	parties, outcome, answer FROM publication_version WHERE incident_id = ANY ($1::uuid[])`
	allFindings  = `SELECT id, incident_id, kind, pack, version, jurisdiction, day::text, answer, facts, body, salt, made_by, at FROM finding WHERE incident_id = ANY ($1::uuid[])`
	allSigned    = `SELECT incident_id, organization_id, person_id, at FROM cosignature WHERE incident_id = ANY ($1::uuid[])`
	allInvited   = `SELECT incident_id, report_id, organization_id, expires_at FROM invitation WHERE incident_id = ANY ($1::uuid[])`
	allOverrides = `SELECT id, finding_id, incident_id, answer, made_by, at FROM finding_override WHERE incident_id = ANY ($1::uuid[])`
	allServices  = `SELECT id, incident_id, respondent_id, code, at FROM service WHERE incident_id = ANY ($1::uuid[])`
	allTexts     = `SELECT incident_id, field, coalesce(body, ''), salt, at FROM incident_text WHERE incident_id = ANY ($1::uuid[])`
	allNotices   = `SELECT id, reference, incident_id, agency_id, stage, level, days_late, at FROM public_notice WHERE incident_id = ANY ($1::uuid[])`
)

// queueBeside loads the rows to which events commit by hash.
func queueBeside(b *pgx.Batch, of []uuid.UUID, held map[uuid.UUID]*heldCase) {
	beside(b, allReports, of, held, record.ReportRow)
	beside(b, allRespondents, of, held, record.RespondentRow)
	beside(b, allMessages, of, held, record.MessageRow)
	beside(b, allEvidence, of, held, record.EvidenceRow)
	beside(b, allPublications, of, held, record.PublicationRow)
	beside(b, allFindings, of, held, record.FindingRow)
	beside(b, allOverrides, of, held, record.OverrideRow)
	beside(b, allSigned, of, held, record.SignatureRow)
	beside(b, allInvited, of, held, record.InvitationRow)
	beside(b, allServices, of, held, record.ServiceRow)
	beside(b, allVersions, of, held, record.VersionRow)
	beside(b, allReadings, of, held, func(r record.Reading) record.Row {
		held[r.Incident].readings = append(held[r.Incident].readings, r)
		return record.ReadingRow(r)
	})
}

func beside[T any](b *pgx.Batch, sql string, of []uuid.UUID, held map[uuid.UUID]*heldCase, row func(T) record.Row) {
	collect(b, sql, of, func(x T) error {
		r := row(x)
		held[r.Subject].rows = append(held[r.Subject].rows, r)
		return nil
	})
}

// commitment is the newest that events say of a row.
type commitment struct {
	hash, salt []byte
	final      bool // by an erasure, after which the row is not written again
}

// committedTo gathers the newest commitments of a stream's events by row.
func committedTo(events []record.Event) map[string]commitment {
	newest := map[string]commitment{}
	for _, e := range events {
		for _, r := range e.Facts.Rows {
			key := r.Table + " " + r.Key
			if !newest[key].final {
				newest[key] = commitment{r.Hash, e.Salt, e.Facts.Erasure != nil}
			}
		}
	}
	return newest
}

// compare notes every row that is not as committed, that no event commits to,
// or that is gone.
func (f *Finding) compare(subject string, rows []record.Row, newest map[string]commitment) {
	for _, r := range rows {
		key := r.Table + " " + r.Key
		c, known := newest[key]
		delete(newest, key)
		hash, err := r.Hash(c.salt)
		f.note(!known || err != nil || len(c.salt) == 0 || !bytes.Equal(hash, c.hash), subject+" "+key)
	}
	gone := ""
	for key, c := range newest {
		if len(c.hash) > 0 && (gone == "" || key < gone) {
			gone = key
		}
	}
	if gone != "" {
		f.note(true, subject+" "+gone+" is gone")
	}
}

func (c *caseChecks) commitments(h *heldCase, events []record.Event) {
	rows := h.rows
	worded := contentOf(events)
	for _, t := range h.texts {
		if _, byContent := worded[t.Field]; !byContent {
			rows = append(rows, record.TextRow(t))
		}
	}
	c.beside.compare(h.world.Incident.Reference, rows, committedTo(events))
}

// said is the newest commitment to a wording.
type said struct {
	hash  []byte
	event record.Event
	final bool
}

// contentOf gathers the newest commitments to wordings that lie in
// incident_text. The wording of a public version lies in its own row.
func contentOf(events []record.Event) map[string]said {
	newest := map[string]said{}
	for _, e := range events {
		for _, x := range e.Facts.Content {
			if !slices.Contains(record.RowContent, x.Field) && !newest[x.Field].final {
				newest[x.Field] = said{x.Hash, e, e.Facts.Erasure != nil}
			}
		}
	}
	return newest
}

// wordings compares texts with their hashes; an erased one is empty, and so is
// its salt.
func (c *caseChecks) wordings(h *heldCase, events []record.Event) {
	want := contentOf(events)
	for _, t := range h.texts {
		s, known := want[t.Field]
		if !known {
			continue // its row is committed to as a whole
		}
		delete(want, t.Field)
		broken := !bytes.Equal(record.HashContent(t.Salt, t.Body), s.hash) || !t.At.Equal(s.event.At)
		if len(s.hash) == 0 {
			broken = t.Body != "" || len(t.Salt) != 0
		}
		c.texts.note(broken, h.world.Incident.Reference+" "+t.Field)
	}
	for field, s := range want {
		if len(s.hash) > 0 {
			c.texts.note(true, h.world.Incident.Reference+" "+field+" is gone")
		}
	}
}

// stated compares what events state in full: transfers, notices, readings.
func (c *caseChecks) stated(h *heldCase, events []record.Event) {
	name := h.world.Incident.Reference
	var transfers []record.Transfer
	var notices []record.PublicNotice
	var readings []string
	erased := map[record.ID]bool{}
	for _, e := range events {
		if t := e.Facts.Transfer; t != nil {
			transfers = slices.DeleteFunc(transfers, func(x record.Transfer) bool { return x.ID == t.ID })
			transfers = append(transfers, *t)
		}
		if n := e.Facts.Notice; n != nil {
			notices = append(notices, *n)
		}
		if r := e.Facts.Reading; r != nil {
			readings = append(readings, readingKey(record.Reading{ID: r.Reading, Report: r.Report, Field: r.Field, Reader: e.Actor.Person, At: e.At}))
		}
		if e.Facts.Erasure != nil {
			for _, id := range e.Facts.Erasure.Salts {
				erased[id] = true
			}
		}
	}
	c.transfers.note(!sameRows(transfers, h.transfers, func(t record.Transfer) string { return t.ID.String() }), name)
	c.notices.note(!sameRows(notices, h.notices, func(n record.PublicNotice) string { return n.ID.String() }), name)
	held := make([]string, len(h.readings))
	for i, r := range h.readings {
		held[i] = readingKey(r)
	}
	slices.Sort(held)
	slices.Sort(readings)
	c.readings.note(!slices.Equal(held, readings), name)
	for _, e := range events {
		c.erased.note(len(e.Salt) == 0 && !erased[e.ID], name+" "+e.ID.String())
	}
}

// readingKey is a reading without its purpose, to which its row commits.
func readingKey(r record.Reading) string {
	r.Incident, r.Purpose, r.At = record.ID{}, "", r.At.UTC()
	b, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	return string(b)
}

// sameRows reports whether two lists hold the same rows, in whatever order.
func sameRows[T any](a, b []T, key func(T) string) bool {
	order := func(x, y T) int { return cmp.Compare(key(x), key(y)) }
	slices.SortFunc(a, order)
	slices.SortFunc(b, order)
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && len(a) == len(b) && (len(a) == 0 || bytes.Equal(x, y))
}
