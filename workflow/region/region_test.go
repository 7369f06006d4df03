package region

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNames(t *testing.T) {
	for _, c := range []struct{ code, zh, en string }{
		{"440305", "广东省深圳市南山区", "Nanshan District, Shenzhen, Guangdong"},
		{"440300", "广东省深圳市", "Shenzhen, Guangdong"},
		{"440000", "广东省", "Guangdong"},
		{"110105", "北京市朝阳区", "Chaoyang District, Beijing"}, // passes over 市辖区
		{"429004", "湖北省仙桃市", "仙桃市, Hubei"},
		{"130502", "河北省邢台市襄都区", "襄都区, 邢台市, Hebei"}, // renamed in 2020
		{"330103", "浙江省杭州市下城区", "下城区, Hangzhou, Zhejiang"},
		{"710000", "台湾省", "Taiwan"},
		{Unknown, "未知", "Unknown"},
		{China, "全国", "Nationwide"},
		{"999999", "", ""},
		{"", "", ""},
	} {
		require.Equal(t, c.zh, Name(c.code, "zh"), c.code)
		require.Equal(t, c.en, Name(c.code, "en"), c.code)
	}
}

func TestKnown(t *testing.T) {
	for _, code := range []string{"110000", "110100", "110101", "310115", "330383", "441900", "460302", "659012", "810000", "330103"} {
		require.True(t, Known(code), code)
	}
	// Not in GB/T 2260: zones of the statistics office, interface inventions, subdivisions of Hong Kong.
	for _, code := range []string{"", Unknown, China, "44030", "4403050", "440399", "000000", "410371", "130390", "441901", "810101", "４４０３０５"} {
		require.False(t, Known(code), code)
	}
}

func TestParents(t *testing.T) {
	for code, parent := range map[string]string{
		"440305": "440300", "440300": "440000", "440000": China, China: "",
		"110105": "110000", "110100": "110000", "500229": "500000", "429004": "420000",
		Unknown: "", "999999": "",
	} {
		require.Equal(t, parent, Parent(code), code)
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		code, ancestor string
		want           bool
	}{
		{"440305", "440305", true},
		{"440305", "440300", true},
		{"440305", "440000", true},
		{"440305", China, true},
		{"110105", "110100", true},
		{China, China, true},
		{"440305", "440304", false},
		{"440300", "440305", false},
		{"440305", "330000", false},
		{China, "440000", false},
		{Unknown, China, false},
		{Unknown, Unknown, false},
		{"440305", Unknown, false},
		{"440399", "440300", false},
		{"440305", "44", false},
		{"440305", "", false},
	} {
		require.Equal(t, c.want, Within(c.code, c.ancestor), "%s in %s", c.code, c.ancestor)
	}
}

func TestChildren(t *testing.T) {
	require.Len(t, Provinces(), 34)
	require.Equal(t, Region{Code: "110000", Name: "北京市", Level: Province}, Provinces()[0])
	require.Len(t, Children("110000"), 16)
	require.Len(t, Children("310000"), 16)
	require.Len(t, Children("500000"), 38)
	require.Len(t, Children("440300"), 9)
	require.Len(t, Children("440000"), 21)
	require.Empty(t, Children("441900"), "Dongguan has no counties")
	require.Empty(t, Children("440305"))
	require.Empty(t, Children(Unknown))
	for _, r := range Children("330100") {
		require.NotEqual(t, "330103", r.Code, "abolished in 2021")
	}
	Children("440300")[0].Name = "changed"
	require.Equal(t, "罗湖区", Children("440300")[0].Name)
}

// Every place is reached from the top, and its ancestors contain it.
func TestTheTableIsATree(t *testing.T) {
	require.Less(t, len(regionsTSV), 200<<10)
	seen := 0
	var descend func(code string, depth int)
	descend = func(code string, depth int) {
		require.Less(t, depth, 4)
		for _, r := range Children(code) {
			seen++
			require.Equal(t, code, Parent(r.Code))
			require.True(t, Within(r.Code, code))
			require.NotEmpty(t, r.Name)
			descend(r.Code, depth+1)
		}
	}
	descend(China, 0)
	places := 0
	for code, e := range table() {
		require.Len(t, code, 6)
		require.Empty(t, strings.Trim(code, "0123456789"))
		if e.Level != Province {
			require.True(t, Known(Parent(code)), code)
		}
		if !e.group && !e.Former {
			places++
		}
	}
	require.Equal(t, places, seen)
}

func TestEnglishNamesBelongToKnownCodes(t *testing.T) {
	for line := range strings.Lines(englishTSV) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), "\t")
		require.True(t, Known(code), code)
		require.NotEmpty(t, name)
	}
	for _, r := range Provinces() {
		require.NotEqual(t, r.Name, Name(r.Code, "en"), "every province has an English name")
	}
}
