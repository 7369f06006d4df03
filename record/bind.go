package record

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"gongzhi/roles"
)

// RowHash commits an event to a row that cannot be worked out from its facts.
type RowHash struct {
	Table string `json:"t"`
	Key   string `json:"k"`
	Hash  []byte `json:"h,omitempty"` // HMAC-SHA256 under the event's salt; none says that the row is gone
}

// Row is a row beside the events: whose stream commits to it, and its content.
type Row struct {
	Table   string
	Key     string
	Subject ID // the case; zero for the organisation
	Value   any
}

// Hash commits to the row under an event's salt.
func (r Row) Hash(salt []byte) ([]byte, error) {
	b, err := json.Marshal(r.Value)
	if err != nil {
		return nil, fmt.Errorf("record: row of %s: %w", r.Table, err)
	}
	return HashContent(salt, r.Table+"\x00"+r.Key+"\x00"+string(b)), nil
}

// Bind commits the change's events to the rows written beside them, so that
// whoever changes such a row later is found out: each to the last event of its
// own case. Doing it twice changes nothing.
func Bind(c Change) (Change, error) {
	rows := c.Beside()
	if len(rows) == 0 || len(c.Events) == 0 {
		return c, nil
	}
	c.Events = slices.Clone(c.Events)
	touched := map[int]bool{}
	for _, r := range rows {
		at := lastOf(c.Events, r.Subject)
		e := &c.Events[at]
		if !touched[at] {
			touched[at], e.Facts.Rows = true, nil
		}
		hash, err := r.Hash(e.Salt)
		if err != nil {
			return Change{}, err
		}
		e.Facts.Rows = append(e.Facts.Rows, RowHash{r.Table, r.Key, hash})
	}
	for at := range touched {
		var err error
		if c.Events[at].Canonical, err = Canonicalize(c.Events[at]); err != nil {
			return Change{}, err
		}
	}
	return c, nil
}

func lastOf(events []Event, subject ID) int {
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Subject.ID == subject {
			return i
		}
	}
	return len(events) - 1
}

// Beside lists the change's rows that its events' facts do not give.
func (c Change) Beside() []Row {
	rows := slices.Concat(each(c.Reports, ReportRow), each(c.Parties, RespondentRow), each(c.Messages, MessageRow),
		each(c.Evidence, EvidenceRow), each(c.Readings, ReadingRow), each(c.Public, PublicationRow), each(c.Versions, VersionRow),
		each(c.Findings, FindingRow), each(c.Overrides, OverrideRow), each(c.Signed, SignatureRow), each(c.Services, ServiceRow), each(c.Draws, DrawRow))
	for _, t := range c.Texts {
		if !committed(c.Events, t) {
			rows = append(rows, TextRow(t))
		}
	}
	if c.Org != nil {
		rows = append(rows, each(c.Org.Invitations, InvitationRow)...)
		if len(c.Org.Invitations) == 0 { // an admission is a case's; the organisation's stream commits to it by itself
			rows = append(rows, each(c.Org.Organizations, AssociationRow)...)
		}
		rows = slices.Concat(rows, each(c.Org.Holdings, HoldingRow), each(c.Org.Leaves, LeaveRow), each(c.Org.Ties, TieRow), each(c.Org.Bodies, BodyRow),
			each(c.Org.Proposals, OrgProposalRow))
	}
	return rows
}

func each[T any](list []T, row func(T) Row) []Row {
	rows := make([]Row, len(list))
	for i, x := range list {
		rows[i] = row(x)
	}
	return rows
}

// committed reports whether an event commits to the text by its content hash.
func committed(events []Event, t Text) bool {
	return slices.ContainsFunc(events, func(e Event) bool {
		return e.Subject.ID == t.Incident && slices.ContainsFunc(e.Facts.Content, func(h ContentHash) bool { return h.Field == t.Field })
	})
}

// ReportRow is a report as its case's events commit to it.
func ReportRow(r Report) Row {
	r.Receipt, r.Identity, r.Contact, r.At = some(r.Receipt), some(r.Identity), some(r.Contact), micro(r.At)
	return Row{"report", r.ID.String(), r.Incident, r}
}

// TextRow is a wording to which no content hash commits.
func TextRow(t Text) Row {
	t.Salt, t.At = some(t.Salt), micro(t.At)
	return Row{"incident_text", t.Field, t.Incident, t}
}

