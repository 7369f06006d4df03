package publication

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDetectCNID(t *testing.T) {
	checkRows(t, TypeCNID, []scanRow{
		{"身份证号{ID}", "{ID}", Certain},
		{"{ID}", "{ID}", Certain},
		{"他的号码是{IDX}。", "{IDX}", Certain},
		{"id {IDX},", "{IDX}", Certain},
		{"（{ID}）", "{ID}", Certain},
		{"张三{ID}李四", "{ID}", Certain},
		{"见 https://news.example/p?x={ID}", "{ID}", Certain},
		{"IDs:{ID};{IDX}", "{ID}", Certain},
		{"身份证{BADID}", "{BADID}", Likely},
		{"{BADID}", "{BADID}", Possible},
		{"110101 19000101 0011", "110101 19000101 0011", Possible},
		{"身份证：110101900101001", "110101900101001", Likely},
		{"旧号110101900101001。", "110101900101001", Possible},
		{"111111111111111111", "", ""},
		{"990101190001010019", "", ""},
		{"110101190013010010", "", ""},
		{"110101175001010010", "", ""},
		{"统一社会信用代码{USCC}", "", ""},
		{"{USCC}", "", ""},
		{"订单 202311220000000001", "", ""},
		{"1{ID}", "", ""},
		{"{ID}0", "", ""},
		{"2023-11-22 12:46:41", "", ""},
		{"100,000,000,000,000,000", "", ""},
		{"110101199001", "", ""},
		{"v110101.190001.010011", "", ""},
		{"0.{ID}", "", ""},
		{"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "", ""},
	})
}

func TestCNIDInDisguise(t *testing.T) {
	id, withX := expand("{ID}"), expand("{IDX}")
	for name, text := range map[string]string{
		"full width":      fullWidth(id),
		"full width X":    fullWidth(withX),
		"small x":         withX[:17] + "x",
		"cross sign":      withX[:17] + "×",
		"Chinese numbers": chineseDigits(id),
		"spaces":          id[:6] + " " + id[6:14] + " " + id[14:],
		"dashes":          id[:6] + "-" + id[6:10] + "-" + id[10:14] + "-" + id[14:],
		"zero width":      id[:9] + "\u200b" + id[9:],
		"soft hyphen":     id[:9] + "\u00ad" + id[9:],
		"no-break space":  id[:6] + "\u00a0" + id[6:],
		"Arabic digits":   "١١٠١٠١١٩٠٠٠١٠١٠٠١" + id[17:],
		"residence":       fakeID("810000", "19000101", "001"),
		"foreigner":       fakeID("911156", "19000101", "001"),
	} {
		t.Run(name, func(t *testing.T) {
			found := Scan("前文 " + text + " 后文")
			require.Len(t, found, 1)
			require.Equal(t, Finding{3, 3 + len([]rune(text)), TypeCNID, text, Certain}, found[0])
		})
	}
}

// The worked example printed in GB 11643-1999 itself.
func TestCheckCharacterOfTheStandardsExample(t *testing.T) {
	require.Equal(t, byte('X'), idCheckCharacter("11010519491231002"))
	require.True(t, validCNID("11010519491231002X"))
	require.False(t, validCNID("110105194912310020"))
}
