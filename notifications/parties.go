package notifications

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
)

// Party is how somebody is concerned by an event.
type Party string

// The parties of a case.
const (
	HolderOfOpened    Party = "holder of an opened duty"
	SuperiorCalled    Party = "superior to whom a missed duty rises"
	HolderOfMoved     Party = "holder of a moved duty"
	PreviousHolder    Party = "previous holder of a moved duty"
	WhoeverMissed     Party = "whoever missed a duty"
	HolderOfCancelled Party = "holder of a cancelled duty"
	HolderOfEnded     Party = "holder of a duty that ended"
	LeadHolder        Party = "holder of the lead duty"
	AboveLead         Party = "superior of the holder of the lead duty"
	Proposer          Party = "proposer"
	SecondPerson      Party = "second person for a publication"
	ReceivingAgency   Party = "receiving agency of a transfer"
	AgencyOfTask      Party = "agency that did something for the case"
	GiverOfTask       Party = "whoever asked for what was answered"
	Filers            Party = "signed-in filers"
	FilersOfMoved     Party = "signed-in filers of a case that another agency leads now"
	FilersOfReopened  Party = "signed-in filers of a case that is open again"
	HeadOfTask        Party = "head of the agency that a task is about"
	PersonOfTask      Party = "person whom a task is about"
	FilerOfReport     Party = "signed-in filer of the report concerned"
	FindingMaker      Party = "whoever recorded the finding"
)

// cause is one event with what is known around it.
type cause struct {
	record.Event
	about About
	org   *roles.Org
}

// told is a person and the level of the duty it is about.
type told struct {
	person roles.ID
	level  int
}

// parties says who each party is.
var parties = map[Party]func(cause) []told{
	HolderOfOpened:    func(c cause) []told { return c.opened(func(d record.Duty) bool { return d.Level == d.Start }) },
	SuperiorCalled:    func(c cause) []told { return c.opened(func(d record.Duty) bool { return d.Level > 0 }) },
	HolderOfMoved:     func(c cause) []told { return c.moved(func(m record.DutyMove) roles.ID { return m.To }) },
	PreviousHolder:    func(c cause) []told { return c.moved(func(m record.DutyMove) roles.ID { return m.From }) },
	WhoeverMissed:     cause.missed,
	HolderOfCancelled: func(c cause) []told { return c.ended(record.Cancelled) },
	HolderOfEnded:     func(c cause) []told { return c.ended(record.Cancelled, record.Discharged) },
	LeadHolder:        func(c cause) []told { return c.answers(c.about.LeadPost, c.level()) },
	Proposer:          cause.proposer,
	AboveLead:         cause.aboveLead,
	SecondPerson:      cause.secondPerson,
	ReceivingAgency:   cause.receivingAgency,
	AgencyOfTask:      cause.agencyOfTask,
	GiverOfTask:       cause.giverOfTask,
	Filers:            cause.filers,
	FilersOfMoved:     cause.filersOfMoved,
	FilersOfReopened:  cause.filersOfReopened,
	HeadOfTask:        cause.headOfTask,
	PersonOfTask:      cause.personOfTask,
	FilerOfReport:     cause.filerOfReport,
	FindingMaker:      cause.findingMaker,
	PersonConcerned:   cause.personConcerned,
	HoldersOfPost:     cause.holdersOfPost,
	StandIns:          cause.standIns,
	OrgSecondPerson:   cause.orgSecondPerson,
}

// answers is whoever answers for a post when the event happens.
func (c cause) answers(post roles.ID, level int) []told { return c.answersAt(post, level, c.At) }

func (c cause) answersAt(post roles.ID, level int, at time.Time) []told {
	if post == uuid.Nil {
		return nil
	}
	return []told{{c.org.Answer(post, at).Person, level}}
}

// aboveLead is whoever answers for the next clean post above the lead duty.
func (c cause) aboveLead() []told {
	if c.about.LeadPost == uuid.Nil {
		return nil
	}
	return c.answers(c.org.NextClean(c.about.LeadPost, c.about.Accused, c.At), c.level())
}

func (c cause) opened(which func(record.Duty) bool) (list []told) {
	for _, d := range c.Facts.Opened {
		if which(d) {
			list = append(list, c.answers(d.Post, d.Level)...)
		}
	}
	return list
}

