package workflow

import (
	"slices"

	"gongzhi/record"
)

// The vocabularies of a request. The rights are those of PIPL arts. 44 to 47;
// what the holder said comes from art. 50, which asks for reasons of a refusal.
var (
	Rights         = []string{"retrieval", "erasure", "correction", "portability"}
	HolderAnswers  = []string{"refused", "silent", "partly", "not_asked"}
	Verifications  = []string{"in_person", "document", "account_of_holder"}
	Objections     = []string{"not_the_person", "no_such_data", "kept_by_law", "rights_of_others", "other_procedure", "already_done"}
	RequestResults = []string{"granted", "partly", "refused"}
	OutcomeWords   = []string{"done", "not_done"}
)

const (
	executed = "executed"
	notDone  = "not_done"
	done     = "done"
	refused  = "refused"
)

// DeniedEvent is the event of a person who says that nothing was done; the one
// above whoever leads hears of it.
const DeniedEvent = "request.outcome_denied"

// request is a copy of what a request knows, to be changed.
func (d *decision) request() record.DataRequest {
	if detail := d.detail(); detail.Request != nil {
		return *detail.Request
	}
	return record.DataRequest{}
}

func (d *decision) keepRequest(r record.DataRequest) *record.Detail {
	detail := d.detail()
	detail.Request = &r
	return &detail
}

// onRequest are the acts that only a request knows.
func (d *decision) onRequest() error {
	r := d.request()
	switch d.c.Action {
	case VerifyIdentity:
		return d.verifyIdentity(r)
	case DiscloseIdentity:
		return d.disclose(r)
	case Object:
		return d.object(r)
	case ObjectAtDoor:
		return d.onServed(d.objectAtDoor)
	case AnswerObjection:
		return d.answerObjection()
	case DecideRequest:
		return d.decideRequest(r)
	case ReportExecution:
		r.Execution = executed
		d.emit(d.row.Event, record.Facts{Detail: d.keepRequest(r), Content: d.sayReason()})
		return nil
	default:
		return d.confirmOutcome(r)
	}
}

// verifyIdentity records how it was made sure that the person who asks is the
// one whom the data are about. Before it nothing that the holder says goes to
// whoever asks: else a request would tell whether somebody is in a data set.
func (d *decision) verifyIdentity(r record.DataRequest) error {
	if !slices.Contains(Verifications, d.c.Ground) {
		return refuse(Invalid, "ground", "not_listed", "choose how the identity was verified")
	}
	r.Verified = d.c.Ground
	d.emit(d.row.Event, record.Facts{Detail: d.keepRequest(r), Ground: d.c.Ground, Content: d.sayReason()})
	return nil
}

// disclose records that the holder is told who asks: only with the person's
// recorded consent, and among the readings that the person sees.
func (d *decision) disclose(r record.DataRequest) error {
	if !r.Consent {
		return refuse(Forbidden, "", "no_consent", "the person did not agree that the holder learns who asks")
	}
	r.Disclosed = true
	reading := record.Reading{
		ID: d.src.ID(d.env.Now), Incident: d.w.Incident.ID, Report: r.Report, Field: "identity",
		Reader: d.c.Actor.Person, Purpose: d.c.Reason, At: d.env.Now,
	}
	d.emit(d.row.Event, record.Facts{
		Detail: d.keepRequest(r), Report: r.Report, Content: d.sayReason(),
		Reading: &record.ReadingFacts{Reading: reading.ID, Report: r.Report, Field: reading.Field},
	})
	d.out.Readings = append(d.out.Readings, reading)
	return nil
}

// object records that the holder or user contests the request: both sides are
// heard before it is decided.
func (d *decision) object(r record.DataRequest) error {
	if !slices.Contains(Objections, d.c.Ground) {
		return refuse(Invalid, "ground", "not_listed", "choose the ground of the objection")
	}
	r.Objected++
	r.ObjectedAt = d.env.Now
	d.emit(d.row.Event, record.Facts{Detail: d.keepRequest(r), Ground: d.c.Ground, Content: d.sayReason()})
	return nil
}

// decideRequest decides with reasons and clauses. Nothing is granted, and
// nothing refused on what the holder has, before it is sure who asks.
func (d *decision) decideRequest(r record.DataRequest) error {
	switch {
	case !slices.Contains(RequestResults, d.c.Result):
		return refuse(Invalid, "result", "not_listed", "granted, partly or refused")
	case r.Verified == "":
		return refuse(WrongTime, "action", "identity_unverified", "first make sure who asks: else the answer tells whether somebody is in a data set")
	case d.unanswered():
		return refuse(WrongTime, "action", "objection_open", "first answer the objection: both sides get reasons")
	case r.Objected > 0 && d.w.AskedAt.Before(r.ObjectedAt):
		return refuse(WrongTime, "action", "not_heard", "first ask the person about the objection: both sides are heard")
	}
	if err := checkClauses(d.c.Clauses); err != nil {
		return err
	}
	r.Result = d.c.Result
	return d.advance(record.Facts{Detail: d.keepRequest(r), Outcome: &record.Outcome{Founded: r.Result != refused, Path: "none", Clauses: d.c.Clauses}})
}

// confirmOutcome is the person's word on what the holder did. Done closes the
// request; not done leaves the duty to check it where it is, its time running.
func (d *decision) confirmOutcome(r record.DataRequest) error {
	switch {
	case !slices.Contains(OutcomeWords, d.c.Result):
		return refuse(Invalid, "result", "not_listed", "done or not done")
	case d.c.Result == notDone && r.Execution != executed:
		return refuse(WrongTime, "action", "not_executed", "nothing was reported as done yet")
	}
	r.Execution = d.c.Result
	f := record.Facts{Detail: d.keepRequest(r)}
	if r.Execution == notDone {
		f.Content = d.sayReason()
		d.emit(DeniedEvent, f)
		return nil
	}
	d.row.To = record.Closed
	return d.advance(f)
}

// checkRequest says when a request can go on or end: an order follows what was
// granted, an end what was refused or carried out.
func (d *decision) checkRequest() error {
	r := d.request()
	switch {
	case d.c.Action == OrderRectify && r.Result == refused:
		return refuse(WrongTime, "action", "request_refused", "a refused request orders nothing")
	case d.c.Action == Close && d.w.Incident.State == record.Decided && r.Result != refused:
		return refuse(WrongTime, "action", "not_executed", "what was granted is carried out before the request ends")
	case d.c.Action == Close && d.w.Incident.State == record.Rectifying && r.Execution != executed:
		return refuse(WrongTime, "action", "not_executed", "a request ends once its execution was reported and not denied")
	}
	return nil
}

// requestFits hides acts that the request is not ready for.
func requestFits(w World, a Action) bool {
	d := decision{w: w, c: Command{Action: a}}
	switch r := d.request(); a {
	case DecideRequest:
		return r.Verified != ""
	case DiscloseIdentity:
		return r.Consent
	default:
		return d.checkRequest() == nil
	}
}
