package frontend

// ScoresPage is the public scorecards: every figure beside what it is a share of, and the method.
type ScoresPage struct {
	Agencies    []ScoreRow
	Respondents []RespondentRow
	// Months says which months the figures cover; nil for none.
	Months   Text
	Smallest int64
	// Empty says that no month is complete yet.
	Empty bool
}

// ScoreRow is an agency, or a class of its posts.
type ScoreRow struct {
	Name  Text
	Class Text // nil: all posts
	// Share is "done of counted", Percent its bar.
	Share          Text
	Percent        int
	Missed         Text
	Median, P90    Text
	Ended, Flooded int64
	Reopened       int64
	Confirmed      Text
}

// RespondentRow is an enterprise or a public body in published cases.
type RespondentRow struct {
	Name           string
	Founded, Cases int64
}

// Template is "scorecards".
func (ScoresPage) Template() string { return "scorecards" }

// Title names the page.
func (ScoresPage) Title() Text { return K("accountability.scores_title") }
