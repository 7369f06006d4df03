package frontend

import (
	"context"
	"io"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// DeskDeps is what the pages of signed-in people stand on besides Deps.
type DeskDeps struct {
	Organisation Organisation
	// Rules keeps the rulebook in force and the older ones that duties are pinned to.
	Rules    *workflow.Rulebooks
	Evidence EvidenceOpener
	Health   Health
	// Traces may be nil: then no case has a trace.
	Traces Traces
	// Packs are the rule packs that count; nil for those of the program.
	Packs func() *assess.Shelf
	// PackDesk may be nil: then no pack can be adopted.
	PackDesk PackDesk
	// Floods may be nil: then no flood can be rejected in one act.
	Floods Floods
	// Samples may be nil: then no month is drawn.
	Samples Samples
	// Notices may be nil: then no notice can be marked as read.
	Notices Notices
}

// Organisation is the directory's two-person acts: OrgWorld of the store and Act of *workflow.OrgUseCases.
type Organisation interface {
	OrgWorld(ctx context.Context) (workflow.OrgWorld, error)
	Act(ctx context.Context, c workflow.OrgCommand) (record.ID, error)
}

// EvidenceOpener records that a file is read, and why, and then opens it for somebody who may read the case; for everybody else, and for a file of
// another case, it fails with record.ErrNotFound.
type EvidenceOpener interface {
	OpenEvidence(ctx context.Context, actor roles.Actor, reference string, id record.ID, purpose string) (name, mediaType string, body io.ReadCloser, err error)
}

// Health is the state of the running system, for its operators.
type Health interface {
	// Conditions are what /readyz answers, without any content of cases.
	Conditions(ctx context.Context) []Condition
	// ClockHeld reports whether deadlines wait for an operator because the database's time jumped.
	ClockHeld() (held bool, why string)
	// AcceptClock takes the time after a jump as the right one.
	AcceptClock(ctx context.Context, actor roles.Actor) error
}

// Condition is one thing that the running system needs.
type Condition struct {
	// Name is "database", "schema", "redis", "clock" or whatever else /readyz names.
	Name   string
	OK     bool
	Detail string
}

// Notices marks what somebody was told as read.
type Notices interface {
	MarkAllRead(ctx context.Context, actor roles.Actor) error
}
