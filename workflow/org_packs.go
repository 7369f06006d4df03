package workflow

import (
	"encoding/hex"
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// AdoptPack lets a rule pack count from now on. It concerns no person and no post:
// two leaders of the default agency or of the oversight office decide it.
const AdoptPack OrgAct = "adopt_pack"

// mayAdopt asks for a leader's post in the default agency or the oversight office.
func mayAdopt(a roles.Actor, env Env, want roles.Permission) error {
	oversight, _ := env.Org.Post(env.Org.Oversight)
	for _, p := range env.Org.PostsOf(a.Person, env.Now) {
		central := p.Agency == env.Org.Default || p.Agency == oversight.Agency
		if central && p.Class == roles.Leader && roles.Granted(p.Class, nil, want) && env.Org.AnswersFor(a.Person, p.ID, env.Now) {
			return nil
		}
	}
	return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
}

// MayAdoptPacks reports whether an actor may propose or confirm the adoption of a
// rule pack.
func MayAdoptPacks(a roles.Actor, env Env) bool { return mayAdopt(a, env, roles.ProposeOrg) == nil }

// adoptionRows refuses what names no pack, and a second adoption while one waits:
// what is adopted last counts, so their order must be plain.
func adoptionRows(args OrgArgs, env Env) (record.OrgChange, error) {
	hash, err := hex.DecodeString(args.Hash)
	if args.Pack == "" || args.Version == "" || err != nil || len(hash) != 32 {
		return record.OrgChange{}, refuse(Invalid, "pack", "pack_unknown", "no such rule pack was offered")
	}
	return record.OrgChange{Revision: env.Org.Revision}, nil // the organisation itself stays as it is
}

// adoptionWaits reports whether the adoption of a pack waits for its second person.
func adoptionWaits(w OrgWorld) bool {
	return slices.ContainsFunc(w.Proposals, func(p record.OrgProposal) bool {
		return OrgAct(p.Act) == AdoptPack && p.State == record.ProposalOpen
	})
}
