package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"gongzhi/workflow"
)

// ErrExternalID says that a record with this external id was imported before.
var ErrExternalID = &workflow.Refusal{
	Kind: workflow.Stale, Field: "external_id", Code: "external_id_known", Detail: "a record with this external id is here already",
}

// errBusy says that a lock or a statement took too long; nothing was written.
var errBusy = &workflow.Refusal{Kind: workflow.Busy, Code: "busy", Detail: "the system is busy, try again in a moment"}

// Error is a failed statement. Its text names the operation, the SQLSTATE and
// the constraint, never a value: PostgreSQL's own detail quotes whole rows and
// pgx's encoding errors quote parameters.
type Error struct {
	Op         string
	Code       string // SQLSTATE, empty when the statement never reached the server
	Constraint string
	Table      string
	cause      error
}

// Error implements error.
func (e *Error) Error() string {
	switch {
	case e.Constraint != "":
		return fmt.Sprintf("db: %s: refused by %s (SQLSTATE %s)", e.Op, e.Constraint, e.Code)
	case e.Code == diskFull:
		return fmt.Sprintf("db: %s: the database's disk is full: free space there (SQLSTATE %s)", e.Op, e.Code)
	case e.Code == readOnly:
		return fmt.Sprintf("db: %s: the database takes no writes: it is a replica or was set read-only (SQLSTATE %s)", e.Op, e.Code)
	case e.Code != "":
		return fmt.Sprintf("db: %s: SQLSTATE %s", e.Op, e.Code)
	case errors.Is(e.cause, context.Canceled):
		return fmt.Sprintf("db: %s: %v", e.Op, context.Canceled)
	case errors.Is(e.cause, context.DeadlineExceeded):
		return fmt.Sprintf("db: %s: %v", e.Op, context.DeadlineExceeded)
	}
	return fmt.Sprintf("db: %s: %T", e.Op, e.cause)
}

// Is lets errors.Is see a cancelled context without exposing the cause's text.
func (e *Error) Is(target error) bool {
	return (target == context.Canceled || target == context.DeadlineExceeded || target == pgx.ErrNoRows) && errors.Is(e.cause, target)
}

// wrap turns a driver's error into one that may be logged and shown.
func wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	var refusal *workflow.Refusal
	if errors.As(err, &known) || errors.As(err, &refusal) {
		return err
	}
	for _, ours := range []error{workflow.ErrAnswered, ErrNoOrganisation, ErrOrganisation, ErrOrganisationInUse, ErrNotPlaced, ErrOfficial} {
		if errors.Is(err, ours) {
			return err
		}
	}
	e := &Error{Op: op, cause: err}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		e.Code, e.Constraint, e.Table = pg.Code, pg.ConstraintName, pg.TableName
	}
	return e
}

// meaning turns the errors that a writer must tell apart into their names.
func meaning(op string, err error) error {
	err = wrap(op, err)
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code == "GZ001":
		return workflow.ErrStale
	case e.Code == "GZ002":
		return workflow.ErrAnswered
	case e.Code == "55P03" || e.Code == "57014":
		return errBusy
	case e.Constraint == "incident_external_id":
		return ErrExternalID
	case e.Code == uniqueViolation && versionKeys[e.Constraint]:
		return workflow.ErrStale
	}
	return err
}

const uniqueViolation = "23505"

// versionKeys are the unique keys that only somebody faster can have taken.
var versionKeys = map[string]bool{"incident_pkey": true, "stream_pkey": true, "event_subject_seq": true, "transfer_one_open": true}

// transient reports whether the whole transaction may simply run again.
func transient(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == "40001" || e.Code == "40P01"
}

// connectionLost reports whether nobody can say if the transaction committed.
func connectionLost(err error) bool {
	var e *Error
	if !errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	return e.Code == "" || e.Code == "57P01" || e.Code == "57P02" || e.Code == "57P03" || e.Code[:min(2, len(e.Code))] == "08"
}

// Unavailable reports whether the server could not be reached or cannot write
// at present, so that the same request may succeed later. Faces answer 503.
func (e *Error) Unavailable() bool {
	if e.Code == "" {
		return unreached(e.cause)
	}
	return e.Code == readOnly || slices.Contains([]string{"08", "53", "57", "58"}, e.Code[:min(2, len(e.Code))])
}

const (
	diskFull = "53100"
	readOnly = "25006"
)

// unreached tells a connection that failed from a statement that pgx itself
// refused, which would fail again.
func unreached(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	var system syscall.Errno
	return errors.As(err, &connect) || errors.As(err, &network) || errors.As(err, &system) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// causedByData reports whether the rows themselves were refused, so that
// running them again cannot help.
func causedByData(err error) bool {
	var e *Error
	if errors.As(err, &e) {
		return len(e.Code) == 5 && (e.Code[:2] == "23" || e.Code[:2] == "22" || e.Code[:2] == "GZ")
	}
	_, refused := workflow.AsRefusal(err)
	return refused
}