func (c cause) moved(post func(record.DutyMove) roles.ID) (list []told) {
	for _, m := range c.Facts.Moved {
		list = append(list, c.answers(post(m), m.Level)...)
	}
	return list
}

// missed is the person of the record, who answered when the time ran out, and
// not whoever answers now.
func (c cause) missed() (list []told) {
	for _, e := range c.Facts.Ended {
		if e.State == record.Missed {
			list = append(list, told{e.By, e.Level})
		}
	}
	return list
}

func (c cause) ended(states ...record.DutyState) (list []told) {
	for _, e := range c.Facts.Ended {
		if slices.Contains(states, e.State) {
			list = append(list, c.answers(e.Post, e.Level)...)
		}
	}
	return list
}

// level is that of the duty whose clock the event set, or of the one opened.
func (c cause) level() int {
	switch {
	case len(c.Facts.Rescaled) > 0:
		return c.Facts.Rescaled[0].Level
	case len(c.Facts.Opened) > 0:
		return c.Facts.Opened[0].Level
	}
	return 0
}

func (c cause) findingMaker() []told {
	if c.Facts.Finding == nil {
		return nil
	}
	return []told{{c.Facts.Finding.By, 0}}
}

func (c cause) proposer() []told {
	if c.Facts.Proposal != nil {
		return []told{{c.Facts.Proposal.ProposedBy, 0}}
	}
	return []told{{c.about.Proposer, 0}}
}

// secondPerson is the nearest above the lead post who did not propose; where
// nothing is open any more, the head of the leading agency or, where that is
// the proposer, its other supervisors and leaders.
func (c cause) secondPerson() []told {
	if c.about.LeadPost != uuid.Nil {
		return []told{{c.above(c.about.LeadPost, c.Actor.Person), 0}}
	}
	agency, ok := c.org.Agency(c.about.Agency)
	if !ok {
		return nil
	}
	if head := c.answers(agency.Head, 0); head[0].person != c.Actor.Person {
		return head
	}
	var others []told
	for _, p := range c.org.Posts {
		if p.Agency == agency.ID && p.Class != roles.Officer {
			others = append(others, c.answers(p.ID, 0)...)
		}
	}
	return slices.DeleteFunc(others, func(t told) bool { return t.person == c.Actor.Person })
}

// above is the person of the nearest clean post above who is none of these.
func (c cause) above(post roles.ID, not ...roles.ID) roles.ID {
	for {
		next := c.org.NextClean(post, c.about.Accused, c.At)
		person := c.org.Answer(next, c.At).Person
		if next == post || !slices.Contains(not, person) {
			return person
		}
		post = next
	}
}

func (c cause) receivingAgency() []told {
	if c.Facts.Transfer == nil {
		return nil
	}
	agency, ok := c.org.Agency(c.Facts.Transfer.To)
	if !ok {
		return nil
	}
	return c.answers(agency.Intake, 0)
}

// agencyOfTask is whoever answers for the intake of an agency whose task ended.
func (c cause) agencyOfTask() (list []told) {
	for _, t := range c.Facts.Tasks {
		if agency, ok := c.org.Agency(t.To); ok {
			list = append(list, c.answers(agency.Intake, 0)...)
		}
	}
	return list
}

// giverOfTask is whoever gave a task that ended.
func (c cause) giverOfTask() (list []told) {
	for _, t := range c.Facts.Tasks {
		if t.State != record.TaskOpen && t.By != uuid.Nil {
			list = append(list, told{t.By, 0})
		}
	}
	return list
}

func (c cause) filers() (list []told) {
	for _, f := range c.about.Filers {
		list = append(list, told{f.Person, c.level()})
	}
	return list
}

func (c cause) filersOfMoved() []told {
	if c.Facts.Agency == nil {
		return nil
	}
	return c.filers()
}

func (c cause) filerOfReport() (list []told) {
	report := c.Facts.Report
	if c.Facts.Reading != nil {
		report = c.Facts.Reading.Report
	}
	for _, f := range c.about.Filers {
		if f.Report == report {
			list = append(list, told{f.Person, 0})
		}
	}
	return list
}
