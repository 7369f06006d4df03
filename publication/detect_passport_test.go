package publication

import "testing"

func TestDetectPassport(t *testing.T) {
	checkRows(t, TypePassport, []scanRow{
		{"护照E00000000", "E00000000", Certain},
		{"护照号：G00000000", "G00000000", Certain},
		{"护照号码为EA0000000", "EA0000000", Certain},
		{"护照 D00000000", "D00000000", Certain},
		{"passport no. E00000000", "E00000000", Certain},
		{"Passport: g00000000", "g00000000", Certain},
		{"E00000000（护照）", "E00000000", Certain},
		{"公务护照SE0000000", "SE0000000", Certain},
		{"外交护照DE0000000", "DE0000000", Certain},
		{"护照Ｅ００００００００", "Ｅ００００００００", Certain},
		{"护照：E 00000000", "E 00000000", Certain},
		{"passport number is 000000000", "000000000", Likely},
		{"passport number: AB000000", "AB000000", Likely},
		{"持护照P0000000", "P0000000", Certain},
		{"澳门护照MA0000000", "MA0000000", Certain},
		{"E00000000", "", ""},
		{"错误码 E12345678", "", ""},
		{"护照丢失", "", ""},
		{"passport numbers were leaked", "", ""},
		{"护照共12345本", "", ""},
		{"护照E0000000000", "", ""},
		{"护照XE00000000", "", ""},
		{"passport data from 2023", "", ""},
		{"G20000000", "", ""},
		{"passports of 1,000,000 people", "", ""},
		{"Passport control", "", ""},
	})
}

func TestDetectPermit(t *testing.T) {
	checkRows(t, TypePermit, []scanRow{
		{"港澳通行证C00000000", "C00000000", Likely},
		{"往来港澳通行证CA0000000", "CA0000000", Likely},
		{"回乡证H0000000000", "H0000000000", Likely},
		{"回乡证：M00000000", "M00000000", Likely},
		{"台胞证00000000", "00000000", Likely},
		{"大陆居民往来台湾通行证T00000000", "T00000000", Likely},
		{"通行证 L00000000", "L00000000", Likely},
		{"通行证Ｃ００００００００", "Ｃ００００００００", Likely},
		{"通行证号码为W00000000", "W00000000", Likely},
		{"permit C00000000", "C00000000", Likely},
		{"通行证c00000000", "c00000000", Likely},
		{"台胞证（00000000）", "00000000", Likely},
		{"台湾居民来往大陆通行证，号码00000000", "00000000", Likely},
		{"C00000000", "", ""},
		{"00000000", "", ""},
		{"通行证20231122", "", ""},
		{"通行证办理", "", ""},
		{"通行证1234567", "", ""},
		{"H0000000000", "", ""},
		{"通行证XC00000000", "", ""},
		{"通行证C000000", "", ""},
		{"permits 2,000,000 calls", "", ""},
		{"通行证共发放5万本", "", ""},
		{"会议室C00000000", "", ""},
		{"permitted C12", "", ""},
	})
}
