// Package intake brings in records from files of others: rows of CSV, JSON,
// JSON Lines or XLSX become reports or historical public records by a mapping
// file. A new source needs a mapping file and no code. Importing is idempotent
// on (source, external id), and a bad row never stops the others.
package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"
)

// Options say what to import and where to put what came of it.
type Options struct {
	Mapping  string    // path of the mapping file
	Data     string    // path of the data file
	Result   string    // path of the result file; empty: none is written
	Importer Importer  // takes the records in
	Now      time.Time // dates after it are refused; zero: the present
	Batch    int       // records handed over at once; 0: 50
	Progress func(Summary)
	Every    int // rows between two calls of Progress; 0: 100
}

// Summary counts rows by what came of them.
type Summary struct {
	Rows, Created, Amended, Unchanged, Failed int
}

const (
	defaultBatch = 50
	defaultEvery = 100
)

// Run imports a data file. It fails with *MappingError before the first row
// where the mapping cannot be used, and with another error where the file
// cannot be read on or the store is out of reach; the summary then counts what
// was done. Rows that were refused are no error: they are counted and come
// back in the result file.
func Run(ctx context.Context, o Options) (Summary, error) {
	m, err := LoadMapping(o.Mapping)
	if err != nil {
		return Summary{}, err
	}
	if o.Result != "" && samePath(o.Result, o.Data) {
		return Summary{}, errors.New("intake: the result file would overwrite the data file")
	}
	rows, err := openRows(o.Data, m.Format)
	if err != nil {
		return Summary{}, err
	}
	defer rows.Close()
	r := &run{Options: o.withDefaults(), mapping: m, rows: rows, seen: map[[16]byte]struct{}{}}
	return r.all(ctx)
}

func (o Options) withDefaults() Options {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.Batch <= 0 {
		o.Batch = defaultBatch
	}
	if o.Every <= 0 {
		o.Every = defaultEvery
	}
	return o
}

func samePath(a, b string) bool {
	x, err := filepath.Abs(a)
	if err != nil {
		return false
	}
	y, err := filepath.Abs(b)
	return err == nil && x == y
}

// run is the work in progress of one Run.
type run struct {
	Options
	mapping *Mapping
	rows    rowReader
	result  *resultFile
	sum     Summary
	seen    map[[16]byte]struct{} // external ids of this file
	pending []pendingRow
	told    int
}

// pendingRow is a row that waits for its batch; fault is set where it needs
// none because it was refused before.
type pendingRow struct {
	row    Row
	record Record
	fault  *RowError
}

func (r *run) all(ctx context.Context) (sum Summary, err error) {
	first, err := r.rows.Next()
	if err != nil && !errors.Is(err, io.EOF) {
		return r.sum, err
	}
	empty := err != nil
	if !empty && first.Fault == nil {
		if err := r.mapping.fits(first); err != nil {
			return r.sum, err
		}
	}
	if r.Result != "" {
		if r.result, err = createResult(r.Result, r.rows.Shape()); err != nil {
			return r.sum, err
		}
		defer func() { err = errors.Join(err, r.result.Close()) }()
	}
	if empty {
		return r.sum, nil
	}
	return r.each(ctx, first)
}

func (r *run) each(ctx context.Context, row Row) (Summary, error) {
	for {
		if err := r.take(ctx, row); err != nil {
			return r.sum, err
		}
		var err error
		row, err = r.rows.Next()
		if err == nil {
			continue
		}
		if flushed := r.flush(ctx); flushed != nil {
			return r.sum, flushed
		}
		r.tell(true)
		if errors.Is(err, io.EOF) {
			return r.sum, nil
		}
		return r.sum, err
	}
}

// take turns a row into a record and adds it to the batch.
func (r *run) take(ctx context.Context, row Row) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p := pendingRow{row: row, fault: row.Fault}
	if p.fault == nil {
		p.record, p.fault = r.mapping.Build(row, r.Now)
	}
	if p.fault == nil && r.repeated(p.record) {
		p.fault = &RowError{Field: "external_id", Code: "external_id_repeated", Detail: "an earlier row of this file has the same external id"}
	}
	r.pending = append(r.pending, p)
	if len(r.pending) < r.Batch {
		return nil
	}
	return r.flush(ctx)
}

// repeated remembers external ids by their hash, so that two rows of one file
// cannot amend each other back and forth on every import.
func (r *run) repeated(rec Record) bool {
	key := shortHash(rec.ExternalID)
	_, known := r.seen[key]
	r.seen[key] = struct{}{}
	return known
}

// flush imports what is pending and writes its results in the file's order.
func (r *run) flush(ctx context.Context) error {
	var good []Record
	for _, p := range r.pending {
		if p.fault == nil {
			good = append(good, p.record)
		}
	}
	var results []Result
	if len(good) > 0 {
		var err error
		if results, err = r.Importer.Import(ctx, good); err != nil {
			return fmt.Errorf("intake: stopped after row %d: %w", r.sum.Rows, err)
		}
		if len(results) != len(good) {
			return errors.New("intake: the importer lost a record")
		}
	}
	for _, p := range r.pending {
		res := Result{Err: p.fault}
		if p.fault == nil {
			res, results = results[0], results[1:]
		}
		if err := r.count(p.row, res); err != nil {
			return err
		}
	}
	r.pending = r.pending[:0]
	r.tell(false)
	return nil
}

func (r *run) count(row Row, res Result) error {
	r.sum.Rows++
	switch {
	case res.Err != nil:
		r.sum.Failed++
	case res.Outcome == Created:
		r.sum.Created++
	case res.Outcome == Amended:
		r.sum.Amended++
	default:
		r.sum.Unchanged++
	}
	if r.result == nil {
		return nil
	}
	return r.result.Write(row, res)
}

func (r *run) tell(last bool) {
	if r.Progress == nil || (!last && r.sum.Rows-r.told < r.Every) || (last && r.told == r.sum.Rows) {
		return
	}
	r.told = r.sum.Rows
	r.Progress(r.sum)
}
