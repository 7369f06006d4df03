package frontend

import (
	"strconv"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// publicWorld is the publication track of the case.
func (s sight) publicWorld() publication.World {
	return publication.World{Public: s.view.Public, Versions: s.view.Versions}
}

// standing is how the reader stands to the case, as far as the publication track needs it.
func (s sight) standing() roles.Standing {
	i := s.view.Incident
	about := roles.Case{Agency: i.Agency, Accused: i.Accused}
	for _, d := range s.view.Duties {
		switch {
		case !d.State.Live():
		case d.Lead:
			about.LeadPost = d.PostID
		default:
			about.Called = append(about.Called, d.PostID)
		}
	}
	return s.org.Stand(s.actor, about, s.now)
}

var publicTones = map[record.PublicState]string{
	record.Proposed: "warm", record.Published: "good", record.Corrected: "good", record.Withdrawn: "bad",
}

func (s sight) publication() *Publication {
	public := s.view.Public
	state := public.State
	if state == "" {
		state = record.Unpublished
	}
	made := &Publication{
		State:   Tag{Says: word("publication", string(state)), Tone: publicTones[state]},
		Pending: s.pendingDraft(), Versions: s.versions(),
	}
	if public.PublishedAt != nil {
		made.Since = K("case.published_since", "when", At(*public.PublishedAt))
	}
	if public.Number > 0 {
		made.URL = "/incidents/" + s.view.Incident.Reference
	}
	for _, action := range publication.PossibleActs(s.publicWorld(), s.actor, s.standing()) {
		if action == publication.Propose {
			made.Propose, made.Findings = s.proposePublic()
			continue
		}
		made.Acts = append(made.Acts, s.publicAct(action))
	}
	return made
}

func (s sight) version(number int) (record.PublicVersion, bool) {
	for _, v := range s.view.Versions {
		if v.Number == number && number > 0 {
			return v, true
		}
	}
	return record.PublicVersion{}, false
}

func (s sight) pendingDraft() *PublicDraft {
	v, ok := s.version(s.view.Public.Pending)
	if !ok {
		return nil
	}
	return &PublicDraft{
		Title: v.Title, Summary: v.Summary, Note: v.Note, Kept: v.Kept,
		Verification: wordOr("case.verification_"+v.Verification, v.Verification),
		Shown:        shownBeside(v),
		By:           K("case.proposed_at", "name", s.personName(v.Proposer), "when", At(v.ProposedAt)),
		Hints:        scanned(wording{v.Title, v.Summary, v.Note}, nil),
	}
}

// shownBeside is what a version makes public beside its wording.
func shownBeside(v record.PublicVersion) []Row {
	var rows []Row
	if len(v.Parties) > 0 {
		parties := make([]workflow.RespondentView, len(v.Parties))
		for n, p := range v.Parties {
			parties[n] = workflow.RespondentView{Kind: p.Kind, Name: p.Name}
		}
		rows = append(rows, Row{Key: K("public.fact_parties"), Values: partiesOf(parties)})
	}
	if v.Outcome != nil {
		rows = append(rows, Row{Key: K("public.fact_outcome"), Values: publicOutcome(*v.Outcome)})
	}
	return rows
}

// versions are the wordings that were public, the newest first.
func (s sight) versions() []Event {
	var list []Event
	for i := len(s.view.Versions) - 1; i >= 0; i-- {
		v := s.view.Versions[i]
		if v.ClearedAt == nil {
			continue
		}
		said := []Text{K("case.version_people", "proposer", s.personName(v.Proposer), "clearer", s.personName(v.Clearer))}
		if v.Note != "" {
			said = append(said, K("case.line_reason", "reason", v.Note))
		}
		if v.Kept != "" {
			said = append(said, K("case.kept", "reason", v.Kept))
		}
		list = append(list, Event{Title: K("case.version", "n", strconv.Itoa(v.Number)), When: At(*v.ClearedAt), Text: lines(said)})
	}
	return list
}

// publicAct is the form of a second person's act on the publication track.
func (s sight) publicAct(action publication.Action) Act {
	name := string(action)
	a := Act{
		Action: name, ID: formID(name), URL: caseURL(s.view.Incident.Reference) + "/publication",
		Label: K("case.act_" + name), Hint: K("case.act_" + name + "_hint"), Open: s.form.is(name),
		Grave: action == publication.Withdraw,
	}
	if action == publication.Clear {
		a.Hidden = []Hidden{{"number", strconv.Itoa(s.view.Public.Pending)}}
	}
	if action != publication.Clear {
		a.Fields = []Field{s.reason(name, true)}
	}
	return a
}

// proposePublic is the form for a wording, filled in with what is public now, else with what was told.
func (s sight) proposePublic() (*Act, []Finding) {
	f := s.publicForm()
	correcting := s.view.Public.Number > 0
	a := &Act{
		Action: actPropose, ID: formID(actPropose), URL: caseURL(s.view.Incident.Reference) + "/publication",
		Label: K("case.act_publish_propose"), Hint: K("case.act_publish_propose_hint"), Open: s.form.is(actPropose), Second: true,
		Fields: []Field{
			f.input(actPropose, "title", "", K("case.field_public_title"), nil, 0),
			f.textarea(actPropose, "summary", K("case.field_summary"), K("case.field_summary_hint"), 8),
			{Select: f.list(actPropose, "verification", K("case.field_verification"), verificationOptions())},
		},
	}
	if correcting {
		a.Label = K("case.act_publish_correct")
		a.Fields = append(a.Fields, f.textarea(actPropose, "reason", K("case.field_correction"), K("case.shown_publicly"), 3))
	}
	found := scanned(wordingOf(f.typed), f.typed)
	if blocking(found) {
		a.Fields = append(a.Fields, f.textarea(actPropose, "kept", K("case.keep_reason"), K("case.keep_reason_hint"), 2))
	}
	return a, found
}

// publicForm is the form as it came back, or as it is first shown.
func (s sight) publicForm() formState {
	if s.form.is(actPropose) {
		return s.form
	}
	title, summary, verification := s.view.Title, s.view.Narrative, publication.Verifications[0]
	if v, ok := s.version(s.view.Public.Number); ok {
		title, summary, verification = v.Title, v.Summary, v.Verification
	}
	return formState{act: actPropose, typed: map[string][]string{
		"title": {title}, "summary": {summary}, "verification": {verification},
	}}
}

func verificationOptions() []Option {
	var list []Option
	for _, v := range publication.Verifications {
		list = append(list, Option{Value: v, Label: wordOr("case.verification_"+v, v)})
	}
	return list
}
