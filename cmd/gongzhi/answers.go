package main

import (
	"context"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/workflow"
)

// publicAnswers puts answers to opinions and inquiries before the public.
type publicAnswers struct{ public *publication.UseCases }

// Gate refuses wording in which personal data is found.
func (publicAnswers) Gate(a workflow.PublicAnswer) error { return answered(a).Gate() }

// Change is what publishing writes beside the act that answers.
func (p publicAnswers) Change(ctx context.Context, reference string, a workflow.PublicAnswer) (record.Change, error) {
	return p.public.AnswerChange(ctx, reference, answered(a))
}

func answered(a workflow.PublicAnswer) publication.Answered {
	return publication.Answered{Title: a.Title, Question: a.Question, Answer: a.Answer, Proposer: a.Proposer, Clearer: a.Clearer}
}
