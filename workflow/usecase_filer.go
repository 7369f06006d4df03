package workflow

import (
	"context"

	"gongzhi/record"
	"gongzhi/roles"
)

// FilerActByReceipt lets the holder of a receipt appeal, take the report back
// or say how the outcome was. Words about the outcome are sealed.
func (u *UseCases) FilerActByReceipt(ctx context.Context, receipt string, c Command, words string) error {
	load := func() (World, error) {
		w, _, err := u.byReceipt(ctx, receipt)
		return w, err
	}
	c.Actor = citizen
	return u.filerAct(ctx, load, c, words)
}

// FilerAct is the same for somebody who filed signed in.
func (u *UseCases) FilerAct(ctx context.Context, reference string, c Command, words string) error {
	return u.filerAct(ctx, func() (World, error) { return u.Store.World(ctx, reference) }, c, words)
}

func (u *UseCases) filerAct(ctx context.Context, load func() (World, error), c Command, words string) error {
	if c.Action == ReportRecurrence {
		if r := record.CheckText(Invalid, "respondent", c.Respondent, MaxPartyName); r != nil {
			return r
		}
		c.Accused = u.partiesNamed(u.Env(), c.Respondent)
	}
	if words = record.CleanText(words); words != "" {
		if r := record.CheckText(Invalid, "body", words, maxMessage); r != nil {
			return r
		}
		seed, err := NewSeed()
		if err != nil {
			return err
		}
		id := record.NewSource(seed).ID(u.Env().Now)
		c.Message = &record.Message{ID: id, Kind: "rating", Sealed: u.Secrets.Seal([]byte(words), "message", "body", id)}
	}
	_, err := u.act(ctx, load, c, 0)
	return err
}

// FilerActs are the acts of this table that only a filer does.
var FilerActs = []Action{Appeal, WithdrawReport, Rate, ConfirmRemedy, DisputeRemedy, ReportRecurrence}

// OwnActs lists what the holder of a receipt may do now.
func OwnActs(w World, env Env) []Action {
	w.Receipt = true
	return Possible(w, roles.Actor{Role: roles.Citizen}, env)
}
