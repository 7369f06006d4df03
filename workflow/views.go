package workflow

import (
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Page is a keyset page: Next is empty on the last.
type Page[T any] struct {
	Items []T
	Next  string
	// Since is the day back to which a search looked, where it did not look at
	// all there is; Next leads on to what is older. Empty: nothing was left out.
	Since record.Date
}

// Count is how many rows a list has over all its pages. A search counts within
// the period of its first page, since a day.
type Count struct {
	N     int64 // exact up to MostCounted; one more stands for more
	Since record.Date
}

// MostCounted bounds what is counted: to count a million takes as long as to
// read them.
const MostCounted = 1000

// Who names an answerable person with post and agency, in both languages.
type Who struct {
	Person string
	Post   roles.Text
	Agency roles.Text
	Via    roles.Via
}

// DutyView is one clock: who, what, by when, under which rule.
type DutyView struct {
	Chain         record.ID
	Incident      record.ID
	Reference     string
	Title         string
	Kind          string
	Lead          bool
	Level         int
	State         record.DutyState
	Who           Who
	PostID        roles.ID
	Rule          string
	RuleVersion   string
	Provisional   bool
	OpenedAt      time.Time
	DueAt         time.Time
	PausedAt      *time.Time
	Ground        string
	EndedAt       *time.Time
	EndedBy       string // name
	IncidentState record.State
	Matter        record.Matter
}

// IncidentCard is a row of a worker's list.
type IncidentCard struct {
	Reference  string
	Title      string
	State      record.State
	Agency     roles.Text
	Region     string
	Sector     string
	Violation  string
	Origin     string
	ReceivedOn record.Date
	ChangedAt  time.Time
	Version    int64
	Matter     record.Matter
	Lead       *DutyView
}

// IncidentQuery filters a worker's list. Text is the search grammar of package search.
type IncidentQuery struct {
	Matter                                 record.Matter // empty: incidents
	Text, State, Region, Sector, Violation string
	Cursor                                 string
	Limit                                  int
}

// DutyQuery filters the queue. Holder is "me", "unassigned" or "" for all the
// actor may see; Due is "", "today" or "overdue"; State is "" for live.
type DutyQuery struct {
	State, Holder, Due, Kind string
	Cursor                   string
	Limit                    int
}

// QueueCounts are the numbers on the queue's tabs, as of now.
type QueueCounts struct {
	Mine, Unassigned, Today, Overdue int64
}

// CaseView is an incident as somebody inside sees it.
type CaseView struct {
	Incident    record.Incident
	AgencyName  roles.Text
	Title       string
	Narrative   string
	Respondents []RespondentView
	Reports     []ReportView
	Signers     []roles.Text // organizations that signed an opinion beside its filer
	Duties      []DutyView   // all, newest first
	Timeline    []TimelineEntry
	Messages    []MessageView
	Proposals   []ProposalView
	Transfer    *TransferView
	Tasks       []TaskView // open ones
	DecidedBy   roles.ID   // the agency whose decision is under review
	MergedInto  string     // reference of the case that this one became part of
	Merged      []MergedView
	Similar     []SimilarView // that may be the same matter, likeliest first, at most five
	Evidence    []EvidenceView
	Public      record.Publication
	Versions    []record.PublicVersion
	Readings    []ReadingView
	Findings    []FindingView // newest first
	Actions     []Action      // what this actor may do now
	May         []roles.Permission
}

// MergedView is a case that became part of another.
type MergedView struct {
	Reference string
	At        time.Time
}

// SimilarView is another case that the reader sees too and that may be the same
// matter.
type SimilarView struct {
	Reference  string
	Title      string
	State      record.State
	ReceivedAt time.Time
	Alike      float64 // share of common runs of three characters, 0 to 1
	Words      bool    // because it tells nearly the same
	Accused    bool    // because it accuses the same, of the same kind of data, within half a year
	Mergeable  bool    // by stage and agency
}

// RespondentView is an accused party; Sealed when the name needs a reading.
type RespondentView struct {
	ID                           record.ID
	Kind, Role, Name, CreditCode string
	Sealed                       bool
}

// ReportView is a report without its sealed fields.
type ReportView struct {
	ID           record.ID
	FilerKind    string
	Organization string
	FiledOn      record.Date
	OnBehalf     string
	Narrative    string // of one that joined the case
	HasIdentity  bool
	HasContact   bool
}

// TimelineEntry is one event as people read it.
type TimelineEntry struct {
	Seq   int64
	Kind  string
	At    time.Time
	Who   string // name, "system" or "" for a filer
	Facts record.Facts
	Text  string              // reason or wording, where it still exists
	Names map[roles.ID]string // names of posts, people and agencies in Facts
}

// MessageView is an opened message.
type MessageView struct {
	Kind   string
	Author string // name; empty for the filer
	Body   string
	At     time.Time
}

// ProposalView is an act that waits for its second person.
type ProposalView struct {
	ID         record.ID
	Action     Action
	Reason     string
	ProposedBy string
	At         time.Time
	DueAt      time.Time
	Mine       bool // the actor proposed it and cannot confirm it
}

// TransferView is an open offer.
type TransferView struct {
	From, To roles.Text
	State    string
	Reason   string
	At       time.Time
}

// EvidenceView is a sealed file's public side.
type EvidenceView struct {
	ID        record.ID
	Name      string
	MediaType string
	Size      int64
	At        time.Time
}

// ReadingView is a recorded opening of a sealed field, as the filer sees it.
type ReadingView struct {
	Reader  string
	Post    roles.Text
	Field   string
	Purpose string
	At      time.Time
}

// FindingView is a finding with whatever was put beside it.
type FindingView struct {
	ID           record.ID
	Kind         string
	Pack         string
	Version      string
	Jurisdiction string
	Day          record.Date
	Answer       string
	Facts        []byte
	Body         []byte
	By           string // name
	At           time.Time
	Overrides    []OverrideView // newest first
}

// PastFinding is a finding to be assessed again under another pack. Reference is
// empty where the reader does not see the case.
type PastFinding struct {
	ID                       record.ID
	Reference, Pack, Version string
	Facts                    []byte
}

// OverrideView is a named person's own judgment beside a finding.
type OverrideView struct {
	Answer, Reason, By string
	At                 time.Time
}

// TrackView is what the holder of a receipt sees. Dates, never times, for
// anonymous filers.
type TrackView struct {
	Reference  string
	Incident   record.ID
	Report     record.ID
	State      record.State
	FiledOn    record.Date
	ChangedOn  record.Date
	NextStep   string // kind of the live lead duty, empty when closed
	NextOffice Who    // by office; the person's name is shown as well: somebody answers
	DueOn      record.Date
	Level      int
	Paused     bool
	Ground     string
	Progress   []TrackStep
	Messages   []MessageView
	Readings   []ReadingView
	Evidence   int
	CanAnswer  bool
	Actions    []Action // what the filer may do now
	// AppealGrounds are those not used yet; AppealUntil the last day, empty
	// while there is no limit.
	AppealGrounds []string
	AppealUntil   record.Date
	Withdrawn     bool // the filer took the report back
	Matter        MatterView
}

// TrackStep is one public-safe line of progress.
type TrackStep struct {
	Kind   string
	On     record.Date
	Ground string // of a rejection, a closing, an appeal
	Reason string // of what ends or reviews a case: the filer is told why
	Result string // of the answer to an objection
	Files  int    // how many files came through the door at which it was objected
	Cases  int    // how many reports the act rejected together as a flood, 0 where it was none
}

// PublicCard is an incident in the public list and in feeds.
type PublicCard struct {
	Reference    string
	Title        string
	Summary      string
	State        record.State
	Public       record.PublicState
	Verification string
	Agency       roles.Text
	Region       string
	Sector       string
	Violation    string
	Persons      *int64
	OccurredOn   record.Date
	DiscoveredOn record.Date
	ReceivedOn   record.Date
	PublishedAt  time.Time
	ChangedAt    time.Time
	Credit       *record.Credit
	Number       int
}

// PublicProlonging says that a respondent got more time to rectify, why, and
// which two agencies agreed on it. The gate read the reason.
type PublicProlonging struct {
	On, Until record.Date
	Reason    string
	Agencies  []roles.Text
}

// PublicIncident is the page of a published incident.
type PublicIncident struct {
	PublicCard
	HTML      string // sanitised wording of an imported record, else empty
	Parties   []RespondentView
	Pieces    map[string]int64
	Outcome   *record.Outcome
	Versions  []PublicVersionView
	Note      string
	Prolonged []PublicProlonging // the time to rectify, in the order of the acts
	// MergedInto is the published case that this one became part of; a case that
	// is not public is not named.
	MergedInto string
}

// PublicVersionView is a line of the version history.
type PublicVersionView struct {
	Number int
	Note   string
	At     time.Time
}

// PublicQuery filters the public list and the feeds.
type PublicQuery struct {
	Text, State, Region, Sector, Violation string
	From, To                               record.Date // of publication
	Cursor                                 string
	Limit                                  int
}

// NoticeView is a fixed-form public notice.
type NoticeView struct {
	Reference string
	Agency    roles.Text
	Stage     record.State
	Level     int
	DaysLate  int
	At        time.Time
}

// Totals are kept counters for the public home page.
type Totals struct {
	Published, Open, Historical, Notices int64
	Position                             int64 // of the log the counters stand at
}

// Overview is the leader's page: missed duties by post and person, the age of
// the backlog.
type Overview struct {
	Missed  []MissedRow
	Backlog []BacklogRow
	ByState map[record.State]int64
}

// MissedRow counts duties missed by a person in a post.
type MissedRow struct {
	Who    Who
	Missed int64
	OnTime int64
	Live   int64
	Late   int64 // live and overdue now
}

// BacklogRow counts open incidents by age in days.
type BacklogRow struct {
	Bucket string // "0-7", "8-30", "31-90", "91+"
	N      int64
}

// InboxItem is an in-app notice to a person. At is nil of what a filer may have
// caused: an anonymous one acted then, and only the day is told.
type InboxItem struct {
	ID        record.ID
	Kind      string
	Reference string
	Level     int
	On        record.Date
	At        *time.Time
	ReadAt    *time.Time
	Mail      string // sent, pending, not_configured, failed, dead
}
