package publication

import "testing"

func TestDetectName(t *testing.T) {
	checkRows(t, TypeName, []scanRow{
		{"姓名：张三", "张三", Possible},
		{"姓名: 李四丰", "李四丰", Possible},
		{"姓名：张三，电话", "张三", Possible},
		{"姓名：张三手机", "张三", Possible},
		{"联系人：欧阳样例", "欧阳样例", Possible},
		{"收件人：王某甲", "", ""},
		{"当事人为赵样例", "赵样例", Possible},
		{"我叫王五", "王五", Possible},
		{"张三先生", "张三", Possible},
		{"李样例女士", "李样例", Possible},
		{"诸葛样老师", "诸葛样", Possible},
		{"My name is John Sample", "John Sample", Possible},
		{"name: Jane Sample", "Jane Sample", Possible},
		{"Mr. John Sample", "John Sample", Possible},
		{"Dr Jane Q. Sample", "Jane Q. Sample", Possible},
		{"Full name: Jane Sample-Doe", "Jane Sample-Doe", Possible},
		{"张先生", "", ""},
		{"任何女士", "", ""},
		{"各位同志", "", ""},
		{"李某", "", ""},
		{"姓名张三", "张三", Possible},
		{"姓名和电话", "", ""},
		{"姓名、电话和地址", "", ""},
		{"names, emails and passwords", "", ""},
		{"User name is required", "", ""},
		{"Domain name: example", "", ""},
		{"姓名：", "", ""},
		{"这位女士", "", ""},
		{"张*先生", "", ""},
	})
}

func TestDetectIPv4(t *testing.T) {
	checkRows(t, TypeIPv4, []scanRow{
		{"192.0.2.1", "192.0.2.1", Possible},
		{"IP 192.0.2.1", "192.0.2.1", Likely},
		{"登录地址：198.51.100.7。", "198.51.100.7", Likely},
		{"from 203.0.113.255,", "203.0.113.255", Possible},
		{"192.0.2.1:8080", "192.0.2.1", Possible},
		{"192.0.2.1/24", "192.0.2.1", Possible},
		{"１９２．０．２．１", "１９２．０．２．１", Possible},
		{"(192.0.2.1)", "192.0.2.1", Possible},
		{"从192.0.2.1访问", "192.0.2.1", Possible},
		{"192.0.2.1.", "192.0.2.1", Possible},
		{"ip=192.0.2.1", "192.0.2.1", Likely},
		{"192。0。2。1", "", ""},
		{"256.0.2.1", "", ""},
		{"192.0.2", "", ""},
		{"192.0.2.1.5", "", ""},
		{"v192.0.2.1", "", ""},
		{"version 10.0.2.1", "", ""},
		{"版本 10.0.2.1", "", ""},
		{"127.0.0.1", "", ""},
		{"0.0.0.0", "", ""},
		{"1.2.3.4a", "", ""},
		{"192.0.02.1", "", ""},
		{"http://192.0.2.1/", "", ""},
		{"1,192.000", "", ""},
		{"2023.11.22", "", ""},
		{"12.34.56.7890", "", ""},
	})
}
