package api

import (
	"context"
	"io"
	"time"

	"gongzhi/accounts"
	"gongzhi/answerability"
	"gongzhi/assess"
	"gongzhi/ledger"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Cases are the acts on cases; *workflow.UseCases has them.
type Cases interface {
	File(ctx context.Context, actor roles.Actor, key string, s workflow.Submission) (workflow.Filed, error)
	Act(ctx context.Context, reference string, c workflow.Command, ifVersion int64) (workflow.World, error)
	Say(ctx context.Context, reference string, actor roles.Actor, action workflow.Action, report record.ID, body string) error
	AssessFacts(actor roles.Actor, a workflow.Assessment) (assess.Finding, error)
	Unseal(ctx context.Context, reference string, actor roles.Actor, report record.ID, field, purpose string) (workflow.Unsealed, error)
	AnswerByReceipt(ctx context.Context, receipt, body string) error
	EvidenceByReceipt(ctx context.Context, receipt string, e record.Evidence) error
	FilerAct(ctx context.Context, reference string, c workflow.Command, words string) error
	Serve(ctx context.Context, reference string, actor roles.Actor, respondent record.ID, body, kept string) (string, workflow.World, error)
	RespondentAct(ctx context.Context, code string, c workflow.Command) error
	EvidenceByService(ctx context.Context, code string, e record.Evidence) error
	FilerActByReceipt(ctx context.Context, receipt string, c workflow.Command, words string) error
}

// Publishing are the acts on the publication track; *publication.UseCases has
// them.
type Publishing interface {
	Act(ctx context.Context, reference string, c publication.Command) error
}

// Accounts is signing in; *accounts.Service has it.
type Accounts interface {
	SignIn(ctx context.Context, email, password string, kind accounts.Kind) (accounts.Signed, error)
	Authenticate(ctx context.Context, token string) (accounts.Identity, error)
	AuthenticateAccess(ctx context.Context, token string) (accounts.Identity, error)
	Refresh(ctx context.Context, token string) (accounts.Signed, error)
	SignOut(ctx context.Context, s accounts.Session) error
}

// Invitations open first accounts; *accounts.Invitations does.
type Invitations interface {
	Redeem(ctx context.Context, v accounts.Invitee) error
}

// OrgActs are the acts on the organisation; *workflow.OrgUseCases acts.
type OrgActs interface {
	Act(ctx context.Context, c workflow.OrgCommand) (record.ID, error)
	// Proposals lists the open proposals that the actor made or may decide,
	// and no others: a declared tie is nobody else's business.
	Proposals(ctx context.Context, actor roles.Actor) ([]record.OrgProposal, error)
}

// Traces says whose each minute of a case was, for whoever may read it; for
// everybody else it fails with record.ErrNotFound.
type Traces interface {
	Trace(ctx context.Context, actor roles.Actor, reference string) (answerability.View, error)
}

// Samples draws, once for each past month, the sample of the cases that ended.
type Samples interface {
	Draws(ctx context.Context) ([]record.Draw, error)
	Draw(ctx context.Context, actor roles.Actor, month string) (workflow.DrawDone, error)
}

// EvidenceStore inspects, cleans, seals and stores an uploaded file. What it
// refuses it refuses as record.Invalid on the field "file".
type EvidenceStore interface {
	Accept(ctx context.Context, name string, file io.Reader) (record.Evidence, error)
	// Discard deletes a file that no report came to name; one that a report
	// names it leaves.
	Discard(ctx context.Context, id record.ID) error
}

var (
	_ Cases      = (*workflow.UseCases)(nil)
	_ Publishing = (*publication.UseCases)(nil)
	_ Accounts   = (*accounts.Service)(nil)

	_ Invitations = (*accounts.Invitations)(nil)
)

// Deps is everything the JSON face needs.
type Deps struct {
	Cases        Cases
	Door         workflow.Door
	Publishing   Publishing
	Accounts     Accounts
	Invitations  Invitations
	Evidence     EvidenceStore
	Organisation OrgActs
	Traces       Traces
	Samples      Samples
	Org          func() *roles.Org                  // the present snapshot
	ReceiptHash  func(shown string) ([]byte, error) // fails on what is no receipt
	Now          func() time.Time
	TLS          bool         // people reach the service by https
	Origins      []string     // further origins of our own, beside the Host header
	Version      string       // of the program
	Log          *ledger.Desk // the public log, nil where there is none
}
