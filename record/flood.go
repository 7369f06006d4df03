package record

// Flood says that a rejection was one of many in a single act: reports that tell
// the same, sent to clog an office. Everybody who reads the event of one case
// reads how many cases the act closed.
type Flood struct {
	Batch ID  `json:"batch"`
	Cases int `json:"cases"`
}
