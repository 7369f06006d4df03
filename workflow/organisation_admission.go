package workflow

import (
	"slices"

	"gongzhi/record"
	"gongzhi/roles"
)

// admissions are the acts on those who were admitted.
var admissions = []OrgAct{Suspend, Reinstate, Unadmit}

// mayTouchAssociation lets people decide on an admission who keep the lists of
// those outside.
func mayTouchAssociation(a roles.Actor, id roles.ID, env Env, want roles.Permission) error {
	b, _ := env.Org.Association(id)
	return mayKeepOutsiders(a, b.Name, env, want)
}

// mayKeepOutsiders lets people of the default agency and of the oversight
// office decide on somebody outside, unless a tie to it excludes them.
func mayKeepOutsiders(a roles.Actor, name roles.Text, env Env, want roles.Permission) error {
	oversight, _ := env.Org.Post(env.Org.Oversight)
	for _, p := range env.Org.PostsOf(a.Person, env.Now) {
		admits := p.Agency == env.Org.Default || p.Agency == oversight.Agency
		tied := env.Org.PersonConflicted(a.Person, []roles.Party{roles.NameParty(name.Zh), roles.NameParty(name.En)}, env.Now)
		if admits && !tied && roles.Granted(p.Class, nil, want) && env.Org.AnswersFor(a.Person, p.ID, env.Now) {
			return nil
		}
	}
	return refuse(Forbidden, "", "not_yours", "this act is for somebody else")
}

// admissionRows suspend, reinstate or withdraw from now on.
func admissionRows(rows record.OrgChange, act OrgAct, args OrgArgs, env Env) (record.OrgChange, error) {
	b, known := env.Org.Association(args.Group)
	if !known || b.Ended != nil {
		return rows, refuse(Invalid, "organization", "organization_unknown", "no such admitted organization")
	}
	now := env.Now
	switch {
	case act == Suspend && b.Suspended == nil:
		b.Suspended = &now
	case act == Reinstate && b.Suspended != nil:
		b.Suspended = nil
	case act == Unadmit:
		b.Ended = &now
	default:
		return rows, refuse(WrongTime, "act", "admission_state", "its admission is not at a stage for this act")
	}
	rows.Organizations = []roles.Association{b}
	return rows, nil
}

// Admitted lists those who are admitted, the suspended among them.
func Admitted(o *roles.Org) []roles.Association {
	return slices.DeleteFunc(slices.Clone(o.Associations), func(b roles.Association) bool { return b.Ended != nil })
}
