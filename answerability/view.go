package answerability

import "time"

// View is a trace as it is shown, with the state of the public log at that time,
// so that a printed sheet can be compared with the log later.
type View struct {
	Trace
	Seal Seal
}

// Seal says how far the public log had the case.
type Seal struct {
	Size      int64  // entries that the served checkpoint covers; 0 before the first
	Root      []byte // tree hash of them
	Entry     int64  // index of the case's newest act, counted from 0; -1 while it waits
	Covered   bool   // Entry lies below Size
	AsOf      time.Time
	LastEvent string // id of the newest act
}
