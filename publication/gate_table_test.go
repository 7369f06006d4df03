package publication

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// scanRow says what one detector must find in a text. Found is the exact
// stretch, empty where nothing of the type may be reported; level is checked
// when given. Placeholders stand for generated numbers, see expand.
type scanRow struct{ text, found, level string }

func checkRows(t *testing.T, kind string, rows []scanRow) {
	t.Helper()
	require.GreaterOrEqual(t, len(rows), 25, "a detector table has at least 25 rows")
	for _, row := range rows {
		text, want := expand(row.text), expand(row.found)
		t.Run(row.text, func(t *testing.T) {
			got, level := firstOfType(Scan(text), kind)
			require.Equal(t, want, got, "%v", Scan(text))
			if row.level != "" {
				require.Equal(t, row.level, level)
			}
		})
	}
}

func firstOfType(found []Finding, kind string) (text, level string) {
	for _, f := range found {
		if f.Type == kind {
			return f.Text, f.Certainty
		}
	}
	return "", ""
}

// Fictitious numbers: birth date 1 January 1900 or an unissued sequence, mobile
// numbers of zeros, cards of zeros with a computed check digit.
func expand(s string) string {
	return strings.NewReplacer(
		"{ID}", fakeID("110101", "19000101", "001"),
		"{IDX}", fakeIDWithX("11010119000101"),
		"{BADID}", brokenID("110101", "19000101", "001"),
		"{CARD16}", fakeCard("620000000000000"),
		"{CARD19}", fakeCard("622000000000000000"),
		"{VISA}", fakeCard("400000000000000"),
		"{PLAIN16}", fakeCard("900000000000000"),
		"{USCC}", fakeCreditCode("91110000MA0000000"),
	).Replace(s)
}

func fakeID(region, born, sequence string) string {
	digits := region + born + sequence
	return digits + string(idCheckCharacter(digits))
}

// fakeIDWithX picks the first sequence whose check character is X.
func fakeIDWithX(head string) string {
	for n := 0; n < 1000; n++ {
		digits := head + string([]byte{'0' + byte(n/100), '0' + byte(n/10%10), '0' + byte(n%10)})
		if idCheckCharacter(digits) == 'X' {
			return digits + "X"
		}
	}
	panic("no sequence with check character X")
}

func brokenID(region, born, sequence string) string {
	id := fakeID(region, born, sequence)
	if id[17] == '7' {
		return id[:17] + "8"
	}
	return id[:17] + "7"
}

func fakeCard(head string) string {
	for d := '0'; d <= '9'; d++ {
		if luhn(head + string(d)) {
			return head + string(d)
		}
	}
	panic("no Luhn digit")
}

func fakeCreditCode(head string) string {
	for _, c := range creditAlphabet {
		if validCreditCode(head + string(c)) {
			return head + string(c)
		}
	}
	panic("no check character")
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x20 && r < 0x7F {
			return r + 0xFEE0
		}
		return r
	}, s)
}

func chineseDigits(s string) string {
	numerals := []rune("零一二三四五六七八九")
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return numerals[r-'0']
		}
		return r
	}, s)
}
