package workflow

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// OrgAct is what two people do to the organisation together.
type OrgAct string

// The acts on the organisation.
const (
	Appoint    OrgAct = "appoint"     // a person to a post, as holder or deputy
	Vacate     OrgAct = "vacate"      // end a holding
	GrantLeave OrgAct = "leave"       // a time in which a person answers for nothing
	DeclareTie OrgAct = "declare_tie" // a relation of a person to somebody who may be accused
	EndTie     OrgAct = "end_tie"
	// HandOverAll gives all cases of a post to others, for whoever leaves.
	HandOverAll OrgAct = "hand_over"
	Suspend     OrgAct = "suspend_admission"  // an organization or a newsroom acts as citizens until it is reinstated
	Reinstate   OrgAct = "reinstate"          // ends a suspension
	Unadmit     OrgAct = "withdraw_admission" // for good
)

// OrgActs lists the acts that the page and the API of the organisation take;
// the adoption of a rule pack has its own.
var OrgActs = []OrgAct{Appoint, Vacate, GrantLeave, DeclareTie, EndTie, HandOverAll, Suspend, Reinstate, Unadmit, AddBody, EndBody}

// OrgArgs are the fields of an organisational act.
type OrgArgs struct {
	Post    roles.ID    `json:"post,omitzero"`
	Posts   []roles.ID  `json:"posts,omitempty"` // hand_over: those who receive, of the same agency
	Person  roles.ID    `json:"person,omitzero"`
	Deputy  bool        `json:"deputy,omitempty"`
	Holding roles.ID    `json:"holding,omitzero"`
	Tie     roles.ID    `json:"tie,omitzero"`
	Party   roles.Party `json:"party,omitempty"`
	Kind    string      `json:"kind,omitempty"`        // of the tie, or of the body
	Body    roles.ID    `json:"body,omitzero"`         // end_body
	Name    roles.Text  `json:"name,omitzero"`         // add_body: English may be empty
	Region  string      `json:"region,omitempty"`      // add_body: GB/T 2260; empty for the whole country
	Group   roles.ID    `json:"organization,omitzero"` // admitted organization or newsroom
	From    time.Time   `json:"from,omitzero"`
	To      *time.Time  `json:"to,omitempty"`
	// Pack, Version and Hash (hexadecimal SHA-256 of its text) name a rule pack.
	Pack    string `json:"pack,omitempty"`
	Version string `json:"version,omitempty"`
	Hash    string `json:"hash,omitempty"`
}

// OrgWorld is the organisation's stream and its open proposals.
type OrgWorld struct {
	Version   int64
	Proposals []record.OrgProposal
}

// OrgCommand proposes an act, or decides a proposal.
type OrgCommand struct {
	Actor    roles.Actor
	Seed     record.Seed
	Act      OrgAct
	Args     OrgArgs
	Proposal record.ID // zero to propose
	Decline  bool
}

// DecideOrg says what an organisational act writes. Every such act takes two
// people, neither of whom gains by it: nobody appoints themselves.
func DecideOrg(w OrgWorld, c OrgCommand, env Env) (record.Change, error) {
	src := record.NewSource(c.Seed)
	if c.Proposal == uuid.Nil {
		return proposeOrg(w, c, env, src)
	}
	return answerOrg(w, c, env, src)
}

func proposeOrg(w OrgWorld, c OrgCommand, env Env, src *record.Source) (record.Change, error) {
	if err := mayTouch(c.Actor, c.Act, c.Args, env, roles.ProposeOrg); err != nil {
		return record.Change{}, err
	}
	if _, err := orgRows(c.Act, c.Args, env, func() record.ID { return record.ID{1} }); err != nil {
		return record.Change{}, err
	}
	if c.Act == AdoptPack && adoptionWaits(w) {
		return record.Change{}, refuse(WrongTime, "pack", "adoption_waits", "another adoption waits for its second person")
	}
	args, err := json.Marshal(c.Args)
	if err != nil {
		return record.Change{}, err
	}
	p := record.OrgProposal{ID: src.ID(env.Now), Act: string(c.Act), Args: args, State: record.ProposalOpen, ProposedBy: c.Actor.Person, At: env.Now}
	facts := orgFacts(p, c.Args, env)
	return orgEvent(w, c, env, src, "organisation.proposed", facts, record.OrgChange{Revision: env.Org.Revision, Proposals: []record.OrgProposal{p}})
}

var unknownProposal = refuse(Invalid, "proposal", "proposal_unknown", "no such open proposal")

