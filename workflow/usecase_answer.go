package workflow

import (
	"context"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// decide decides an act after what it needs besides the case is there: the gate
// for an answer that everybody is to read, the case that an opinion is about.
func (u *UseCases) decide(ctx context.Context, w World, c Command) (record.Change, error) {
	if c.Action == Cosign && w.Incident.About != uuid.Nil {
		public, err := u.Store.IsPublic(ctx, w.Incident.About)
		if err != nil {
			return record.Change{}, err
		}
		w.About = &World{Public: public}
	}
	change, err := Decide(w, c, u.Env())
	if err != nil || c.Action != Reply || u.Answers == nil {
		return change, err
	}
	return change, u.Answers.Gate(PublicAnswer{Title: c.Title, Question: c.Summary, Answer: c.Reason})
}

// beside is what is written in the same transaction as an act: the publication
// of an answer that was confirmed.
func (u *UseCases) beside(ctx context.Context, before, after World, c Command) ([]record.Change, error) {
	p, was := before.Proposal(c.Proposal)
	if c.Action != Confirm || !was || Action(p.Action) != Reply || u.Answers == nil {
		return nil, nil
	}
	detail := after.Incident.Detail
	if detail == nil || detail.Answer == nil || !detail.Answer.Public {
		return nil, nil
	}
	seq := detail.Answer.Event
	texts, err := u.Store.Texts(ctx, before.Incident.ID, replyTitle(seq), replyQuestion(seq), ReasonField(seq))
	if err != nil {
		return nil, err
	}
	change, err := u.Answers.Change(ctx, before.Incident.Reference, PublicAnswer{
		Title: texts[replyTitle(seq)], Question: texts[replyQuestion(seq)], Answer: texts[ReasonField(seq)],
		Proposer: roles.Actor{Person: p.ProposedBy, Role: roles.Officer}, Clearer: c.Actor,
	})
	return []record.Change{change}, err
}
