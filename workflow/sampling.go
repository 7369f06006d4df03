package workflow

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"gongzhi/record"
)

// How many of a month's closings are drawn: one of twenty, rounded up, but at
// least 3 and at most 50. No text fixes a figure; these are our own.
const (
	SampleOneOf   = 20
	SmallestDraw  = 3
	LargestDraw   = 50
	drawAfter     = 24 * time.Hour // what was decided in the month is in the log by then
	monthForm     = "2006-01"
	ticketMessage = "gongzhi sample ticket v1"
	drawMessage   = "gongzhi sample draw v1"
)

// Closing is a case that ended, as a draw sees it.
type Closing struct {
	Ticket   []byte
	Incident record.ID
}

// DrawnCase is a drawn case as somebody who sees it sees what came of it.
type DrawnCase struct {
	Reference string
	Title     string
	State     record.State
	Sample    string // state of the newest sample, empty for none
	Result    string // what was found
}

// Ticket stands for the event by which a case ended: the HMAC-SHA256 of a fixed
// message under the event's salt. The public log commits to the salt before the
// seed of the draw exists, so nobody can choose a ticket; and without the salt
// nobody can tell whose it is.
func Ticket(e record.Event) []byte {
	mac := hmac.New(sha256.New, e.Salt)
	if len(e.Salt) == 0 {
		mac = hmac.New(sha256.New, e.ID[:]) // its salt was erased before it was counted
	}
	mac.Write([]byte(ticketMessage))
	return mac.Sum(nil)
}

// SampleSize is how many of a month's closings are drawn.
func SampleSize(closings int) int {
	return min(closings, LargestDraw, max(SmallestDraw, (closings+SampleOneOf-1)/SampleOneOf))
}

// DrawSample draws n tickets: those with the smallest scores, in the order of
// the scores. The score of a ticket is the SHA-256 of four lines of text: a fixed
// one, the month, the seed and the ticket, each ended by a line feed, the last
// two in lower-case hexadecimal digits. The order in which tickets are given
// changes nothing, and a ticket given twice counts once.
func DrawSample(month string, seed []byte, tickets [][]byte, n int) [][]byte {
	type scored struct{ score, ticket []byte }
	all := make([]scored, 0, len(tickets))
	for _, t := range tickets {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%x\n%x\n", drawMessage, month, seed, t))
		all = append(all, scored{sum[:], t})
	}
	slices.SortFunc(all, func(a, b scored) int { return bytes.Compare(a.score, b.score) })
	all = slices.CompactFunc(all, func(a, b scored) bool { return bytes.Equal(a.ticket, b.ticket) })
	drawn := make([][]byte, 0, n)
	for _, s := range all[:min(n, len(all))] {
		drawn = append(drawn, s.ticket)
	}
	return drawn
}

// Drawn are the cases of a month's closings that a drawing drew, each once.
func Drawn(d record.Draw, closings []Closing) []record.ID {
	tickets, of := make([][]byte, len(closings)), map[string]record.ID{}
	for i, c := range closings {
		tickets[i], of[string(c.Ticket)] = c.Ticket, c.Incident
	}
	var cases []record.ID
	for _, t := range DrawSample(d.Month, d.Seed, tickets, d.Size) {
		if id := of[string(t)]; !slices.Contains(cases, id) {
			cases = append(cases, id)
		}
	}
	return cases
}

// monthEnd is when a month is over in Beijing.
func monthEnd(month string) (time.Time, error) {
	first, err := time.ParseInLocation(monthForm, month, beijing)
	if err != nil || first.Format(monthForm) != month {
		return time.Time{}, refuse(Invalid, "month", "month_unknown", "write the month as YYYY-MM")
	}
	return first.AddDate(0, 1, 0), nil
}

// DrawableMonth is the newest month that can be drawn at a time.
func DrawableMonth(now time.Time) string {
	at := now.In(beijing).Add(-drawAfter)
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, beijing).AddDate(0, -1, 0).Format(monthForm)
}

// DrawRecipe is a line of shell by which anybody draws a sample again: it reads
// the tickets of the month, one a line, and prints those that are drawn.
func DrawRecipe(month string, seed []byte, n int) string {
	return fmt.Sprintf(`while read t; do printf '%%s %%s\n' "$(printf '%s\n%s\n%x\n%%s\n' "$t" | sha256sum | cut -c1-64)" "$t"; done | sort | head -n %d | cut -c66-`,
		drawMessage, month, seed, n)
}
