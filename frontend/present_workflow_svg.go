package frontend

import (
	"fmt"

	"gongzhi/record"
)

// The picture of a case's life: the course runs down the middle, what leaves it
// stands beside it. Lengths are units of the view box.
const (
	boxWidth  = 150
	boxHeight = 44
	columnGap = 240
	rowGap    = 92
	margin    = 16
)

type cell struct{ column, row int }

var stateCells = map[record.State]cell{
	record.Filed: {1, 0}, record.Accepted: {1, 1}, record.Investigating: {1, 2}, record.Decided: {1, 3}, record.Rectifying: {1, 4}, record.Closed: {1, 5},
	record.Rejected: {0, 3}, record.InReview: {2, 3}, record.Merged: {0, 1},
}

func (c cell) center() (x, y int) {
	return margin + c.column*columnGap + boxWidth/2, margin + c.row*rowGap + boxHeight/2
}

func stateBoxes() []StateBox {
	var list []StateBox
	for _, s := range record.AllStates {
		c, ok := stateCells[s]
		if !ok {
			continue
		}
		x, y := c.center()
		list = append(list, StateBox{Label: word("status", string(s)), X: x - boxWidth/2, Y: y - boxHeight/2, TextX: x, TextY: y + 5, Open: s.Open()})
	}
	return list
}

// arrow is the curve between two states; empty where one of them has no place,
// as the beginning has none. It bends to its right, so that there and back are
// two curves.
func arrow(from, to record.State) Arrow {
	a, known := stateCells[from]
	b, placed := stateCells[to]
	if !known || !placed || a == b {
		return Arrow{}
	}
	x1, y1 := a.center()
	x2, y2 := b.center()
	bendX, bendY := (y1-y2)/5, (x2-x1)/5
	if a.column == b.column && abs(a.row-b.row) > 1 {
		bendX = (y1 - y2) / 3
	}
	midX, midY := (x1+x2)/2+bendX, (y1+y2)/2+bendY
	sx, sy := edgeOf(x1, y1, midX, midY)
	ex, ey := edgeOf(x2, y2, midX, midY)
	return Arrow{Path: fmt.Sprintf("M%d %d Q%d %d %d %d", sx, sy, midX, midY, ex, ey)}
}

// edgeOf is where the line from a box's center to a point leaves the box.
func edgeOf(x, y, towardX, towardY int) (edgeX, edgeY int) {
	dx, dy := towardX-x, towardY-y
	if abs(dx)*boxHeight > abs(dy)*boxWidth {
		step := boxWidth / 2 * sign(dx)
		return x + step, y + dy*step/dx
	}
	step := boxHeight / 2 * sign(dy)
	if dy == 0 {
		return x, y
	}
	return x + dx*step/dy, y + step
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}
