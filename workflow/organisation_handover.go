package workflow

import (
	"encoding/json"
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

const maxReceivers = 20

// checkHandOver asks for one to twenty posts of the same agency.
func checkHandOver(args OrgArgs, env Env) error {
	from, ok := env.Org.Post(args.Post)
	switch {
	case !ok:
		return refuse(Invalid, "post", "post_unknown", "no such post")
	case len(args.Posts) == 0 || len(args.Posts) > maxReceivers:
		return refuse(Invalid, "posts", "receivers_empty", "name 1 to 20 posts that receive the cases")
	case slices.Contains(args.Posts, args.Post):
		return refuse(Invalid, "posts", "same_post", "the duty lies there already")
	case slices.ContainsFunc(args.Posts, func(id roles.ID) bool { p, known := env.Org.Post(id); return !known || p.Agency != from.Agency }):
		return refuse(Invalid, "posts", "post_unknown", "not a post of the same agency")
	}
	return nil
}

// HandOverOf reads the order to hand over that a decision on a proposal
// confirmed, or reports false.
func HandOverOf(c record.Change) (OrgOrder, bool) {
	if c.Org == nil {
		return OrgOrder{}, false
	}
	for _, p := range c.Org.Proposals {
		var args OrgArgs
		if OrgAct(p.Act) == HandOverAll && p.State == record.ProposalConfirmed && json.Unmarshal(p.Args, &args) == nil {
			return OrgOrder{Proposal: p.ID, From: args.Post, To: args.Posts}, true
		}
	}
	return OrgOrder{}, false
}

// HandOverCases decides, for each case that has a live duty at the post, how it
// is handed over. Together with the order they are applied in one transaction:
// all cases move or none.
func HandOverCases(worlds []World, order OrgOrder, env Env) ([]record.Change, error) {
	var changes []record.Change
	for _, w := range worlds {
		seed, err := NewSeed()
		if err != nil {
			return nil, err
		}
		c, err := Decide(w, Command{Action: HandOver, Actor: roles.Actor{Role: roles.System}, Seed: seed, Org: &order}, env)
		if err != nil {
			return nil, err
		}
		if !c.Empty() {
			changes = append(changes, c)
		}
	}
	return changes, nil
}
