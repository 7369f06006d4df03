package publication

import "testing"

func TestDetectPlate(t *testing.T) {
	checkRows(t, TypePlate, []scanRow{
		{"京A00000", "京A00000", Certain},
		{"车牌京A·00000", "京A·00000", Certain},
		{"京A•00000", "京A•00000", Certain},
		{"京A-00000", "京A-00000", Certain},
		{"京A 00000", "京A 00000", Certain},
		{"京 A00000", "京 A00000", Certain},
		{"沪AD00000", "沪AD00000", Certain},
		{"粤B00000D", "粤B00000D", Certain},
		{"粤B·F00000", "粤B·F00000", Certain},
		{"浙a0000b", "浙a0000b", Certain},
		{"浙a0000bc", "", ""},
		{"京Ａ０００００", "京Ａ０００００", Certain},
		{"粤Z0000港", "粤Z0000港", Certain},
		{"鲁A0000挂", "鲁A0000挂", Certain},
		{"川A0000警", "川A0000警", Certain},
		{"驾驶苏E05EV0离开", "苏E05EV0", Certain},
		{"云AAB0C0", "云AAB0C0", Likely},
		{"WJ00000", "WJ00000", Likely},
		{"京A**000", "", ""},
		{"新GALAXY", "", ""},
		{"京I00000", "", ""},
		{"京A000000000", "", ""},
		{"京0101刑初123号", "", ""},
		{"A00000", "", ""},
		{"新iPhone15", "", ""},
		{"新VPS", "", ""},
		{"贵公司A股", "", ""},
		{"https://a.example/京A00000", "京A00000", Certain},
	})
}
