package locale

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		query, cookie, header string
		want                  Lang
	}{
		{"", "", "", ZhCN},
		{"en", "zh-CN", "zh", En},
		{"", "en", "zh-CN,zh;q=0.9", En},
		{"", "", "en-GB,en;q=0.8", En},
		{"", "", "fr,en;q=0.5", En},
		{"", "", "zh-TW", ZhCN},
		{"", "", "fr", ZhCN},
		{"xx", "yy", "\x00;q=z", ZhCN},
		{"ZH", "en", "", ZhCN},
	} {
		require.Equal(t, c.want, Choose(c.query, c.cookie, c.header), "%+v", c)
	}
}

func TestMessageFillsAndCounts(t *testing.T) {
	require.Equal(t, "1 day", For(En).T("common.days", "count", 1))
	require.Equal(t, "1,200 days", For(En).T("common.days", "count", 1200))
	require.Equal(t, "1 天", For(ZhCN).T("common.days", "count", int64(1)))
	require.Equal(t, "{span}, not filled again left", For(En).T("common.left", "span", "{span}, not filled again"))
}

func TestMissingKeyIsVisibleAndCounted(t *testing.T) {
	before := Missing()
	require.Equal(t, "⟦no.such⟧", For(En).T("no.such", "count", 3))
	require.Equal(t, before+1, Missing())
	require.False(t, For(ZhCN).Has("no.such"))
	require.True(t, For(ZhCN).Has("common.days"))
}

func TestUnknownLanguageGetsDefault(t *testing.T) {
	require.Equal(t, ZhCN, For("fr").Lang())
}

func TestDates(t *testing.T) {
	// 20:05 UTC is already the next day in Beijing.
	at := time.Date(2026, 11, 21, 20, 5, 0, 0, time.UTC)
	require.Equal(t, "2026年11月22日", For(ZhCN).Date(at))
	require.Equal(t, "22 November 2026", For(En).Date(at))
	require.Equal(t, "2026年11月22日 04:05（北京时间）", For(ZhCN).DateTime(at))
	require.Equal(t, "22 November 2026, 04:05 (Beijing time)", For(En).DateTime(at))
	require.Equal(t, "Not known", For(En).Date(time.Time{}))
	require.Equal(t, "不清楚", For(ZhCN).DateTime(time.Time{}))
	require.Equal(t, "5 March 2024", For(En).Day("2024-03-05"))
	require.Equal(t, "2024-03", For(En).Day("2024-03"))
	require.Equal(t, "不清楚", For(ZhCN).Day(""))
}

func TestTimeLeft(t *testing.T) {
	day := 24 * time.Hour
	for _, c := range []struct {
		d      time.Duration
		zh, en string
	}{
		{2*day + 3*time.Hour + 59*time.Minute, "还剩 2 天 3 小时", "2 days 3 hours left"},
		{day, "还剩 1 天", "1 day left"},
		{9*day + 5*time.Hour, "还剩 9 天", "9 days left"},
		{3*time.Hour + time.Minute, "还剩 3 小时 1 分钟", "3 hours 1 minute left"},
		{29*time.Minute + 59*time.Second, "还剩 29 分钟", "29 minutes left"},
		{30 * time.Second, "还剩不到 1 分钟", "less than a minute left"},
		{0, "还剩不到 1 分钟", "less than a minute left"},
		{-time.Second, "刚刚逾期", "overdue by less than a minute"},
		{-(2*time.Hour + 5*time.Minute), "逾期 2 小时 5 分钟", "2 hours 5 minutes overdue"},
		{-(3*day + 5*time.Hour), "逾期 3 天", "3 days overdue"},
	} {
		require.Equal(t, c.zh, For(ZhCN).TimeLeft(c.d))
		require.Equal(t, c.en, For(En).TimeLeft(c.d))
	}
	require.Equal(t, "2 天 3 小时", For(ZhCN).Duration(2*day+3*time.Hour))
	require.Equal(t, "less than a minute", For(En).Duration(0))
}

func TestNumbers(t *testing.T) {
	require.Equal(t, "-1,234,567", For(En).Number(-1234567))
	require.Equal(t, "0", For(ZhCN).Number(0))
	require.Equal(t, "999", For(ZhCN).Number(999))
	require.Equal(t, "7.7 亿", For(ZhCN).Rounded(772_904_991))
	require.Equal(t, "772.9 million", For(En).Rounded(772_904_991))
	require.Equal(t, "1 万", For(ZhCN).Rounded(10_000))
	require.Equal(t, "9,999", For(ZhCN).Rounded(9_999))
	require.Equal(t, "999,999", For(En).Rounded(999_999))
}