func answerOrg(w OrgWorld, c OrgCommand, env Env, src *record.Source) (record.Change, error) {
	i := slices.IndexFunc(w.Proposals, func(p record.OrgProposal) bool { return p.ID == c.Proposal && p.State == record.ProposalOpen })
	if i < 0 {
		return record.Change{}, unknownProposal
	}
	p := w.Proposals[i]
	var args OrgArgs
	if err := json.Unmarshal(p.Args, &args); err != nil {
		return record.Change{}, err
	}
	act := OrgAct(p.Act)
	if p.ProposedBy == c.Actor.Person {
		return record.Change{}, refuse(Forbidden, "proposal", "second_person", "a second person must decide this")
	}
	if err := mayTouch(c.Actor, act, args, env, roles.ConfirmOrg); err != nil {
		if r, ok := AsRefusal(err); ok && r.Code == "not_yours" {
			return record.Change{}, unknownProposal // what is nobody's business must not be known to exist
		}
		return record.Change{}, err
	}
	p.DecidedBy, p.State = c.Actor.Person, record.ProposalDeclined
	facts := orgFacts(p, args, env)
	if c.Decline {
		return orgEvent(w, c, env, src, "organisation.declined", facts, record.OrgChange{Revision: env.Org.Revision, Proposals: []record.OrgProposal{p}})
	}
	rows, err := orgRows(act, args, env, func() record.ID { return src.ID(env.Now) })
	if err != nil {
		return record.Change{}, err
	}
	if _, err := Revise(env.Org, rows); err != nil {
		return record.Change{}, refuse(Invalid, "", "organisation_invalid", "afterwards nobody would answer")
	}
	p.State = record.ProposalConfirmed
	rows.Proposals, facts.Revision = []record.OrgProposal{p}, rows.Revision
	return orgEvent(w, c, env, src, "organisation."+p.Act, facts, rows)
}

// orgFacts name the person and the post that an act is about, also where its
// fields name only the holding or the tie.
func orgFacts(p record.OrgProposal, args OrgArgs, env Env) record.OrgFacts {
	f := record.OrgFacts{Revision: env.Org.Revision, Proposal: p.ID, Act: p.Act, Person: concerned(OrgAct(p.Act), args, env), Post: args.Post}
	for _, h := range env.Org.Holdings {
		if OrgAct(p.Act) == Vacate && h.ID == args.Holding {
			f.Post = h.Post
		}
	}
	return f
}

func orgEvent(w OrgWorld, c OrgCommand, env Env, src *record.Source, kind string, facts record.OrgFacts, rows record.OrgChange) (record.Change, error) {
	subject := record.Subject{Kind: record.SubjectOrganisation}
	e := record.Event{
		ID: src.ID(env.Now), Subject: subject, Seq: w.Version + 1, Kind: kind, At: env.Now, Actor: c.Actor,
		Facts: record.Facts{Org: &facts}, Salt: src.Bytes(),
	}
	canonical, err := record.Canonicalize(e)
	if err != nil {
		return record.Change{}, err
	}
	e.Canonical = canonical
	return record.Bind(record.Change{
		Guards: []record.Guard{{Subject: subject, Expect: w.Version, Next: w.Version + 1}},
		Events: []record.Event{e}, Org: &rows,
	})
}

