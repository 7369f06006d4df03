package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow/region"
)

// Acts on the bodies outside to which cases are referred.
const (
	AddBody OrgAct = "add_body"
	EndBody OrgAct = "end_body" // nothing is referred there any more; what was goes on
)

var bodyActs = []OrgAct{AddBody, EndBody}

// maxBodyName is how many characters the name of a body has at most.
const maxBodyName = 200

// mayTouchBody lets people of the default agency and of the oversight office
// decide which bodies exist, unless a tie to the body excludes them: whoever
// could invent a police of their own could refer a case to nobody.
func mayTouchBody(a roles.Actor, args OrgArgs, env Env, want roles.Permission) error {
	name := args.Name
	if b, known := bodyOf(env.Org, args.Body); known {
		name = b.Name
	}
	return mayKeepOutsiders(a, name, env, want)
}

func bodyOf(o *roles.Org, id roles.ID) (roles.Body, bool) {
	i := slices.IndexFunc(o.Bodies, func(b roles.Body) bool { return b.ID == id })
	if i < 0 {
		return roles.Body{}, false
	}
	return o.Bodies[i], true
}

// bodyRows add a body or end one from now on.
func bodyRows(rows record.OrgChange, act OrgAct, args OrgArgs, env Env, draw func() record.ID) (record.OrgChange, error) {
	if act == EndBody {
		b, takes := env.Org.Body(args.Body, env.Now)
		if !takes {
			return rows, refuse(Invalid, "body", "body_unknown", "no such body that takes referrals")
		}
		now := env.Now
		b.Ended = &now
		rows.Bodies = []roles.Body{b}
		return rows, nil
	}
	b := roles.Body{ID: draw(), Kind: args.Kind, Name: roles.Text{Zh: record.CleanText(args.Name.Zh), En: record.CleanText(args.Name.En)}, Region: args.Region}
	if err := checkBody(b, env); err != nil {
		return rows, err
	}
	rows.Bodies = []roles.Body{b}
	return rows, nil
}

func checkBody(b roles.Body, env Env) error {
	switch {
	case !slices.Contains(roles.BodyKinds, b.Kind):
		return refuse(Invalid, "kind", "body_kind", "name the kind: police, procuratorate or consumer_organization")
	case b.Name.Zh == "":
		return refuse(Invalid, "name", "body_name", "name the body in Chinese")
	case b.Region != "" && !region.Known(b.Region):
		return refuse(Invalid, "region", "region_unknown", "not a code of GB/T 2260")
	case slices.ContainsFunc(env.Org.Bodies, func(x roles.Body) bool {
		return x.Kind == b.Kind && x.Region == b.Region && x.Name.Zh == b.Name.Zh && (x.Ended == nil || x.Ended.After(env.Now))
	}):
		return refuse(WrongTime, "name", "body_known", "this body is listed already")
	}
	for _, name := range []string{b.Name.Zh, b.Name.En} {
		if r := record.CheckText(Invalid, "name", name, maxBodyName); name != "" && r != nil {
			return r
		}
	}
	return nil
}

// MayKeepOutsiders reports whether an actor may propose who outside is admitted
// and which bodies take referrals.
func MayKeepOutsiders(a roles.Actor, env Env) bool {
	return mayKeepOutsiders(a, roles.Text{}, env, roles.ProposeOrg) == nil
}
