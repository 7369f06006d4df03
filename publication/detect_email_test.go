package publication

import "testing"

func TestDetectEmail(t *testing.T) {
	checkRows(t, TypeEmail, []scanRow{
		{"a@b.example", "a@b.example", Certain},
		{"邮箱是zhang.san@mail.example。", "zhang.san@mail.example", Certain},
		{"<first+tag@sub.domain.example>", "first+tag@sub.domain.example", Certain},
		{"x_y-z@a-b.example", "x_y-z@a-b.example", Certain},
		{"mailto:a@b.example?subject=x", "a@b.example", Certain},
		{"ａ＠ｂ．ｅｘａｍｐｌｅ", "ａ＠ｂ．ｅｘａｍｐｌｅ", Certain},
		{"a@b。example", "a@b。example", Certain},
		{"a﹫b.example", "a﹫b.example", Certain},
		{"a\u200b@b.example", "a\u200b@b.example", Certain},
		{"a@xn--fiqs8s.xn--fiqs8s", "a@xn--fiqs8s.xn--fiqs8s", Certain},
		{"a@192.0.2.1", "a@192.0.2.1", Certain},
		{"张三@例子.中国", "张三@例子.中国", Likely},
		{"a @ b.example", "a @ b.example", Likely},
		{"a[at]b.example", "a[at]b.example", Certain},
		{"a [at] b [dot] example", "a [at] b [dot] example", Certain},
		{"a(at)b.example", "a(at)b.example", Certain},
		{"a{at}b{dot}example", "a{at}b{dot}example", Certain},
		{"john at foo dot example", "john at foo dot example", Likely},
		{"email john at foo.example", "john at foo.example", Likely},
		{"j.doe1 at foo.example", "j.doe1 at foo.example", Likely},
		{"12345#qq.com", "12345#qq.com", Likely},
		{"a艾特b点example", "a艾特b点example", Likely},
		{"13800000000@mail.example", "13800000000@mail.example", Certain},
		{"https://x.example/?e=a@b.example", "a@b.example", Certain},
		{"https://x.example/?e=a%40b.example", "a%40b.example", Certain},
		{"a***@***", "", ""},
		{"data exposed at foo.example", "", ""},
		{"look at example.com", "", ""},
		{"@handle said", "", ""},
		{"https://social.example/@user", "", ""},
		{"icon@2x.png", "", ""},
		{"pkg@1.2.3", "", ""},
		{"a@b", "", ""},
		{"3 @ 5.00", "", ""},
		{"[e-mail address removed]", "", ""},
	})
}
