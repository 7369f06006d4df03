package publication

import "testing"

func TestDetectWeChat(t *testing.T) {
	checkRows(t, TypeWeChat, []scanRow{
		{"微信：abc_000000", "abc_000000", Likely},
		{"微信号abcdefgh", "abcdefgh", Likely},
		{"微信号：zhangsan", "zhangsan", Likely},
		{"微信号是wxid_000000", "wxid_000000", Likely},
		{"加微信 abc00000", "abc00000", Likely},
		{"WeChat: abc00000", "abc00000", Likely},
		{"wechat id abc_000", "abc_000", Likely},
		{"wechat ID: fictitious", "fictitious", Likely},
		{"vx:abc00000", "abc00000", Likely},
		{"VX abc00000", "abc00000", Likely},
		{"wx：abc-00000", "abc-00000", Likely},
		{"v信abc00000", "abc00000", Likely},
		{"薇信：abc00000", "abc00000", Likely},
		{"加V：abc00000", "abc00000", Likely},
		{"微信：ａｂｃ０００００", "ａｂｃ０００００", Likely},
		{"微信号：123456789", "123456789", Likely},
		{"微信：zhangsan", "zhangsan", Possible},
		{"wechat payment", "", ""},
		{"WeChat number belongs to", "", ""},
		{"微信支付", "", ""},
		{"微信 official account", "", ""},
		{"微信10000000用户", "", ""},
		{"微信小程序2023", "", ""},
		{"wx0000000000abcdef", "", ""},
		{"微信号：abc", "", ""},
		{"微信号已删除", "", ""},
		{"WeChat, Weibo and others", "", ""},
	})
}

func TestDetectQQ(t *testing.T) {
	checkRows(t, TypeQQ, []scanRow{
		{"QQ：100000000", "100000000", Likely},
		{"QQ:12345", "12345", Likely},
		{"qq 100000000", "100000000", Likely},
		{"QQ100000000", "100000000", Likely},
		{"QQ号100000", "100000", Likely},
		{"QQ号码：100000", "100000", Likely},
		{"QQ群：100000000", "100000000", Likely},
		{"扣扣100000", "100000", ""},
		{"ＱＱ：１０００００", "１０００００", Likely},
		{"q: 1000000", "1000000", Likely},
		{"QQ是100000", "100000", Likely},
		{"加QQ 1000000", "1000000", Likely},
		{"企鹅号100000", "100000", ""},
		{"QQ 100000", "100000", Possible},
		{"QQ邮箱", "", ""},
		{"QQ 2023", "", ""},
		{"QQ：1234", "", ""},
		{"QQ 100000000 accounts", "", ""},
		{"QQ 10000000条", "", ""},
		{"Q3 2023", "", ""},
		{"Q100000", "", ""},
		{"QQ 12,345,678", "", ""},
		{"FAQ: 12345678", "", ""},
		{"QQ音乐", "", ""},
		{"QQ：012345", "", ""},
		{"100000000", "", ""},
	})
}
