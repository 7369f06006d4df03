package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"

	"github.com/google/uuid"

	"gongzhi/db/crashpoint"
	"gongzhi/frontend"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/vault"
	"gongzhi/workflow"
)

// evidenceDesk takes uploaded files in and hands them out, for both faces.
type evidenceDesk struct{ *app }

// Keep inspects, cleans, seals and stores a file. A file that no report comes
// to name is left behind sealed; its id is known to nobody.
func (e evidenceDesk) Keep(ctx context.Context, name string, file io.Reader) (record.Evidence, error) {
	found, err := vault.Inspect(ctx, file, name)
	if err != nil {
		return record.Evidence{}, err
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return record.Evidence{}, err
	}
	if err := e.evidence.Put(ctx, id.String(), bytes.NewReader(found.Body)); err != nil {
		return record.Evidence{}, err
	}
	hash := sha256.Sum256(found.Body)
	return record.Evidence{
		ID: id, Name: secrets{e.vault}.Seal([]byte(name), "evidence", "name", id),
		MediaType: found.Kind.MediaType(), Size: int64(len(found.Body)), Hash: hash[:],
	}, nil
}

// apiEvidence words what is refused for the API.
type apiEvidence struct{ evidenceDesk }

// Accept implements api.EvidenceStore.
func (e apiEvidence) Accept(ctx context.Context, name string, file io.Reader) (record.Evidence, error) {
	kept, err := e.evidenceDesk.Keep(ctx, name, file)
	if reason, ok := refusedFor(err); ok {
		return kept, record.Refuse(record.Invalid, "file", "file_"+reason, err.Error())
	}
	return kept, err
}

// Accept implements frontend.Evidence.
func (e evidenceDesk) Accept(ctx context.Context, name string, r io.Reader) (record.Evidence, error) {
	kept, err := e.Keep(ctx, name, r)
	if reason, ok := refusedFor(err); ok {
		return kept, frontend.EvidenceRefused{Reason: reason}
	}
	return kept, err
}

// refusedFor names why the vault did not take a file, in the words of the pages.
func refusedFor(err error) (string, bool) {
	for _, r := range []struct {
		err    error
		reason string
	}{
		{vault.ErrTooBig, "too_big"}, {vault.ErrEmpty, "empty"}, {vault.ErrKind, "kind"}, {vault.ErrMismatch, "mismatch"},
		{vault.ErrPixels, "pixels"}, {vault.ErrBroken, "broken"}, {vault.ErrUnsafe, "unsafe"},
	} {
		if errors.Is(err, r.err) {
			return r.reason, true
		}
	}
	return "", false
}

// OpenEvidence implements frontend.EvidenceOpener: the reading is recorded first.
func (e evidenceDesk) OpenEvidence(ctx context.Context, actor roles.Actor, reference string, id record.ID, purpose string) (name, mediaType string, body io.ReadCloser, err error) {
	view, err := e.door.As(actor, e.clock.Now()).EvidenceFile(ctx, id)
	if err != nil {
		return "", "", nil, err
	}
	report, err := e.db.EvidenceReport(ctx, id)
	if err != nil {
		return "", "", nil, err
	}
	if err := e.cases.RecordReading(ctx, reference, actor, workflow.ReadEvidence, report, purpose); err != nil {
		return "", "", nil, err
	}
	crashpoint.At("reading:recorded")
	body, err = e.evidence.Get(ctx, id.String())
	return view.Name, view.MediaType, body, err
}

// errFiled refuses to delete what belongs to a report.
var errFiled = errors.New("evidence: a report names this file")

// Discard implements frontend.Evidence: it deletes a file that was taken back
// before any report named it, and no other.
func (e evidenceDesk) Discard(ctx context.Context, id record.ID) error {
	known, err := e.db.EvidenceKnown(ctx, id)
	if err != nil {
		return err
	}
	if known {
		return errFiled
	}
	return e.evidence.Delete(ctx, id.String())
}

// Discard implements api.EvidenceStore.
func (e apiEvidence) Discard(ctx context.Context, id record.ID) error {
	err := e.evidenceDesk.Discard(ctx, id)
	if err != nil {
		warnOnce("discard evidence", err)
	}
	return err
}
