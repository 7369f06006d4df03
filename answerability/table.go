package answerability

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gongzhi/roles"
)

// columns of the public table. The names come last, so that the figures can be
// recomputed by programs that know nothing of quoting.
var columns = []string{"subject", "id", "class", "kind", "month", "outcome", "level", "working_minutes", "n", "name_zh", "name_en"}

// WriteCSV writes the public table; name says what an id is called.
func WriteCSV(w io.Writer, lines []Closed, name func(Closed) roles.Text) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, c := range lines {
		n := name(c)
		err := out.Write([]string{
			c.Subject, c.ID, c.Class, c.Kind, c.Month, c.Outcome, strconv.Itoa(c.Level), strconv.FormatInt(c.Minutes, 10),
			strconv.FormatInt(c.N, 10), plainCell(n.Zh), plainCell(n.En),
		})
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// plainCell keeps a name from being taken for a formula by a spreadsheet.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// Line is a card as docs/scorecard.awk prints it.
func (c Card) Line() string {
	missed := make([]string, len(c.Missed))
	for i, n := range c.Missed {
		missed[i] = strconv.FormatInt(n, 10)
	}
	levels := strings.Join(missed, "+")
	if levels == "" {
		levels = "0"
	}
	return fmt.Sprintf("%s\t%s\t%s\t%d\t%d\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d", c.Subject, c.ID, c.Class, c.Done, c.Counted, levels,
		c.Timed, c.Median, c.P90, c.Ended, c.Reopened, c.Confirmed, c.Answered, c.Founded, c.Cases, c.Flooded)
}
