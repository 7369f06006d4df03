package main

import (
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/demo"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// The words by which a leak is known. The title holds one more word, by which
// lists are searched: pages repeat what was asked for.
const (
	wordTitle     = "TITLECANARY7Q"
	wordSought    = "seekableword"
	wordNarrative = "NARRATIVECANARY8K"
	wordName      = "NAMECANARY2M"
	wordContact   = "CONTACTCANARY5X@filer.example"
	wordAccused   = "ACCUSEDCANARY3J"
	wordFile      = "FILENAMECANARY6P.txt"
	wordContent   = "FILECONTENTCANARY9W"
	wordPublic    = "Released wording"
	accusedOffice = "广州市个人信息保护科（演示）"
)

// secretCase is a case of the Shenzhen office about its sister office in
// Guangzhou, by somebody with a name.
type secretCase struct {
	reference, receipt string
	code               string // of a respondent's door
	report, file       record.ID
	other              string    // reference of a second case about the same
	proposal           record.ID // of an act that waits for its second person
	finding            record.ID // that a rule pack made
	task               record.ID // open in the case
	version            int64
}

// object is what an address with an id means: the file of the case, or its finding.
func (c secretCase) object() record.ID {
	if c.finding != uuid.Nil {
		return c.finding
	}
	return c.file
}

func (o *office) file(evidence ...record.Evidence) workflow.Filed {
	filed, err := o.cases.File(o.t.Context(), o.actor("citizen1"), uuid.NewString(), workflow.Submission{
		Title: wordSought + " " + wordTitle, Narrative: "What happened: " + wordNarrative, Violation: "leak", Region: "440300", Sector: "government",
		Respondents: []workflow.SubmittedParty{
			{Kind: "organ", Role: "discloser", Name: accusedOffice},
			{Kind: "individual", Role: "user", Name: wordAccused},
		},
		Filer: workflow.SubmittedFiler{Kind: "named", Name: wordName, Contact: wordContact}, Evidence: evidence,
	})
	require.NoError(o.t, err)
	return filed
}

// stage takes a fresh case to where an act makes sense.
type stage func(o *office, c *secretCase)

func (o *office) secret(to stage, withFile bool) secretCase {
	var evidence []record.Evidence
	if withFile {
		evidence = append(evidence, o.keep(wordFile, wordContent))
	}
	filed := o.file(evidence...)
	c := secretCase{reference: filed.Reference, receipt: filed.Receipt}
	if withFile {
		c.file = evidence[0].ID
	}
	if to != nil {
		to(o, &c)
	}
	w, err := o.db.World(o.t.Context(), c.reference)
	require.NoError(o.t, err)
	c.version, c.report = w.Incident.Version, o.reportOf(c.reference)
	if len(w.Proposals) > 0 {
		c.proposal = w.Proposals[0].ID
	}
	if len(w.Tasks) > 0 {
		c.task = w.Tasks[0].ID
	}
	return c
}

func (o *office) reportOf(reference string) record.ID {
	w, err := o.db.World(o.t.Context(), reference)
	require.NoError(o.t, err)
	return w.Told[0].Report
}

// by is a stage made of acts of the officer who answers.
func by(who string, commands ...workflow.Command) stage {
	return func(o *office, c *secretCase) {
		for _, command := range commands {
			o.act(c.reference, who, command)
		}
	}
}

func then(first, second stage) stage {
	return func(o *office, c *secretCase) { first(o, c); second(o, c) }
}

const answers = "shenzhen/officer"

var (
	accepted      = by(answers, workflow.Command{Action: workflow.Accept})
	investigating = by(answers, workflow.Command{Action: workflow.Accept}, workflow.Command{Action: workflow.Investigate})
	decided       = then(investigating, by(answers, workflow.Command{
		Action: workflow.DecideCase, Reason: "the documents agree", Outcome: &record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"PIPL 10"}, Orders: true},
	}))
	disputed  = then(offered, by("chengdu/officer", workflow.Command{Action: workflow.RefuseTransfer, Reason: "it is not"}))
	ending    = by(answers, workflow.Command{Action: workflow.Reject, Ground: workflow.GroundNoViolation, Reason: "not about personal information"})
	ended     = then(ending, confirmed)
	sampled   = then(ended, by("national/leader", workflow.Command{Action: workflow.Sample, Reason: "drawn"}))
	pausing   = by(answers, workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal", Reason: "an appraisal is needed"})
	paused    = then(pausing, confirmed)
	rejected  = then(ending, confirmed)
	urgent    = by(answers, workflow.Command{Action: workflow.MarkUrgent, Reason: "it goes on"})
	inReview  = then(rejected, appealed)
	withdrawn = func(o *office, c *secretCase) { o.filerAct(c, workflow.Command{Action: workflow.WithdrawReport}) }
	published = then(wording, released)
)

