package workflow

import (
	"context"

	"gongzhi/record"
	"gongzhi/roles"
)

// citizen is whoever holds a receipt: it names nobody.
var citizen = roles.Actor{Role: roles.Citizen}

// byReceipt loads the world behind a receipt. A wrong receipt is not found.
func (u *UseCases) byReceipt(ctx context.Context, receipt string) (World, record.Report, error) {
	hash, err := u.Secrets.ReceiptHash(receipt)
	if err != nil {
		return World{}, record.Report{}, ErrNotFound
	}
	w, r, err := u.Store.WorldByReceipt(ctx, hash)
	w.Receipt, w.Own = true, r.ID
	return w, r, err
}

// AnswerByReceipt adds the filer's answer to a question.
func (u *UseCases) AnswerByReceipt(ctx context.Context, receipt, body string) error {
	_, report, err := u.byReceipt(ctx, receipt)
	if err != nil {
		return err
	}
	load := func() (World, error) {
		w, _, err := u.byReceipt(ctx, receipt)
		return w, err
	}
	return u.say(ctx, load, citizen, Answer, report.ID, body)
}

// MaxEvidence is how many files a report takes, by whichever way they come.
const MaxEvidence = 10

// EvidenceByReceipt adds a file that was already sealed and stored, unless the
// report has MaxEvidence. The files are counted after the world is read, so that
// its guard keeps two who come at once from both being the last.
func (u *UseCases) EvidenceByReceipt(ctx context.Context, receipt string, e record.Evidence) error {
	_, report, err := u.byReceipt(ctx, receipt)
	if err != nil {
		return err
	}
	e.Report = report.ID
	load := func() (World, error) {
		w, _, err := u.byReceipt(ctx, receipt)
		if err != nil {
			return w, err
		}
		n, err := u.Store.EvidenceCount(ctx, report.ID)
		if err == nil && n >= MaxEvidence {
			err = refuse(Invalid, "file", "file_too_many", "a report takes at most 10 files")
		}
		return w, err
	}
	_, err = u.act(ctx, load, Command{Action: AddEvidence, Actor: citizen, Evidence: &e}, 0)
	return err
}

// Unsealed are the values of a sealed field, in the order in which they were told.
type Unsealed []string

// RecordReading records that somebody reads a file of the case or takes all of
// it away, and why. Whatever was asked for is released only after it returned.
func (u *UseCases) RecordReading(ctx context.Context, reference string, actor roles.Actor, action Action, report record.ID, purpose string) error {
	field := map[Action]string{ReadEvidence: EvidenceField, ExportCase: ExportField}[action]
	r := &record.Reading{Report: report, Field: field, Purpose: purpose}
	_, err := u.Act(ctx, reference, Command{Action: action, Actor: actor, Reading: r}, 0)
	return err
}

// Unseal records that the actor reads a sealed field and why, and only then
// opens it.
func (u *UseCases) Unseal(ctx context.Context, reference string, actor roles.Actor, report record.ID, field, purpose string) (Unsealed, error) {
	w, err := u.Store.World(ctx, reference)
	if err != nil {
		return nil, err
	}
	var row record.Report
	if field != "respondents" {
		if row, err = u.Store.Report(ctx, report); err != nil || row.Incident != w.Incident.ID {
			return nil, ErrNotFound
		}
	}
	r := &record.Reading{Report: report, Field: field, Purpose: purpose}
	if _, err := u.Act(ctx, reference, Command{Action: Unseal, Actor: actor, Reading: r}, 0); err != nil {
		return nil, err
	}
	if field == "respondents" {
		return u.openRespondents(ctx, w.Incident.ID)
	}
	sealed := row.Identity
	if field == "contact" {
		sealed = row.Contact
	}
	if len(sealed) == 0 {
		return Unsealed{}, nil
	}
	plain, err := u.Secrets.Open(sealed, "report", field, report)
	return Unsealed{string(plain)}, err
}

func (u *UseCases) openRespondents(ctx context.Context, incident record.ID) (Unsealed, error) {
	list, err := u.Store.Respondents(ctx, incident)
	if err != nil {
		return nil, err
	}
	var names Unsealed
	for _, r := range list {
		if len(r.SealedName) == 0 {
			continue
		}
		plain, err := u.Secrets.Open(r.SealedName, "respondent", "name", r.ID)
		if err != nil {
			return nil, err
		}
		names = append(names, string(plain))
	}
	return names, nil
}
