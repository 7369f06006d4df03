package frontend

import (
	"slices"
	"strings"

	"gongzhi/roles"
	"gongzhi/workflow"
)

const organisationURL = "/desk/organisation"

// partyKey is what a party's key says after its kind.
func partyKey(p roles.Party) string {
	_, name, _ := strings.Cut(string(p), ":")
	return name
}

// acts are the forms to propose a change. Everybody in the directory may propose their own leave and declare their
// own ties; the rest is for those whose post may propose.
func (d directory) acts() []Act {
	if _, known := d.org.Person(d.actor.Person); !known {
		return nil
	}
	var list []Act
	if d.mayPropose() {
		list = append(list,
			d.act(workflow.Appoint, d.pick("person", d.people()), d.pick("post", d.posts()), d.deputy(), d.day("from"), d.day("to")),
			d.act(workflow.Vacate, d.pick("holding", d.holdings())),
			d.act(workflow.EndTie, d.pick("tie", d.ties())),
			d.act(workflow.HandOverAll, d.pick("from_post", d.posts()), d.pick("receiver_1", d.posts()), d.pick("receiver_2", d.posts()), d.pick("receiver_3", d.posts())),
		)
	}
	keeps := workflow.MayKeepOutsiders(d.actor, workflow.Env{Now: d.now, Org: d.org})
	if keeps && len(d.org.Associations) > 0 {
		list = append(list,
			d.act(workflow.Suspend, d.pick("organization", d.admitted(false))),
			d.act(workflow.Reinstate, d.pick("organization", d.admitted(true))),
			d.act(workflow.Unadmit, d.pick("organization", append(d.admitted(false), d.admitted(true)...))),
		)
	}
	if keeps {
		list = append(list,
			d.act(workflow.AddBody, d.bodyKind(), d.line("name"), d.line("name_en"), d.line("region")),
			d.act(workflow.EndBody, d.pick("body", d.bodies())),
		)
	}
	if d.mayPropose() || len(d.org.PostsOf(d.actor.Person, d.now)) > 0 {
		list = append(list,
			d.act(workflow.GrantLeave, d.pick("person", d.withMe()), d.day("from"), d.day("to")),
			d.act(workflow.DeclareTie, d.pick("person", d.withMe()), d.pick("kind", tieKinds()), d.partyName(), d.partyKind()),
		)
	}
	return list
}

type orgField func(act string) Field

func (d directory) act(act workflow.OrgAct, fields ...orgField) Act {
	name := string(act)
	a := Act{
		Action: name, ID: formID(name), URL: organisationURL, Label: orgActLabel(name), Hint: K("worker.org_" + name + "_hint"),
		Second: true, Open: d.form.is(name), Button: K("case.propose", "act", orgActLabel(name)),
	}
	for _, field := range fields {
		a.Fields = append(a.Fields, field(name))
	}
	return a
}

func (d directory) pick(name string, options []Option) orgField {
	return func(act string) Field {
		fresh := append([]Option(nil), options...)
		return Field{Select: d.form.list(act, name, K("worker.field_"+name), withNone(fresh))}
	}
}

func (d directory) day(name string) orgField {
	return func(act string) Field {
		return d.form.input(act, name, "date", K("worker.field_"+name), K("worker.field_"+name+"_hint"), 10)
	}
}

// line is one line of text; its words are those of the act.
func (d directory) line(name string) orgField {
	return func(act string) Field {
		return d.form.input(act, name, "", K("worker.field_"+name), K("worker.field_"+name+"_hint"), 0)
	}
}

func (d directory) bodyKind() orgField {
	return func(act string) Field {
		return Field{Radios: d.form.list(act, "kind", K("worker.field_body_kind"), listed("body", roles.BodyKinds))}
	}
}

// bodies are the bodies outside that take referrals.
func (d directory) bodies() []Option {
	var list []Option
	for _, b := range d.org.Bodies {
		if _, takes := d.org.Body(b.ID, d.now); takes {
			list = append(list, Option{Value: b.ID.String(), Label: Named(b.Name)})
		}
	}
	return list
}