// missedTwice lets the lead duty be missed at two levels, so that the second
// must be explained.
func missedTwice(o *office, c *secretCase) {
	for range 2 {
		w, err := o.db.World(o.t.Context(), c.reference)
		require.NoError(o.t, err)
		lead, _ := w.Lead()
		later := *o.cases
		later.Env = func() workflow.Env { env := o.env(); env.Now = lead.DueAt; return env }
		_, err = later.Act(o.t.Context(), c.reference, workflow.Command{Action: workflow.TimePassed, Actor: roles.Actor{Role: roles.System}}, 0)
		require.NoError(o.t, err)
	}
}

func offered(o *office, c *secretCase) {
	o.act(c.reference, answers, workflow.Command{Action: workflow.OfferTransfer, To: o.postOf("chengdu/officer").Agency, Reason: "the seat is there"})
}

var (
	consulted = askChengdu(workflow.Consult)
	invited   = askChengdu(workflow.InviteJoint)
	joined    = then(invited, by("chengdu/officer", workflow.Command{Action: workflow.AcceptJoint}))
)

func askChengdu(a workflow.Action) stage {
	return func(o *office, c *secretCase) {
		o.act(c.reference, answers, workflow.Command{Action: a, To: o.postOf("chengdu/officer").Agency, Reason: "what is known there"})
	}
}

var (
	suspected = then(investigating, by(answers, workflow.Command{
		Action: workflow.DecideCase, Reason: "the documents agree", Outcome: &record.Outcome{Founded: true, Path: "criminal_referral"},
	}))
	referred = then(suspected, by(answers, workflow.Command{
		Action: workflow.Refer, Reason: "a crime is suspected", To: demo.Body("police", "440300"), Ground: "order_310",
	}))
	approved   = then(referred, by("shenzhen/leader", workflow.Command{Action: workflow.ApproveReferral}))
	handedOver = then(approved, by(answers, workflow.Command{Action: workflow.HandOverReferral}))
	turnedDown = then(handedOver, by("shenzhen/supervisor", workflow.Command{Action: workflow.RecordReply, Result: "refused", Reason: "not enough"}))

	proposedByOrg = then(then(investigating, published), by("org1", workflow.Command{Action: workflow.ProposePublicInterest, Reason: "many people are concerned"}))
)

var (
	orderedAndServed = then(served, then(decidedToo, by(answers, workflow.Command{Action: workflow.OrderRectify, Reason: "within two weeks"})))
	handedIn         = then(orderedAndServed, func(o *office, c *secretCase) {
		require.NoError(o.t, o.cases.RespondentAct(o.t.Context(), c.code, workflow.Command{Action: workflow.SubmitRectify, Reason: "it is done"}))
	})
	remedied   = then(handedIn, by(answers, workflow.Command{Action: workflow.AcceptRectification, Reason: "it is done"}))
	decidedToo = by(answers, workflow.Command{
		Action: workflow.DecideCase, Reason: "the documents agree", Outcome: &record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"PIPL 10"}},
	})
	closedFounded = then(decided, then(by(answers, workflow.Command{Action: workflow.Close, Reason: "it is done"}), confirmed))
)

// served takes the case into its investigation and serves the office that is accused.
func served(o *office, c *secretCase) {
	investigating(o, c)
	servedNow(o, c)
}

// objectedAtDoor: the holder contests the request through their door.
func objectedAtDoor(o *office, c *secretCase) {
	require.NoError(o.t, o.cases.RespondentAct(o.t.Context(), c.code, workflow.Command{
		Action: workflow.ObjectAtDoor, Ground: "kept_by_law", Reason: "Three years have not passed.",
	}))
}

func servedNow(o *office, c *secretCase) {
	code, _, err := o.cases.Serve(o.t.Context(), c.reference, o.actor(answers), o.respondentOf(c.reference), "You are said to have passed data on.", "")
	require.NoError(o.t, err)
	c.code = code
}