// mayTouch asks for standing over the post or person concerned: a post in the
// same agency or one above it. Whoever the act concerns has none, except that
// everybody may propose their own leave and declare their own ties.
func mayTouch(a roles.Actor, act OrgAct, args OrgArgs, env Env, want roles.Permission) error {
	if act == AdoptPack {
		return mayAdopt(a, env, want)
	}
	person := concerned(act, args, env)
	if a.Person == uuid.Nil {
		return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	if act == EndTie && recusal(args.Tie, env) {
		return refuse(Invalid, "tie", "recusal_stays", "whoever was recused from a case stays out of it")
	}
	if slices.Contains(admissions, act) {
		return mayTouchAssociation(a, args.Group, env, want)
	}
	if slices.Contains(bodyActs, act) {
		return mayTouchBody(a, args, env, want)
	}
	if person == a.Person {
		if (act == DeclareTie || act == GrantLeave || act == HandOverAll) && want == roles.ProposeOrg {
			return nil
		}
		return refuse(Forbidden, "", "own_matter", "nobody decides on themselves")
	}
	targets := postsConcerned(act, args, person, env)
	for _, mine := range env.Org.PostsOf(a.Person, env.Now) {
		if roles.Granted(mine.Class, nil, want) && env.Org.AnswersFor(a.Person, mine.ID, env.Now) && standsOver(mine, targets, env) {
			return nil
		}
	}
	return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
}

// MayProposeOrg reports whether somebody may propose an act on the organisation.
func MayProposeOrg(a roles.Actor, act OrgAct, args OrgArgs, env Env) bool {
	return mayTouch(a, act, args, env, roles.ProposeOrg) == nil
}

// recusal reports whether a tie is one that a recusal wrote: to give a case away
// and to come back to it later would be a way to park it.
func recusal(tie roles.ID, env Env) bool {
	return slices.ContainsFunc(env.Org.Ties, func(t roles.Tie) bool { return t.ID == tie && t.Kind == TieRecusal })
}

// standsOver reports whether a post stands above every post concerned. The
// oversight office stands over all others; over it stand its own superiors and
// the head of the default agency.
func standsOver(mine roles.Post, targets []roles.ID, env Env) bool {
	oversight, _ := env.Org.Post(env.Org.Oversight)
	top, _ := env.Org.Agency(env.Org.Default)
	for _, t := range targets {
		target, _ := env.Org.Post(t)
		inOversight := target.Agency == oversight.Agency
		over := env.Org.Above(mine.ID, t) || (!inOversight && mine.Agency == oversight.Agency) || (inOversight && mine.ID == top.Head)
		if !over {
			return false
		}
	}
	return len(targets) > 0
}

func concerned(act OrgAct, args OrgArgs, env Env) roles.ID {
	switch act {
	case Vacate:
		for _, h := range env.Org.Holdings {
			if h.ID == args.Holding {
				return h.Person
			}
		}
	case EndTie:
		for _, t := range env.Org.Ties {
			if t.ID == args.Tie {
				return t.Person
			}
		}
	case HandOverAll:
		return env.Org.Answer(args.Post, env.Now).Person
	case Appoint, GrantLeave, DeclareTie, Suspend, Reinstate, Unadmit, AddBody, EndBody, AdoptPack: // name the person, or nobody
	}
	return args.Person
}

// postsConcerned are the posts an act is about: the one to be filled or left,
// else those in which the person serves.
func postsConcerned(act OrgAct, args OrgArgs, person roles.ID, env Env) []roles.ID {
	if act == Appoint || act == HandOverAll {
		return []roles.ID{args.Post}
	}
	var list []roles.ID
	for _, h := range env.Org.Holdings {
		if h.ID == args.Holding && act == Vacate {
			return []roles.ID{h.Post}
		}
	}
	for _, p := range env.Org.PostsOf(person, env.Now) {
		list = append(list, p.ID)
	}
	return list
}

// orgRows are the rows an act writes, with the next revision.
func orgRows(act OrgAct, args OrgArgs, env Env, draw func() record.ID) (record.OrgChange, error) {
	if act == AdoptPack {
		return adoptionRows(args, env)
	}
	rows := record.OrgChange{Revision: env.Org.Revision + 1}
	if args.From.IsZero() || args.From.Before(env.Now) {
		args.From = env.Now // nothing on the organisation reaches into the past
	}
	if args.To != nil && !args.To.After(args.From) {
		return rows, refuse(Invalid, "to", "end_before_start", "must be after the start")
	}
	if slices.Contains(admissions, act) {
		return admissionRows(rows, act, args, env)
	}
	if slices.Contains(bodyActs, act) {
		return bodyRows(rows, act, args, env, draw)
	}
	if _, known := env.Org.Person(args.Person); !known && act != Vacate && act != EndTie && act != HandOverAll {
		return rows, refuse(Invalid, "person", "person_unknown", "no such person")
	}
	switch act {
	case Appoint:
		return appointRows(rows, args, env, draw)
	case Vacate:
		return endHolding(rows, args, env)
	case GrantLeave:
		rows.Leaves = []roles.Leave{{ID: draw(), Person: args.Person, From: args.From, To: args.To}}
	case DeclareTie:
		party, err := roles.ParseParty(string(args.Party))
		if err != nil || !slices.Contains(TieKinds, args.Kind) {
			return rows, refuse(Invalid, "party", "tie_incomplete", "name the party (name:…, code:… or agency:…) and the kind of tie")
		}
		rows.Ties = []roles.Tie{{ID: draw(), Person: args.Person, Party: party, Kind: args.Kind, From: args.From, To: args.To}}
	case EndTie:
		return endTie(rows, args, env)
	case HandOverAll:
		return record.OrgChange{Revision: env.Org.Revision}, checkHandOver(args, env)
	default:
		return rows, refuse(Invalid, "act", "action_unknown", "no such act")
	}
	return rows, nil
}

// TieKinds are the kinds of declared ties.
var TieKinds = []string{"employment", "kinship", "ownership", "other"}

// appointRows seats a person; a present holder of the same seat gives way at
// the moment the new one begins, and returns when a temporary one ends.
func appointRows(rows record.OrgChange, args OrgArgs, env Env, draw func() record.ID) (record.OrgChange, error) {
	if _, ok := env.Org.Post(args.Post); !ok {
		return rows, refuse(Invalid, "post", "post_unknown", "no such post")
	}
	switch p, _ := env.Org.Person(args.Person); p.Role {
	case roles.Officer, roles.Supervisor, roles.Leader:
	default:
		return rows, refuse(Invalid, "person", "person_outside", "only an agency's own people hold its posts")
	}
	for _, h := range env.Org.Holdings {
		if h.Post != args.Post || h.Deputy != args.Deputy || (h.To != nil && !h.To.After(args.From)) {
			continue
		}
		if back := h; args.To != nil && (h.To == nil || h.To.After(*args.To)) && h.From.Before(*args.To) {
			back.ID, back.From = draw(), *args.To
			rows.Holdings = append(rows.Holdings, back)
		}
		h.To = endOf(h, args.From)
		rows.Holdings = append(rows.Holdings, h)
	}
	rows.Holdings = append(rows.Holdings, roles.Holding{ID: draw(), Post: args.Post, Person: args.Person, Deputy: args.Deputy, From: args.From, To: args.To})
	return rows, nil
}

// endOf ends a holding at a time; one that has not begun by then never was.
func endOf(h roles.Holding, at time.Time) *time.Time {
	if at.Before(h.From) {
		at = h.From
	}
	return &at
}

func endHolding(rows record.OrgChange, args OrgArgs, env Env) (record.OrgChange, error) {
	for _, h := range env.Org.Holdings {
		if h.ID == args.Holding && (h.To == nil || h.To.After(args.From)) {
			h.To = endOf(h, args.From)
			rows.Holdings = []roles.Holding{h}
			return rows, nil
		}
	}
	return rows, refuse(Invalid, "holding", "holding_unknown", "nobody holds this post in this way")
}

func endTie(rows record.OrgChange, args OrgArgs, env Env) (record.OrgChange, error) {
	for _, t := range env.Org.Ties {
		if t.ID == args.Tie && (t.To == nil || t.To.After(args.From)) {
			from := args.From
			t.To = &from
			rows.Ties = []roles.Tie{t}
			return rows, nil
		}
	}
	return rows, refuse(Invalid, "tie", "tie_unknown", "no such tie")
}

// Revise is the organisation after a change, or an error where it would leave
// a duty without a named person.
func Revise(o *roles.Org, c record.OrgChange) (*roles.Org, error) {
	p := o.Parts
	p.Revision = c.Revision
	p.Holdings = replace(p.Holdings, c.Holdings, func(h roles.Holding) roles.ID { return h.ID })
	p.Leaves = replace(p.Leaves, c.Leaves, func(l roles.Leave) roles.ID { return l.ID })
	p.Associations = replace(p.Associations, c.Organizations, func(b roles.Association) roles.ID { return b.ID })
	p.Ties = replace(p.Ties, c.Ties, func(t roles.Tie) roles.ID { return t.ID })
	p.Bodies = replace(p.Bodies, c.Bodies, func(b roles.Body) roles.ID { return b.ID })
	return roles.New(p)
}

func replace[T any](rows, with []T, id func(T) roles.ID) []T {
	rows = slices.Clone(rows)
	for _, w := range with {
		rows = upsert(rows, w, func(r T) bool { return id(r) == id(w) })
	}
	return rows
}

// MayDecideOrg reports whether an actor is a possible second person for an
// open proposal.
func MayDecideOrg(p record.OrgProposal, actor roles.Actor, env Env) bool {
	var args OrgArgs
	if p.State != record.ProposalOpen || p.ProposedBy == actor.Person || json.Unmarshal(p.Args, &args) != nil {
		return false
	}
	return mayTouch(actor, OrgAct(p.Act), args, env, roles.ConfirmOrg) == nil
}
