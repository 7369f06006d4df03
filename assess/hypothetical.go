package assess

// Hypothetical answers "if each account were one piece" about a breach. It is no
// finding on the organization whose data were taken, and must be shown only as
// what Label says.
type Hypothetical struct {
	Label    Text     `json:"label"`
	Category string   `json:"category"`
	Pieces   int64    `json:"pieces"`
	Grade    Grade    `json:"grade_of_a_person_who_sold_them"`
	Changes  []Change `json:"what_would_change"`
	Pack     Ref      `json:"pack"`
}

// IfEachAccountWerePiece grades an imagined person who sold accounts pieces of one
// category. The error is a *FactError.
func IfEachAccountWerePiece(p *SeriousnessPack, category string, accounts int64) (*Hypothetical, error) {
	finding, err := Seriousness(p, SeriousnessFacts{Acts: []Act{Sell}, Pieces: map[string]int64{category: accounts}})
	if err != nil {
		return nil, err
	}
	return &Hypothetical{
		Label: Text{
			Zh: "仅为假设：若每个账号算一条信息，出售者将如何认定；不是对被泄露单位的评价。",
			En: "A supposition only: how somebody who sold the data would be graded if each account were one piece; " +
				"it says nothing about the organization whose data were taken.",
		},
		Category: category, Pieces: accounts, Grade: finding.Grade, Changes: finding.Changes, Pack: finding.Pack,
	}, nil
}