func (o *office) respondentOf(reference string) record.ID {
	w, err := o.db.World(o.t.Context(), reference)
	require.NoError(o.t, err)
	list, err := o.db.Respondents(o.t.Context(), w.Incident.ID)
	require.NoError(o.t, err)
	return list[0].ID
}

// later is after the time that respondents have, and before the agency's own.
func (o *office) later(reference string) string {
	w, err := o.db.World(o.t.Context(), reference)
	require.NoError(o.t, err)
	for _, t := range w.Tasks {
		if t.Kind == workflow.TaskRectification {
			return t.Until.Add(time.Second).Format(time.RFC3339)
		}
	}
	return ""
}

// postOf is the post that somebody of the demonstration holds.
func (o *office) postOf(key string) roles.Post {
	return o.org.Load().PostsOf(demo.Person(key), o.clock.Now())[0]
}

func confirmed(o *office, c *secretCase) {
	w, err := o.db.World(o.t.Context(), c.reference)
	require.NoError(o.t, err)
	o.act(c.reference, "shenzhen/supervisor", workflow.Command{Action: workflow.Confirm, Proposal: w.Proposals[0].ID})
}

// twin files a second case about the same.
func twin(o *office, c *secretCase) { c.other = o.file().Reference }

func merged(o *office, c *secretCase) {
	twin(o, c)
	o.act(c.reference, answers, workflow.Command{Action: workflow.Merge, Other: c.other, Reason: "they are the same"})
	confirmed(o, c)
}

// appealed is done by the filer, whose appeal goes to the agency above.
func appealed(o *office, c *secretCase) {
	o.filerAct(c, workflow.Command{Action: workflow.Appeal, Ground: "facts", Reason: "it did happen"})
}

func (o *office) filerAct(c *secretCase, command workflow.Command) {
	require.NoError(o.t, o.cases.FilerActByReceipt(o.t.Context(), c.receipt, command, ""))
}

func asked(o *office, c *secretCase) {
	require.NoError(o.t, o.cases.Say(o.t.Context(), c.reference, o.actor(answers), workflow.Ask, o.reportOf(c.reference), "When was it?"))
}

// leaked is a case in which a finding opened the duty to check a notice; leakedMuch also one to pass it on.
var leaked, leakedMuch = leakOf(`{"facts":{"persons":3}}`), leakOf(`{"facts":{"operator":"cii","persons":12000000}}`)

func leakOf(facts string) stage {
	return by(answers, workflow.Command{Action: workflow.Assess, Assess: &workflow.Assessment{Kind: "breach_duties", Facts: []byte(facts)}})
}

func assessed(o *office, c *secretCase) {
	o.act(c.reference, answers, workflow.Command{Action: workflow.Assess, Assess: &workflow.Assessment{
		Kind: "seriousness", Facts: []byte(`{"facts":{"acts":["sell"],"pieces":{"track":50}}}`)}})
	view, err := o.door.For(o.actor(answers), o.clock.Now()).Case(o.t.Context(), c.reference)
	require.NoError(o.t, err)
	c.finding = view.Findings[0].ID
}

func wording(o *office, c *secretCase) {
	o.publish(c, answers, publication.Command{Action: publication.Propose, Title: wordPublic, Summary: "An office passed data on.", Verification: "plausible"})
}

func released(o *office, c *secretCase) {
	o.publish(c, "shenzhen/supervisor", publication.Command{Action: publication.Clear})
}

func (o *office) publish(c *secretCase, who string, command publication.Command) {
	command.Actor = o.actor(who)
	require.NoError(o.t, o.public.Act(o.t.Context(), c.reference, command))
}

// orgProposal is an open proposal of the province's head about somebody else.
func (o *office) orgProposal() record.ID {
	id, err := o.staff.Act(o.t.Context(), workflow.OrgCommand{
		Actor: o.actor("guangdong/leader"), Act: workflow.DeclareTie,
		Args: workflow.OrgArgs{Person: demo.Person("shenzhen/deputy"), Party: roles.NameParty(uuid.NewString()), Kind: "other"},
	})
	require.NoError(o.t, err)
	return id
}

// soon is earlier than any clock of the demonstration.
func (o *office) soon() string { return o.clock.Now().Add(20 * time.Second).Format(time.RFC3339) }
