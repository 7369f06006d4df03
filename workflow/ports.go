package workflow

import (
	"context"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
)

// Writer is the only way in which case state changes.
type Writer interface {
	// Apply writes the changes in one transaction. It fails with ErrStale
	// where a guard no longer holds and then has written nothing.
	Apply(ctx context.Context, changes ...record.Change) error
	// Answered returns the sealed answer kept for an idempotency key, or
	// false. It fails with kind Reused where the body differs.
	Answered(ctx context.Context, scope string, keyHash, bodyHash []byte, now time.Time) ([]byte, bool, error)
}

// Loader reads worlds for decisions. It does not check who asks: Decide does.
type Loader interface {
	World(ctx context.Context, reference string) (World, error)
	WorldOf(ctx context.Context, incident record.ID) (World, error)
	// PublicWorldOf loads the case behind a public page, or the one that it
	// became part of.
	PublicWorldOf(ctx context.Context, reference string) (World, error)
	WorldByReceipt(ctx context.Context, receiptHash []byte) (World, record.Report, error)
	// WorldByService loads the case behind a respondent's code.
	WorldByService(ctx context.Context, codeHash []byte) (World, record.Service, error)
	ByExternalID(ctx context.Context, externalID string) (World, bool, error)
	// Report and Respondents read sealed rows, for a reading that is recorded.
	Report(ctx context.Context, id record.ID) (record.Report, error)
	Respondents(ctx context.Context, incident record.ID) ([]record.Respondent, error)
	// Finding reads a finding, or reports false.
	Finding(ctx context.Context, id record.ID) (record.Finding, bool, error)
	// IsPublic reports whether everybody may read that a case exists.
	IsPublic(ctx context.Context, incident record.ID) (bool, error)
	// Texts reads wordings of a case by field; erased ones are missing.
	Texts(ctx context.Context, incident record.ID, fields ...string) (map[string]string, error)
	// EvidenceCount counts the files of a report.
	EvidenceCount(ctx context.Context, report record.ID) (int, error)
}

// Due claims incidents whose duties or timers are due and writes what decide
// returns for them, in one transaction under the rows' locks. It returns how
// many incidents it claimed. Rows that another instance holds are skipped.
type Due interface {
	EscalateDue(ctx context.Context, now time.Time, limit int, decide func([]World) []record.Change) (int, error)
	RedirectConflicted(ctx context.Context, now time.Time, limit int, decide func([]World) []record.Change) (int, error)
	FireTimers(ctx context.Context, now time.Time, limit int, decide func([]World) []record.Change) (int, error)
}

// Door gives every reader the eyes of an actor: what the actor may not see is
// not found, not listed, not counted.
type Door interface {
	For(actor roles.Actor, now time.Time) Reader
	Public() PublicReader
	// Track finds the view behind a receipt's keyed hash.
	Track(ctx context.Context, receiptHash []byte, now time.Time) (TrackView, error)
	// Served finds what a respondent sees behind the keyed hash of their code.
	Served(ctx context.Context, codeHash []byte, now time.Time) (ServedView, error)
}

// Reader reads as one actor.
type Reader interface {
	Incidents(ctx context.Context, q IncidentQuery) (Page[IncidentCard], error)
	Case(ctx context.Context, reference string) (CaseView, error)
	Duties(ctx context.Context, q DutyQuery) (Page[DutyView], error)
	QueueCounts(ctx context.Context) (QueueCounts, error)
	// Waiting is what waits for the actor as second person, the one due first
	// first: at most 200 of each kind.
	Waiting(ctx context.Context) ([]Waiting, error)
	Overview(ctx context.Context) (Overview, error)
	Inbox(ctx context.Context, cursor string, limit int) (Page[InboxItem], error)
	MyReports(ctx context.Context, cursor string, limit int) (Page[IncidentCard], error)
	// Mine is what the signed-in filer of a matter sees of it.
	Mine(ctx context.Context, reference string) (TrackView, error)
	// Opinions lists open opinions that an organization may sign.
	Opinions(ctx context.Context, cursor string, limit int) (Page[OpinionCard], error)
	// Opinion is one of them.
	Opinion(ctx context.Context, reference string) (OpinionCard, error)
	// Interest is what an organization sees of a case for which it may propose a
	// public-interest referral, or did.
	Interest(ctx context.Context, reference string) (InterestView, error)
	// Explanation is what somebody who is asked to explain a miss sees of the
	// case, also where it is not theirs any more.
	Explanation(ctx context.Context, reference string) (ExplainView, error)
}

// PublicReader reads what was cleared for everybody.
type PublicReader interface {
	List(ctx context.Context, q PublicQuery) (Page[PublicCard], error)
	Incident(ctx context.Context, reference string) (PublicIncident, error)
	// Answers lists answered opinions and inquiries, newest first; Answer is one.
	Answers(ctx context.Context, q AnswerQuery) (Page[AnswerCard], error)
	Answer(ctx context.Context, reference string) (AnswerCard, error)
	Notices(ctx context.Context, cursor string, limit int) (Page[NoticeView], error)
	Totals(ctx context.Context) (Totals, error)
	// Revision rises whenever anything public changed: rendered bytes of an
	// older revision are stale.
	Revision(ctx context.Context) (int64, error)
}

// Alarm is the disposable alarm clock. Its failure costs lateness of at most
// one sweep, nothing else.
type Alarm interface {
	Arm(ctx context.Context, id [16]byte, at time.Time) error
}

// Sealer seals fields; table, column and row are authenticated with them.
type Sealer interface {
	Seal(plain []byte, table, column string, row record.ID) ([]byte, error)
	Open(sealed []byte, table, column string, row record.ID) ([]byte, error)
}
