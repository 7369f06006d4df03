package frontend

import (
	"context"
	"errors"
	"io"

	"gongzhi/accounts"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// The pages ask for what they show and do through these interfaces and those of package workflow; cmd/gongzhi wires
// them.

// Cases are the acts on incidents; *workflow.UseCases implements it.
type Cases interface {
	File(ctx context.Context, actor roles.Actor, key string, s workflow.Submission) (workflow.Filed, error)
	Act(ctx context.Context, reference string, c workflow.Command, ifVersion int64) (workflow.World, error)
	Say(ctx context.Context, reference string, actor roles.Actor, action workflow.Action, report record.ID, body string) error
	Unseal(ctx context.Context, reference string, actor roles.Actor, report record.ID, field, purpose string) (workflow.Unsealed, error)
	// RecordReading records that a file is read or the case taken away, before either is released.
	RecordReading(ctx context.Context, reference string, actor roles.Actor, action workflow.Action, report record.ID, purpose string) error
	AnswerByReceipt(ctx context.Context, receipt, body string) error
	EvidenceByReceipt(ctx context.Context, receipt string, e record.Evidence) error
	Serve(ctx context.Context, reference string, actor roles.Actor, respondent record.ID, body, kept string) (string, workflow.World, error)
	RespondentAct(ctx context.Context, code string, c workflow.Command) error
	EvidenceByService(ctx context.Context, code string, e record.Evidence) error
	FilerAct(ctx context.Context, reference string, c workflow.Command, words string) error
	FilerActByReceipt(ctx context.Context, receipt string, c workflow.Command, words string) error
}

// Publishing are the acts on the publication track; *publication.UseCases implements it.
type Publishing interface {
	Act(ctx context.Context, reference string, c publication.Command) error
}

// Accounts sign people in; *accounts.Service implements it.
type Accounts interface {
	SignIn(ctx context.Context, email, password string, kind accounts.Kind) (accounts.Signed, error)
	Authenticate(ctx context.Context, token string) (accounts.Identity, error)
	SignOut(ctx context.Context, row accounts.Session) error
}

// Invitations open the first account of an admitted organization; *accounts.Invitations implements it.
type Invitations interface {
	Redeem(ctx context.Context, v accounts.Invitee) error
}

// ErrNoDraft means that there is no draft under the code: it expired, was filed or never was.
var ErrNoDraft = errors.New("frontend: no such draft")

// Drafts keeps unfinished reports, sealed, under a random code for DraftHours. Load and Save return ErrNoDraft where
// there is none, or none any more.
type Drafts interface {
	New(ctx context.Context, draft []byte) (code string, err error)
	Load(ctx context.Context, code string) ([]byte, error)
	// Save replaces a draft; files are the evidence that it names by now, to be swept with it should it expire.
	Save(ctx context.Context, code string, draft []byte, files []record.ID) error
	// Delete of an absent draft is no error.
	Delete(ctx context.Context, code string) error
}

// DraftHours is how long an unfinished report is kept.
const DraftHours = 24

// Evidence takes an uploaded file: checks it against its name's ending, cleans, seals and stores it. It fails with an
// EvidenceRefused where the file is at fault. The pages call it for a few files at once.
type Evidence interface {
	Accept(ctx context.Context, name string, r io.Reader) (record.Evidence, error)
	// Discard deletes a file that was never filed; one that a report names it leaves.
	Discard(ctx context.Context, id record.ID) error
}

// EvidenceRefused says why a file is not taken: "too_big", "empty", "kind", "mismatch", "pixels", "broken" or
// "unsafe". Messages "errors.file_<reason>" say it to people.
type EvidenceRefused struct{ Reason string }

// Error implements error.
func (e EvidenceRefused) Error() string { return "frontend: evidence refused: " + e.Reason }
