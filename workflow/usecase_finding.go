package workflow

import (
	"context"

	"github.com/google/uuid"

	"gongzhi/assess"
	"gongzhi/record"
	"gongzhi/roles"
)

// AssessFacts applies the rules that count to facts without keeping anything. It
// is for those who work with the law here, not a public calculator.
func (u *UseCases) AssessFacts(actor roles.Actor, a Assessment) (assess.Finding, error) {
	env := u.Env()
	if !env.Org.Stand(actor, roles.Case{}, env.Now).May(roles.AssessFacts) {
		return nil, refuse(Forbidden, "", "not_yours", "this act is for somebody else")
	}
	_, finding, _, err := AssessFacts(env.packs(), a, env.Now)
	return finding, err
}

// overridden loads the finding that a command puts a judgment beside; nil where
// there is none, which Decide refuses after it knows who asks.
func (u *UseCases) overridden(ctx context.Context, c Command) (*record.Finding, error) {
	if c.Action != OverrideFinding || c.Override == uuid.Nil {
		return nil, nil //nolint:nilnil // no finding is no error: Decide says what is missing
	}
	f, ok, err := u.Store.Finding(ctx, c.Override)
	if err != nil || !ok {
		return nil, err
	}
	return &f, nil
}
