package publication

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// noise is prose in both languages with the marks and small numbers of ordinary
// texts, cut anywhere.
var noise = rapid.Custom(func(t *rapid.T) string {
	words := rapid.SampledFrom([]string{
		"个人信息", "泄露", "平台", "通报", "，", "。", "\n", " ", "the leak", "of records", "12345", "2023-11-22", "第三条",
		"¥1,000.00", "v1.2.3", "GZ-1A2B3-C4D5E", "https://news.example/2023/11", "共", "说", "，电话", "（", "）", "：", "!", "😀", "é", "\u200b",
	})
	return strings.Join(rapid.SliceOfN(words, 0, 12).Draw(t, "words"), rapid.SampledFrom([]string{"", " "}).Draw(t, "joint"))
})

var digit = rapid.RuneFrom([]rune("0123456789"))

func digits(t *rapid.T, n int, label string) string {
	return rapid.StringOfN(digit, n, n, -1).Draw(t, label)
}

// canary is a generated number of a type in one of the shapes people use.
func canary(t *rapid.T, kind string) string {
	switch kind {
	case TypeCNID:
		return fakeID("110101", "190001"+rapid.SampledFrom([]string{"01", "15", "28"}).Draw(t, "day"), digits(t, 3, "sequence"))
	case TypeCNMobile:
		n := "1" + rapid.SampledFrom([]string{"3", "5", "7", "9"}).Draw(t, "second") + digits(t, 9, "rest")
		return rapid.SampledFrom([]string{n, "+86" + n, "0086" + n, n[:3] + " " + n[3:7] + " " + n[7:], n[:3] + "-" + n[3:7] + "-" + n[7:], fullWidth(n), chineseDigits(n)}).Draw(t, "shape")
	case TypeEmail:
		return rapid.StringMatching(`[a-z][a-z0-9]{0,8}(\.[a-z]{1,5})?@[a-z]{1,8}\.(example|test)`).Draw(t, "mail")
	}
	n := fakeCard("62" + digits(t, rapid.SampledFrom([]int{13, 14, 15, 16}).Draw(t, "length"), "card"))
	return rapid.SampledFrom([]string{n, fullWidth(n), n[:4] + " " + n[4:8] + " " + n[8:12] + " " + n[12:]}).Draw(t, "shape")
}

// Recall 1.0: a planted number is found and blocks, wherever it stands as a word
// of its own.
func TestPlantedCanariesAreFound(t *testing.T) {
	for _, kind := range []string{TypeCNID, TypeCNMobile, TypeEmail, TypeBankCard} {
		t.Run(kind, rapid.MakeCheck(func(t *rapid.T) {
			planted := canary(t, kind)
			edge := rapid.SampledFrom([]string{"，", "。", "：", "\n", "（", "个", " 是 "})
			text := noise.Draw(t, "before") + edge.Draw(t, "left") + planted + edge.Draw(t, "right") + noise.Draw(t, "after")
			for _, f := range Scan(text) {
				if f.Type == kind && strings.Contains(f.Text, planted) && Blocks(f) {
					return
				}
			}
			t.Fatalf("%q not found in %q: %v", planted, text, Scan(text))
		}))
	}
}

var mixedText = rapid.Custom(func(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 6).Draw(t, "pieces") {
		kind := rapid.SampledFrom([]string{"", TypeCNID, TypeCNMobile, TypeEmail, TypeBankCard, "any"}).Draw(t, "kind")
		switch kind {
		case "":
			b.WriteString(noise.Draw(t, "noise"))
		case "any":
			b.WriteString(rapid.StringOf(rapid.RuneFrom([]rune("0123456789 -.,@Xx一三八京A微信号路栋室+(零"))).Draw(t, "soup"))
		default:
			b.WriteString(canary(t, kind))
		}
		b.WriteString(rapid.SampledFrom([]string{"", " ", "，", "-"}).Draw(t, "joint"))
	}
	return b.String()
})

func TestOffsetsAreValidAndDisjoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkOffsets(t, mixedText.Draw(t, "text"))
		checkOffsets(t, rapid.String().Draw(t, "anything"))
	})
}

func checkOffsets(t require.TestingT, text string) {
	runes, at := []rune(text), 0
	for _, f := range Scan(text) {
		require.GreaterOrEqual(t, f.Start, at)
		require.Greater(t, f.End, f.Start)
		require.LessOrEqual(t, f.End, len(runes))
		require.Equal(t, string(runes[f.Start:f.End]), f.Text)
		require.Contains(t, []string{Certain, Likely, Possible}, f.Certainty)
		at = f.End
	}
}

func TestMaskedTextNeverBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText.Draw(t, "text")
		masked := Mask(text, Scan(text))
		require.Empty(t, Blocking(Scan(masked)), "%q → %q", text, masked)
		onlyBlocking := Mask(text, Blocking(Scan(text)))
		for _, f := range Blocking(Scan(text)) {
			require.NotContains(t, Blocking(Scan(onlyBlocking)), f)
		}
	})
}

func TestMaskKeepsWhatIsHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"电话13800000000。":      "电话138****0000。",
		"+86 138-0000-0000":   "+86 138-****-0000",
		"mail a.b@c.example!": "mail a***@***!",
		expand("{ID}"):        "110**************" + expand("{ID}")[17:],
		"4111 1111 1111 1111": "**** **** **** 1111",
		"姓名：张三":               "姓名：张*",
		"京A·00000":            "京A·****0",
		"样例路12号3栋501室":        "样例路**号*栋***室",
		"微信号：abc_000":         "微信号：a**_***",
		"一三八零零零零零零零零":         "一三八****零零零零",
		"nothing here":        "nothing here",
	} {
		require.Equal(t, want, Mask(text, Scan(text)))
	}
}

func TestMaskLeavesWhatWasKept(t *testing.T) {
	text := "a@b.example 13800000000"
	require.Equal(t, "a@b.example 138****0000", Mask(text, Scan(text)[1:]))
	require.Equal(t, text, Mask(text, nil))
}

func TestScanName(t *testing.T) {
	for name, want := range map[string]string{
		"张三_{ID}_简历.pdf":          "{ID}",
		"IMG_13800000000.jpg":     "13800000000",
		"contract_a@b.example":    "contract_a@b.example",
		"first_last@b.example":    "first_last@b.example",
		"名单 13800000000.xlsx":     "13800000000",
		"扫描件-{CARD16}.png":        "{CARD16}",
		"IMG_20231122_124641.jpg": "",
		"GZ-12345-67890.zip":      "",
		"icon@2x.png":             "",
		"report_v1.2.3.tar.gz":    "",
		"":                        "",
	} {
		t.Run(name, func(t *testing.T) {
			found := Blocking(ScanName(expand(name)))
			if want == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			require.Equal(t, expand(want), found[0].Text)
			require.Equal(t, expand(want), string([]rune(expand(name))[found[0].Start:found[0].End]))
		})
	}
}

// Texts of public announcements that hold many numbers and no person.
func TestOfficialProseIsClean(t *testing.T) {
	for _, text := range []string{
		"2023年11月22日，某平台泄露1,234,567条个人信息，罚款¥5,000,000.00元，见国务院令第310号。",
		"请拨打12345、12377、12315、110或者400-000-0000。案号（2023）京0101刑初123号，编号GZ-12345-67890。",
		"In November 2013, 153 million accounts (152,445,165 e-mail addresses) were breached; see https://news.example/2013/11/12345678901.html.",
		"统一社会信用代码：" + fakeCreditCode("91110000MA0000000") + "，版本 v10.0.19041.1，sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		"6ba7b810-9dad-11d1-80b4-00c04fd430c8 2023-11-22T13:00:00.000+08:00 UTC+8",
	} {
		require.Empty(t, Blocking(Scan(text)), text)
	}
}

func TestBlocks(t *testing.T) {
	require.True(t, Blocks(Finding{Type: TypeCNID, Certainty: Certain}))
	require.True(t, Blocks(Finding{Type: TypeEmail, Certainty: Likely}))
	require.False(t, Blocks(Finding{Type: TypeCNID, Certainty: Possible}))
	require.False(t, Blocks(Finding{Type: TypeName, Certainty: Likely}))
	require.False(t, Blocks(Finding{Type: TypeIPv4, Certainty: Certain}))
}

// Texts made to be slow: with a quadratic step each would take minutes.
func TestLongTextsAreRead(t *testing.T) {
	for _, unit := range []string{"1", "1 ", "860 ", "一", "a@", "13800000000 ", "https://a.example/?p=13800000000&", "路1号", "a.", "\u200b"} {
		text := strings.Repeat(unit, 20_000/len(unit))
		checkOffsets(t, text)
	}
	require.NotEmpty(t, Mask(strings.Repeat("13800000000,", 1_000), Scan(strings.Repeat("13800000000,", 1_000))))
}

func BenchmarkScan(b *testing.B) {
	text := strings.Repeat("2023年11月，某平台泄露1,234,567条个人信息，联系人张三，电话13800000000。The platform was told to rectify. ", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Scan(text)
	}
}

func FuzzScan(f *testing.F) {
	for _, seed := range []string{"", "13800000000", "a@b.example", "京A00000", "\xff\xfe1", "１２３\u200b①", strings.Repeat("1 ", 40)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkOffsets(t, text)
		masked := Mask(text, Scan(text))
		if utf8.ValidString(text) {
			require.Empty(t, Blocking(Scan(masked)))
		}
		ScanName(text)
	})
}
