package frontend

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// directory is the organisation as one actor sees it, and what they were just typing.
type directory struct {
	org   *roles.Org
	world workflow.OrgWorld
	actor roles.Actor
	now   time.Time
	form  formState
}

func organisationPage(d directory) OrganisationPage {
	page := OrganisationPage{
		Agencies: d.agencies(), Bodies: d.bodyRows(), Proposals: d.proposals(), Acts: d.acts(), Ties: d.ownTies(),
		Revision: d.org.Revision, Errors: d.form.found,
	}
	if d.form.act != "" {
		page.Answering = formID(d.form.act)
	}
	return page
}

func (d directory) agencies() []OrgAgency {
	var list []OrgAgency
	for _, a := range d.tree() {
		made := OrgAgency{ID: a.ID.String(), Name: Named(a.Name)}
		if a.Region != "" {
			made.Region = regionName(a.Region)
		}
		if up, ok := d.org.Agency(a.Parent); ok {
			made.Under = K("worker.under", "agency", Named(up.Name))
		}
		for _, p := range d.ranked(a.ID) {
			made.Posts = append(made.Posts, d.post(p))
		}
		list = append(list, made)
	}
	return list
}

var viaTones = map[roles.Via]string{roles.ViaHolder: "good", roles.ViaDeputy: "calm", roles.ViaSuperior: "warm", roles.ViaOversight: "bad"}

func (d directory) post(p roles.Post) OrgPost {
	answer := d.org.Answer(p.ID, d.now)
	made := OrgPost{
		Title: Named(p.Title), Person: d.name(answer.Person),
		Via: Tag{Says: K("case.via_" + string(answer.Via)), Tone: viaTones[answer.Via]},
	}
	for _, h := range d.org.Holdings {
		if h.Post != p.ID || h.Person == answer.Person || !d.current(h.From, h.To) {
			continue
		}
		key := "worker.holder_away"
		if h.Deputy {
			key = "worker.deputy_is"
		}
		made.Notes = append(made.Notes, K(key, "name", d.name(h.Person)))
	}
	return made
}

func (d directory) current(from time.Time, to *time.Time) bool {
	return !d.now.Before(from) && (to == nil || d.now.Before(*to))
}

func (d directory) name(id roles.ID) string {
	p, _ := d.org.Person(id)
	return p.Name
}

func (d directory) ownTies() []Row {
	var rows []Row
	for _, t := range d.org.Ties {
		if t.Person == d.actor.Person && d.current(t.From, t.To) {
			rows = append(rows, Row{Key: wordOr("worker.tie_"+t.Kind, t.Kind), Values: []Text{d.party(t.Party), K("worker.since", "day", DateOf(t.From))}})
		}
	}
	return rows
}

// bodyRows are the bodies outside that take referrals, each kind with its own.
func (d directory) bodyRows() []Row {
	var rows []Row
	for _, kind := range roles.BodyKinds {
		row := Row{Key: word("body", kind)}
		for _, b := range d.org.Bodies {
			if _, takes := d.org.Body(b.ID, d.now); takes && b.Kind == kind {
				row.Values = append(row.Values, bodySaid(b))
			}
		}
		if len(row.Values) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

func bodySaid(b roles.Body) Text {
	if b.Region == "" {
		return Named(b.Name)
	}
	return K("worker.body_in", "body", Named(b.Name), "region", regionName(b.Region))
}

// party names somebody who may be accused, as far as the key tells.
func (d directory) party(p roles.Party) Text {
	if strings.HasPrefix(string(p), "case:") {
		return K("worker.tie_one_case") // its number is for those who may see it
	}
	for _, a := range d.org.Agencies {
		if slices.Contains(d.org.AgencyParties(a.ID), p) {
			return Named(a.Name)
		}
	}
	return Plain(partyKey(p))
}

// proposals wait for a second person; only those that the reader may decide have forms.
func (d directory) proposals() []Proposal {
	var list []Proposal
	for _, p := range d.world.Proposals {
		mine := p.ProposedBy == d.actor.Person
		decides := workflow.MayDecideOrg(p, d.actor, workflow.Env{Now: d.now, Org: d.org})
		if p.State != record.ProposalOpen || (!mine && !decides) {
			continue // a tie that somebody declares concerns them and their second person
		}
		made := Proposal{
			Label: orgActLabel(p.Act), By: d.name(p.ProposedBy), When: At(p.At), Mine: mine,
			Lines: d.argLines(p),
		}
		if decides {
			made.Answers = []Act{d.answer("confirm", p.ID), d.answer("decline", p.ID)}
		}
		list = append(list, made)
	}
	return list
}

func (d directory) answer(action string, proposal record.ID) Act {
	name := action + "-" + proposal.String()
	return Act{
		Action: action, ID: formID(name), URL: organisationURL, Label: K("case.act_" + action),
		Hidden: []Hidden{{"proposal", proposal.String()}, {"form", name}},
	}
}

// mayPropose says whether any of the reader's posts lets them propose a change of the directory.
func (d directory) mayPropose() bool {
	return d.org.Stand(d.actor, roles.Case{}, d.now).May(roles.ProposeOrg)
}

// argLines says what a proposal would change.
func (d directory) argLines(p record.OrgProposal) []Text {
	var args workflow.OrgArgs
	if json.Unmarshal(p.Args, &args) != nil {
		return nil
	}
	var said []Text
	if args.Pack != "" {
		said = append(said, K("law.pack_version", "id", args.Pack, "version", args.Version))
	}
	add := func(key string, value Text) {
		if value != nil {
			said = append(said, K("worker.arg_"+key, "value", value))
		}
	}
	if b, ok := d.org.Association(args.Group); ok {
		add("organization", Named(b.Name))
	} else if b, ok := d.bodyOf(p.Act, args); ok {
		add("body", bodySaid(b))
		add("body_kind", word("body", b.Kind))
	} else {
		add("person", Plain(d.name(d.concerned(args))))
	}
	if post, ok := d.org.Post(d.postOf(args)); ok {
		add("post", Named(post.Title))
	}
	if args.Deputy {
		said = append(said, K("worker.as_deputy"))
	}
	if args.Party != "" {
		add("party", d.party(args.Party))
		add("kind", wordOr("worker.tie_"+args.Kind, args.Kind))
	}
	if !args.From.IsZero() {
		add("from", At(args.From))
	}
	if args.To != nil {
		add("until", At(*args.To))
	}
	return said
}

// bodyOf is the body outside that a proposal would add or end.
func (d directory) bodyOf(act string, args workflow.OrgArgs) (roles.Body, bool) {
	if workflow.OrgAct(act) == workflow.AddBody {
		return roles.Body{Kind: args.Kind, Name: args.Name, Region: args.Region}, true
	}
	i := slices.IndexFunc(d.org.Bodies, func(b roles.Body) bool { return b.ID == args.Body && args.Body != uuid.Nil })
	if i < 0 {
		return roles.Body{}, false
	}
	return d.org.Bodies[i], true
}

func (d directory) concerned(args workflow.OrgArgs) roles.ID {
	for _, h := range d.org.Holdings {
		if args.Holding != uuid.Nil && h.ID == args.Holding {
			return h.Person
		}
	}
	for _, t := range d.org.Ties {
		if args.Tie != uuid.Nil && t.ID == args.Tie {
			return t.Person
		}
	}
	return args.Person
}

func (d directory) postOf(args workflow.OrgArgs) roles.ID {
	for _, h := range d.org.Holdings {
		if args.Holding != uuid.Nil && h.ID == args.Holding {
			return h.Post
		}
	}
	return args.Post
}
