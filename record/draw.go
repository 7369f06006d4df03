package record

import (
	"encoding/hex"
	"time"
)

// Draw is the one random drawing of a sample for a month. It is public: whoever
// has it and the tickets of the month can draw again.
type Draw struct {
	Month    string    // YYYY-MM, in Beijing
	Entry    int64     // index in the public log of the entry that seeds it
	Seed     []byte    // that entry's commitment, 32 bytes
	Closings int       // tickets in the draw
	Size     int       // of them drawn
	By       ID        // who had it drawn, which changes nothing of what was drawn
	At       time.Time // when
}

// DrawFacts say of an event that it is part of a drawing.
type DrawFacts struct {
	Month    string `json:"month"`
	Entry    int64  `json:"entry"`
	Closings int    `json:"closings"`
}

// Facts are what the events of the drawing say.
func (d Draw) Facts() *DrawFacts { return &DrawFacts{d.Month, d.Entry, d.Closings} }

// SeedText is the seed as the recipe takes it, in hexadecimal digits.
func (d Draw) SeedText() string { return hex.EncodeToString(d.Seed) }

// DrawRow is a drawing as the organisation's stream commits to it.
func DrawRow(d Draw) Row {
	d.Seed, d.At = some(d.Seed), micro(d.At)
	return Row{"sample_draw", d.Month, ID{}, d}
}
