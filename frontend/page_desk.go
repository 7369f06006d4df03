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
	Stage     Text
	// Level is 0 for the first holder and rises by one with each miss.
	Level  int
	Holder string
	Due    time.Time
	// Left is the time until Due, negative when overdue; meaningless while Paused.
	Left   time.Duration
	Paused bool
	Lead   bool
}

// Tone colours the time left; the words say the same. The last hour is warm, overdue is bad.
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

// OverviewPage is the leader's: who missed what, and how old the backlog is.
type OverviewPage struct {
	Agency  string
	Figures []Figure
	Missed  []MissedRow
	Backlog []BacklogRow
	Explain []QueueRow
}

// Figure is a number with its name; Bad marks one that should be zero.
type Figure struct {
	Label Text
	Value int64
	Bad   bool
}

// MissedRow counts the missed duties of a post and of the person who answered for it then.
type MissedRow struct {
	Post, Person      string
	Missed, Discharge int64
	Longest           time.Duration
}

// BacklogRow counts open incidents by stage and age.
type BacklogRow struct {
	Stage                       Text
	Week, Month, Quarter, Older int64
}

// Template is "overview".
func (OverviewPage) Template() string { return "overview" }

// Title names the overview.
func (OverviewPage) Title() Text { return K("worker.overview_title") }

// RulesPage shows every time limit with its ladder, its law and how certain that is.
type RulesPage struct {
	Version string
	Rules   []RuleRow
}

// RuleRow is one duty rule.
type RuleRow struct {
	Name      string
	Stage     Text
	Opens     Text
	Limit     Text
	Calendar  Text
	Ladder    []Text
	Basis     string
	Certainty Tag
}

// Template is "rules".
func (RulesPage) Template() string { return "rules" }

// Title names the rules.
func (RulesPage) Title() Text { return K("worker.rules_title") }

// DeskHomePage is the home of an organization or a medium: what it filed or asked, and what it may do.
type DeskHomePage struct {
	// Kind is "organization", "media" or "citizen".
	Kind    string
	Name    string
	Filed   []FiledRow
	Cards   []Card
	Pending Text
}

// FiledRow is one's own report, opinion or inquiry.
type FiledRow struct {
	Reference string
	Title     string
	Status    Tag
	Next      Text
	Filed     Text
}

// Template is "desk-home".
func (DeskHomePage) Template() string { return "desk-home" }

// Title names the home by its kind.
func (p DeskHomePage) Title() Text {
	if p.Kind == "" {
		return K("worker.home_citizen")
	}
	return K("worker.home_" + p.Kind)
}

// Lead says what one can do here.
func (p DeskHomePage) Lead() Text {
	if p.Kind == "" {
		return nil
	}
	return K("worker.lead_" + p.Kind)
}

// InboxPage lists what the system told a person.
type InboxPage struct {
	Items []InboxItem
	Pager Pager
}

// InboxItem is one notice.
type InboxItem struct {
	Says   Text
	URL    string
	When   Text
	Unread bool
}

// Template is "inbox".
func (InboxPage) Template() string { return "inbox" }

// Title names the inbox.
func (InboxPage) Title() Text { return K("common.work_inbox") }
