package frontend

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"gongzhi/record"
)

// Draft is a report as far as it is written: every answer as it was typed, so that nothing is lost when an answer
// has to be corrected. It is kept sealed under its code until the report is sent or the draft expires.
type Draft struct {
	Title, Narrative string
	// Urgent says that it is happening now; Joins names a published incident that happened to the filer too.
	Urgent bool
	Joins  string
	// Behalf says that a worker files for somebody else: Channel, and when it came in, as typed.
	Behalf             bool
	Channel, Day, Time string
	Violation          string
	Respondents        []DraftRespondent
	Province           string
	RegionCode         string
	Sector             string
	Occurred           DraftDate
	Discovered         DraftDate
	// Pieces are counts by category, as typed.
	Pieces   map[string]string
	Persons  string
	Evidence []DraftFile
	// Filer is "anonymous", "pseudonymous" or "named".
	Filer, Contact, Name string
	// Sent is the hash of the key under which the draft was filed, empty before. A sent draft can be sent again under
	// that key, which gives the same receipt, and changed no more: its files belong to the report.
	Sent []byte
}

// DraftRespondent is one answer to "who did it?".
type DraftRespondent struct {
	Kind, Role, Name, CreditCode string
}

// DraftDate is a day as typed into three fields.
type DraftDate struct {
	Year, Month, Day string
	Unknown          bool
}

// DraftFile is a piece of evidence that was stored already, sealed.
type DraftFile struct {
	ID, Name string
	Bytes    int64
	Stored   record.Evidence
}

// Marshal writes the draft for the store.
func (d *Draft) Marshal() ([]byte, error) { return json.Marshal(d) }

// ParseDraft reads what Marshal wrote.
func ParseDraft(text []byte) (*Draft, error) {
	d := &Draft{}
	if err := json.Unmarshal(text, d); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	return d, nil
}

// SentUnder reports whether the draft was filed under the key.
func (d *Draft) SentUnder(key string) bool { return bytes.Equal(d.Sent, keyHash(key)) }

func keyHash(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}

// Blank says whether nothing was typed.
func (d DraftDate) Blank() bool { return d.Year+d.Month+d.Day == "" }

// Date returns the day as YYYY-MM-DD, and false when the three fields name no day of the calendar.
func (d DraftDate) Date() (string, bool) {
	year, okYear := wholeNumber(d.Year)
	month, okMonth := wholeNumber(d.Month)
	day, okDay := wholeNumber(d.Day)
	if !okYear || !okMonth || !okDay || year < 1900 || year > 9999 || month > 12 || day > 31 {
		return "", false
	}
	text := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	_, err := time.Parse(time.DateOnly, text)
	return text, err == nil
}

// wholeNumber reads a count as people type it: blanks, thousands separators and full-width digits are fine. Empty,
// negative, broken and absurdly large numbers are not.
func wholeNumber(typed string) (int64, bool) {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case unicode.IsSpace(r), r == ',', r == '，', r == '_':
			return -1
		}
		return r
	}, typed)
	if digits == "" || len(digits) > 12 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}
