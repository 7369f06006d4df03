package workflow

import (
	"time"

	"gongzhi/record"
)

// FloodDesk is what somebody may reject as a flood, and the floods that wait
// for them as second person.
type FloodDesk struct {
	Clusters []FloodCluster // the largest first
	Waiting  []FloodWaiting // the longest waiting first
}

// FloodCluster are cases nobody has begun to handle that tell the same.
type FloodCluster struct{ Cases []FloodCase }

// FloodCase is one of them.
type FloodCase struct {
	Reference  string
	Title      string
	ReceivedAt time.Time
}

// FloodWaiting is a proposed rejection of a flood.
type FloodWaiting struct {
	Batch      record.ID
	Cases      int
	ProposedBy string
	Reason     string
	At         time.Time
	DueAt      time.Time // of the first
	Samples    []FloodCase
}