// RespondentRow is an accused party.
func RespondentRow(r Respondent) Row {
	r.SealedName = some(r.SealedName)
	return Row{"respondent", r.ID.String(), r.Incident, r}
}

// MessageRow is a sealed message.
func MessageRow(m Message) Row {
	m.Sealed, m.At = some(m.Sealed), micro(m.At)
	return Row{"message", m.ID.String(), m.Incident, m}
}

// EvidenceRow is a file's row; its hash commits to the file.
func EvidenceRow(e Evidence) Row {
	e.Name, e.Hash, e.At = some(e.Name), some(e.Hash), micro(e.At)
	return Row{"evidence", e.ID.String(), e.Incident, e}
}

// ReadingRow is a recorded reading.
func ReadingRow(r Reading) Row {
	r.At = micro(r.At)
	return Row{"reading", r.ID.String(), r.Incident, r}
}

// PublicationRow is where the public track stands.
func PublicationRow(p Publication) Row {
	p.PublishedAt, p.ChangedAt = maybeMicro(p.PublishedAt), micro(p.ChangedAt)
	return Row{"publication", p.Incident.String(), p.Incident, p}
}

// VersionRow is a wording of a public page.
func VersionRow(v PublicVersion) Row {
	v.ProposedAt, v.ClearedAt = micro(v.ProposedAt), maybeMicro(v.ClearedAt)
	if len(v.Parties) == 0 {
		v.Parties = nil
	}
	return Row{"publication_version", v.Incident.String() + "/" + strconv.Itoa(v.Number), v.Incident, v}
}

// FindingRow is what a rule pack said.
func FindingRow(f Finding) Row {
	f.Facts, f.Body, f.Salt, f.At = some(f.Facts), some(f.Body), some(f.Salt), micro(f.At)
	return Row{"finding", f.ID.String(), f.Incident, f}
}

// ServiceRow is a respondent's door as its case's events commit to it.
func ServiceRow(s Service) Row {
	s.At = micro(s.At)
	return Row{Table: "service", Key: s.ID.String(), Subject: s.Incident, Value: s}
}

// OverrideRow is a named person's judgment beside a finding.
func OverrideRow(o Override) Row {
	o.At = micro(o.At)
	return Row{"finding_override", o.ID.String(), o.Incident, o}
}

// SignatureRow is an organization's under an opinion.
func SignatureRow(s Signature) Row {
	s.At = micro(s.At)
	return Row{"cosignature", s.Incident.String() + "/" + s.Organization.String(), s.Incident, s}
}

// InvitationRow is whom the first account of an admitted organization is for.
func InvitationRow(i Invitation) Row {
	i.ExpiresAt = micro(i.ExpiresAt)
	return Row{"invitation", i.Report.String(), i.Incident, i}
}

// HoldingRow is somebody's time in a post.
func HoldingRow(h roles.Holding) Row {
	h.From, h.To = micro(h.From), maybeMicro(h.To)
	return Row{Table: "holding", Key: h.ID.String(), Value: h}
}

// AssociationRow is a social organization or a medium.
func AssociationRow(b roles.Association) Row {
	b.Suspended, b.Ended = maybeMicro(b.Suspended), maybeMicro(b.Ended)
	return Row{Table: "organization", Key: b.ID.String(), Value: b}
}

// LeaveRow is a time of absence.
func LeaveRow(l roles.Leave) Row {
	l.From, l.To = micro(l.From), maybeMicro(l.To)
	return Row{Table: "leave", Key: l.ID.String(), Value: l}
}

// TieRow is a declared tie.
func TieRow(t roles.Tie) Row {
	t.From, t.To = micro(t.From), maybeMicro(t.To)
	return Row{Table: "tie", Key: t.ID.String(), Value: t}
}

// OrgProposalRow is an act on the organisation that waits or was decided.
func OrgProposalRow(p OrgProposal) Row {
	p.At = micro(p.At)
	return Row{Table: "org_proposal", Key: p.ID.String(), Value: p}
}

// some makes no bytes and an empty slice the same.
func some(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

// micro is a time as the database keeps it.
func micro(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func maybeMicro(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	m := micro(*t)
	return &m
}
