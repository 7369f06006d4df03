package frontend

import (
	"context"
	"errors"
	"io"
)

// The pages ask for what they show and do through these interfaces; cmd/gongzhi wires them to the domain.

// Errors that a port may return. Anything else is logged whole and shown as an internal error.
var (
	// ErrNotFound is also returned to whoever may not know that the thing exists.
	ErrNotFound = errors.New("not found")
	// ErrConflict means that the case moved on since the page was shown.
	ErrConflict = errors.New("changed meanwhile")
	// ErrTooMany means that a limit was reached; the answer is to wait.
	ErrTooMany = errors.New("too many requests")
)

// Refused is an act or a filing that the domain refused, field by field.
type Refused struct {
	Problems []Problem
}

// Error names the fields, never their values.
func (r Refused) Error() string {
	text := "refused:"
	for _, p := range r.Problems {
		text += " " + p.Field
	}
	return text
}

// Public reads what is published.
type Public interface {
	Home(ctx context.Context) (HomePage, error)
	Incidents(ctx context.Context, search Search) (IncidentsPage, error)
	Incident(ctx context.Context, reference string) (IncidentPage, error)
	Notices(ctx context.Context, cursor string) (NoticesPage, error)
}

// Search is what the public list is filtered by; empty fields filter nothing.
type Search struct {
	Words, Violation, Sector, Region, Status, Year, Cursor string
}

// Drafts keeps unfinished reports, sealed, under a random code. Load returns ErrNotFound for an expired one.
type Drafts interface {
	New(ctx context.Context) (id string, err error)
	Load(ctx context.Context, id string) ([]byte, error)
	Save(ctx context.Context, id string, draft []byte) error
	// Attach checks, cleans and seals a file; Refused says why not, on the field "files".
	Attach(ctx context.Context, id, name string, content io.Reader) (DraftFile, error)
	Detach(ctx context.Context, id, file string) error
}

// Filings files a finished draft. The same key files once and gives the same receipt again.
type Filings interface {
	File(ctx context.Context, key string, filing Filing) (Filed, error)
}

// Filed is what the filer gets.
type Filed struct {
	Reference, Receipt string
	Next               []NextStep
	Advice             []Text
}

// Tracking is the filer's door; every method takes the receipt and returns ErrNotFound for a wrong one.
type Tracking interface {
	Case(ctx context.Context, receipt string) (TrackCasePage, error)
	Answer(ctx context.Context, receipt, question, answer string) error
	Add(ctx context.Context, receipt, name string, content io.Reader) error
}

// Desk is what signed-in people see and do. The actor is in the context; whoever may not know gets ErrNotFound.
type Desk interface {
	Queue(ctx context.Context, view, cursor string) (QueuePage, error)
	Case(ctx context.Context, reference string) (CasePage, error)
	Overview(ctx context.Context) (OverviewPage, error)
	Rules(ctx context.Context) (RulesPage, error)
	Home(ctx context.Context) (DeskHomePage, error)
	Inbox(ctx context.Context, cursor string) (InboxPage, error)
	Act(ctx context.Context, act CaseAct) (Banner, error)
}

// CaseAct is a form sent from the case page.
type CaseAct struct {
	Reference string
	// Version is what the page showed; ErrConflict when the case has another by now.
	Version int64
	Action  string
	// Proposal is the proposal answered, when Action is "confirm" or "refuse".
	Proposal string
	Fields   map[string]string
}
