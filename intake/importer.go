package intake

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Importer takes records in. It returns one result for each record, in order;
// an error stops the whole import, because nothing can be stored any more.
type Importer interface {
	Import(ctx context.Context, records []Record) ([]Result, error)
}

// ByOrigin gives historical records and reports to their importers. A nil
// importer refuses its kind.
type ByOrigin struct {
	Historical Importer
	Report     Importer
}

// Import hands the records on; those of one file have one origin.
func (b ByOrigin) Import(ctx context.Context, records []Record) ([]Result, error) {
	if len(records) == 0 {
		return nil, nil
	}
	to := b.Report
	if records[0].Origin == OriginHistorical {
		to = b.Historical
	}
	if to == nil {
		return nil, fmt.Errorf("intake: records of origin %s cannot be imported here", records[0].Origin)
	}
	return to.Import(ctx, records)
}

// Filing is the use case that files a report; *workflow.UseCases is one.
type Filing interface {
	File(ctx context.Context, actor roles.Actor, key string, s workflow.Submission) (workflow.Filed, error)
}

// Known is what is stored of an earlier import.
type Known struct {
	Reference string
	Hash      string // of the record as imported last; empty: not kept
}

// Index looks up earlier imports by external id (source:id). Ids that were
// never imported are missing from the answer.
type Index interface {
	Imported(ctx context.Context, externalIDs []string) (map[string]Known, error)
}

// Reports files records as reports, through the same use case as people.
type Reports struct {
	Filing Filing
	Index  Index
	Actor  roles.Actor                     // signed in: receipts are not handed out
	Secret func(kind, value string) []byte // keyed hash; the key lies outside the database
	Trust  *Trust
}

// Import files each record with a key derived from its external id, so that
// running it again files nothing twice.
func (r *Reports) Import(ctx context.Context, records []Record) ([]Result, error) {
	if r.Actor.Person == uuid.Nil {
		return nil, errors.New("intake: reports are imported by somebody signed in")
	}
	known, err := r.Index.Imported(ctx, externalIDs(records))
	if err != nil {
		return nil, err
	}
	results := make([]Result, 0, len(records))
	for _, rec := range records {
		if k, ok := known[rec.ExternalID]; ok {
			results = append(results, Result{Outcome: Unchanged, Reference: k.Reference})
			continue
		}
		res := r.file(ctx, rec)
		if err := r.trust().saw(ctx, res.Err); err != nil {
			return nil, err
		}
		results = append(results, res)
	}
	return results, nil
}

func (r *Reports) trust() *Trust {
	if r.Trust == nil {
		r.Trust = &Trust{}
	}
	return r.Trust
}

func (r *Reports) file(ctx context.Context, rec Record) Result {
	s := rec.Submission()
	s.OnBehalf = "import"
	s.ExternalID = rec.ExternalID
	key := hex.EncodeToString(r.Secret("import", rec.ExternalID))
	filed, err := r.Filing.File(ctx, r.Actor, key, s)
	if err != nil {
		return Result{Err: reusedAsChanged(err)}
	}
	return Result{Outcome: Created, Reference: filed.Reference}
}

// reusedAsChanged words the refusal of a row that was filed with other content:
// what somebody reported is not rewritten by an import.
func reusedAsChanged(err error) error {
	if r, ok := record.AsRefusal(err); ok && r.Kind == record.Reused {
		return &RowError{Field: "external_id", Code: "report_changed", Detail: "was filed before with other content; a report is not changed by an import"}
	}
	return err
}

func externalIDs(records []Record) []string {
	ids := make([]string, 0, len(records))
	for _, rec := range records {
		ids = append(ids, rec.ExternalID)
	}
	return ids
}

// Trust tells rows that cannot be stored from a store that is out of reach: a
// few failures in a row that are no refusals end the import.
type Trust struct{ failures int }

const maxFailures = 5

func (t *Trust) saw(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil || refused(err) {
		t.failures = 0
		return nil
	}
	if t.failures++; t.failures >= maxFailures {
		return fmt.Errorf("intake: %d records in a row could not be stored: %w", t.failures, err)
	}
	return nil
}

func refused(err error) bool {
	var several record.Refusals
	var row *RowError
	_, one := record.AsRefusal(err)
	return one || errors.As(err, &several) || errors.As(err, &row)
}
