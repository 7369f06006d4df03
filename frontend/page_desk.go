package frontend

import "time"

// QueuePage is a worker's list of duties.
type QueuePage struct {
	Tabs  []Tab
	Rows  []QueueRow
	Pager Pager
	Done  *Banner
}

// Tab is one view of the queue with its count.
type Tab struct {
	Label   Text
	URL     string
	Count   int64
	Current bool
}

// QueueRow is a duty in the queue.
type QueueRow struct {
	Reference string
	Title     string
	Matter    Text // what is answered for, where it is no incident
	Stage     Text
	// Level is 0 for the first holder and rises by one with each miss.
	Level  int
	Holder Text
	Due    time.Time
	// Left is the time until Due, negative when overdue; meaningless while Paused.
	Left        time.Duration
	Paused      bool
	Lead        bool
	Provisional bool
}

// Tone colours the time left; the words say the same. The last day is warm, overdue is bad.
func (r QueueRow) Tone() string { return tone(r.Left, r.Paused) }

func tone(left time.Duration, paused bool) string {
	switch {
	case paused:
		return "calm"
	case left < 0:
		return "bad"
	case left < 24*time.Hour:
		return "warm"
	}
	return ""
}

// Template is "queue".
func (QueuePage) Template() string { return "queue" }

// Title names the queue.
func (QueuePage) Title() Text { return K("worker.queue_title") }

// CasesPage is every case that a worker may see, filtered.
type CasesPage struct {
	Query   string
	Error   Text
	Filters []*Choice
	// Filtered says that not everything is shown.
	Filtered bool
	Cards    []CaseCard
	// Period says how far back a search looked that did not look at everything.
	Period *SearchPeriod
	Pager  Pager
}

// CaseCard is one case in a worker's list.
type CaseCard struct {
	Reference string
	Title     string
	Status    Tag
	Facts     []Text
	// Next is the lead duty, nil when the case is closed.
	Next *QueueRow
}

// Template is "cases".
func (CasesPage) Template() string { return "cases" }

// Title names the list.
func (CasesPage) Title() Text { return K("worker.cases_title") }

// Problems are shown on top.
func (p CasesPage) Problems() []Problem {
	if p.Error == nil {
		return nil
	}
	return []Problem{{Field: "q", Says: p.Error}}
}

// OverviewPage is the leader's: who missed what, what is late now, and how old the backlog is.
type OverviewPage struct {
	Figures []Figure
	Missed  []MissedRow
	Backlog []Bar
	Stages  []Bar
}

// Figure is a number with its name; Bad marks one that should be zero.
type Figure struct {
	Label Text
	Value int64
	Bad   bool
}

// MissedRow counts the duties of a person in a post.
type MissedRow struct {
	Post, Agency Text
	Person       string
	Via          Text
	Missed       int64
	InTime       int64
	Live, Late   int64
	// Percent of ended duties that were missed, 0 to 100; Share says it with its denominator.
	Percent int
	Share   Text
}

// Bar is a number with its share of the largest, in percent.
type Bar struct {
	Label   Text
	N       int64
	Percent int
}

// Template is "overview".
func (OverviewPage) Template() string { return "overview" }

// Title names the overview.
func (OverviewPage) Title() Text { return K("worker.overview_title") }

// RulesPage shows every time limit with its ladder, its law and how certain that is.
type RulesPage struct {
	Version string
	Demo    bool
	Rules   []RuleRow
	Grounds []RuleRow
}

// RuleRow is one duty rule, or one ground for a pause.
type RuleRow struct {
	Name      string
	Stage     Text
	Limit     Text
	Ladder    []Text
	Basis     Text
	URL       string
	Note      Text
	Certainty Tag
}

// Template is "rules".
func (RulesPage) Template() string { return "rules" }

// Title names the rules.
func (RulesPage) Title() Text { return K("worker.rules_title") }

// InboxPage lists what the system told a person.
type InboxPage struct {
	Items []InboxItem
	// MayMark offers to mark all as read.
	MayMark bool
	// NoMail says once that notices go out by no e-mail.
	NoMail bool
	Done   *Banner
	Pager  Pager
}

// InboxItem is one notice.
type InboxItem struct {
	Says   Text
	URL    string
	Ref    string
	When   Text
	Unread bool
	// Mail says what became of the e-mail.
	Mail Tag
}

// Template is "inbox".
func (InboxPage) Template() string { return "inbox" }

// Title names the inbox.
func (InboxPage) Title() Text { return K("common.work_inbox") }
