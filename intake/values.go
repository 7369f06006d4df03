package intake

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"gongzhi/record"
	"gongzhi/workflow"
)

// text is a column's value as text; lists are joined with a comma.
func (r Row) text(column string) (string, *RowError) {
	s, ok := textOf(r.Values[column])
	if !ok {
		return "", &RowError{Field: column, Code: "value_kind", Detail: "must be a text, a number, a boolean or a list of them"}
	}
	return s, nil
}

func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return strings.TrimSpace(v), true
	case bool:
		return strconv.FormatBool(v), true
	case json.Number:
		return v.String(), true
	case []any:
		words := make([]string, 0, len(v))
		for _, item := range v {
			if _, nested := item.([]any); nested {
				return "", false
			}
			s, ok := textOf(item)
			if !ok {
				return "", false
			}
			words = append(words, s)
		}
		return strings.Join(words, ", "), true
	}
	return "", false
}

// literal is a value of a condition as text.
func literal(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case int, int64, uint64:
		return fmt.Sprint(v), true
	}
	return "", false
}

var booleans = map[string]bool{
	"true": true, "yes": true, "1": true, "是": true, "false": false, "no": false, "0": false, "否": false,
}

// holds reports whether all columns fit.
func (c Condition) holds(row Row) (bool, *RowError) {
	for column, want := range c {
		have, fault := row.text(column)
		if fault != nil {
			return false, fault
		}
		list, isList := want.([]any)
		if !isList {
			list = []any{want}
		}
		if !anyFits(have, list) {
			return false, nil
		}
	}
	return true, nil
}

func anyFits(have string, list []any) bool {
	for _, want := range list {
		if b, isBool := want.(bool); isBool {
			if is, known := booleans[strings.ToLower(have)]; known && is == b {
				return true
			}
			continue
		}
		if s, _ := literal(want); s == have {
			return true
		}
	}
	return false
}

// of takes the value from a row as text; a nil value is empty.
func (v *Value) of(row Row, intoHTML bool) (string, *RowError) {
	if v == nil {
		return "", nil
	}
	s, fault := v.raw(row, intoHTML)
	if fault != nil {
		return "", fault
	}
	if to, ok := v.Translate[s]; ok {
		s = to
	}
	if strings.TrimSpace(s) == "" {
		s = v.Default
	}
	return s, nil
}

func (v *Value) raw(row Row, intoHTML bool) (string, *RowError) {
	switch {
	case v.Column != "":
		return row.text(v.Column)
	case v.Constant != "":
		return v.Constant, nil
	case v.Template != "":
		return v.render(row, intoHTML)
	}
	for _, r := range v.Rules {
		holds, fault := r.When.holds(row)
		if holds || fault != nil {
			return r.Value, fault
		}
	}
	return "", nil
}

// date takes a day. Without a named form YYYY-MM-DD and RFC 3339 are read; in
// spreadsheets day numbers are read too.
func (v *Value) date(row Row, field string) (record.Date, *RowError) {
	s, fault := v.of(row, false)
	if fault != nil || s == "" {
		return "", fault
	}
	at, ok := v.instant(row, s)
	if !ok {
		return "", &RowError{Field: field, Code: "date_impossible", Detail: "must be a day that exists, " + v.dateForm()}
	}
	return workflow.DateOf(at), nil
}

// time takes an instant; a day alone is its first moment in China.
func (v *Value) time(row Row, field string) (time.Time, *RowError) {
	s, fault := v.of(row, false)
	if fault != nil || s == "" {
		return time.Time{}, fault
	}
	at, ok := v.instant(row, s)
	if !ok {
		return time.Time{}, &RowError{Field: field, Code: "time_impossible", Detail: "must be a time, RFC 3339, or a day, " + v.dateForm()}
	}
	return at.UTC(), nil
}

func (v *Value) dateForm() string {
	if v.Date != "" {
		return v.Date
	}
	return "YYYY-MM-DD"
}

func (v *Value) instant(row Row, s string) (time.Time, bool) {
	if row.spreadsheet {
		if at, ok := dayNumber(s, row.date1904); ok {
			return at, true
		}
	}
	layouts := []string{dateForms[v.dateForm()]}
	if v.Date == "" {
		layouts = append(layouts, time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04")
	}
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, s, workflow.China); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// dayNumber reads the serial number that spreadsheets keep for a date; its
// clock time is taken as China's. Eight-digit numbers are days written out.
func dayNumber(s string, date1904 bool) (time.Time, bool) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(n) || n < 1 || n > 200000 {
		return time.Time{}, false
	}
	at, err := excelize.ExcelDateToTime(n, date1904)
	if err != nil {
		return time.Time{}, false
	}
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, workflow.China), true
}

// count takes a whole number; nil where the value is empty.
func (v *Value) count(row Row, field string) (*int64, *RowError) {
	s, fault := v.of(row, false)
	if fault != nil || s == "" {
		return nil, fault
	}
	n, ok := parseCount(s)
	if !ok {
		return nil, &RowError{Field: field, Code: "number_form", Detail: "must be a whole number"}
	}
	return &n, nil
}

// parseCount reads digits, with or without commas between groups of three.
func parseCount(s string) (int64, bool) {
	if head, rest, grouped := strings.Cut(s, ","); grouped {
		if n := len(strings.TrimPrefix(head, "-")); n < 1 || n > 3 {
			return 0, false
		}
		for _, group := range strings.Split(rest, ",") {
			if len(group) != 3 {
				return 0, false
			}
		}
		s = strings.ReplaceAll(s, ",", "")
	}
	if strings.HasPrefix(s, "+") {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

func groupDigits(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}
