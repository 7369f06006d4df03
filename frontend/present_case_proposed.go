package frontend

import (
	"encoding/json"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/workflow"
)

// proposed says what a proposal would do besides its name: on which legal ground and for how long at most, to whom. The
// second person decides on these, so they come from the event that holds the proposal itself.
func (s sight) proposed(id record.ID) []Text {
	for _, e := range s.view.Timeline {
		if made := e.Facts.Proposal; made != nil && made.ID == id && e.Kind == workflow.ProposedEvent {
			return s.proposedArgs(naming{e.Names, s}, made.Args)
		}
	}
	return nil
}

func (s sight) proposedArgs(n naming, canonical []byte) []Text {
	var args struct {
		Ground string    `json:"ground"`
		To     record.ID `json:"to"`
	}
	if json.Unmarshal(canonical, &args) != nil {
		return nil
	}
	var said []Text
	if args.Ground != "" {
		said = append(said, K("case.proposed_ground", "ground", groundName(s.rules, args.Ground)))
		said = append(said, s.groundLongest(args.Ground)...)
	}
	if args.To != uuid.Nil {
		said = append(said, K("case.proposed_to", "to", n.of(args.To)))
	}
	return said
}

// groundLongest is how long a ground may stop the time, and the law behind it.
func (s sight) groundLongest(id string) []Text {
	if s.rules == nil {
		return nil
	}
	book := s.rules.InForce()
	g, ok := book.Ground(id)
	if !ok {
		return nil
	}
	return []Text{K("case.ground_hint", "longest", limitIn(book, g.Longest), "basis", sourceSaid(g.Source), "certainty", certaintyIn(book, g.Certainty))}
}
