package notifications

import (
	"github.com/google/uuid"
)

// headOfTask is the head of the agency that a task is about: the one that led
// before a superior took over, the one whose case was sampled.
func (c cause) headOfTask() (list []told) {
	for _, t := range c.Facts.Tasks {
		if a, ok := c.org.Agency(t.To); ok {
			list = append(list, c.answers(a.Head, 0)...)
		}
	}
	return list
}

// personOfTask is whoever a task is about, such as the one who missed a duty.
func (c cause) personOfTask() (list []told) {
	for _, t := range c.Facts.Tasks {
		if t.OfPerson != uuid.Nil {
			list = append(list, told{t.OfPerson, t.OfLevel})
		}
	}
	return list
}

// filersOfReopened are told when a case that had ended is open again.
func (c cause) filersOfReopened() []told {
	if c.Facts.To == "" || !c.Facts.To.Open() || c.Facts.From.Open() {
		return nil
	}
	return c.filers()
}