func (d directory) deputy() orgField {
	return func(act string) Field {
		return Field{Radios: withDefault(d.form.list(act, "deputy", K("worker.field_deputy"), []Option{
			{Value: "no", Label: K("worker.as_holder")}, {Value: "yes", Label: K("worker.as_deputy")}}))}
	}
}

func (d directory) partyName() orgField {
	return func(act string) Field {
		return d.form.input(act, "party", "", K("worker.field_party"), K("worker.field_party_hint"), 0)
	}
}

func (d directory) partyKind() orgField {
	return func(act string) Field {
		return Field{Radios: withDefault(d.form.list(act, "party_kind", K("worker.field_party_kind"), []Option{
			{Value: "name", Label: K("worker.party_name")}, {Value: "code", Label: K("worker.party_code")}}))}
	}
}

// withDefault chooses the first option where nothing was chosen.
func withDefault(c *Choice) *Choice {
	if !slices.ContainsFunc(c.Options, func(o Option) bool { return o.Chosen }) {
		c.Options[0].Chosen = true
	}
	return c
}

func tieKinds() []Option {
	var list []Option
	for _, kind := range workflow.TieKinds {
		list = append(list, Option{Value: kind, Label: K("worker.tie_" + kind)})
	}
	return list
}

// people are those who serve in posts or could.
func (d directory) people() []Option {
	var list []Option
	for _, p := range d.org.People {
		switch p.Role {
		case roles.Officer, roles.Supervisor, roles.Leader:
			if p.Ended == nil || p.Ended.After(d.now) {
				list = append(list, Option{Value: p.ID.String(), Label: d.described(p)})
			}
		default: // holds no post
		}
	}
	return list
}

// withMe are the reader alone, or everybody for those who may propose for others.
func (d directory) withMe() []Option {
	if d.mayPropose() {
		return d.people()
	}
	me, _ := d.org.Person(d.actor.Person)
	return []Option{{Value: me.ID.String(), Label: d.described(me)}}
}

func (d directory) described(p roles.Person) Text {
	posts := d.org.PostsOf(p.ID, d.now)
	if len(posts) == 0 {
		return Plain(p.Name)
	}
	return K("case.holder", "person", p.Name, "post", Named(posts[0].Title))
}

func (d directory) posts() []Option {
	var list []Option
	for _, p := range d.org.Posts {
		agency, _ := d.org.Agency(p.Agency)
		list = append(list, Option{Value: p.ID.String(), Label: K("worker.post_of", "post", Named(p.Title), "agency", Named(agency.Name))})
	}
	return list
}

func (d directory) holdings() []Option {
	var list []Option
	for _, h := range d.org.Holdings {
		if post, ok := d.org.Post(h.Post); ok && d.current(h.From, h.To) {
			list = append(list, Option{Value: h.ID.String(), Label: K("case.holder", "person", d.name(h.Person), "post", Named(post.Title))})
		}
	}
	return list
}

// ties are those that the reader may propose to end: a tie tells of a person
// and whom they are close to, which concerns nobody else.
func (d directory) ties() []Option {
	var list []Option
	env := workflow.Env{Now: d.now, Org: d.org}
	for _, t := range d.org.Ties {
		if d.current(t.From, t.To) && workflow.MayProposeOrg(d.actor, workflow.EndTie, workflow.OrgArgs{Tie: t.ID}, env) {
			list = append(list, Option{Value: t.ID.String(), Label: K("case.holder", "person", d.name(t.Person), "post", d.party(t.Party))})
		}
	}
	return list
}

// admitted are the organizations and newsrooms that are admitted, or suspended.
func (d directory) admitted(suspended bool) []Option {
	var list []Option
	for _, b := range workflow.Admitted(d.org) {
		if (b.Suspended != nil) == suspended {
			list = append(list, Option{Value: b.ID.String(), Label: Named(b.Name)})
		}
	}
	return list
}
