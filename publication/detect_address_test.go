package publication

import "testing"

func TestDetectAddress(t *testing.T) {
	checkRows(t, TypeAddress, []scanRow{
		{"虚构市样例路12号3栋4单元501室", "虚构市样例路12号3栋4单元501室", Likely},
		{"样例路12号", "样例路12号", Possible},
		{"住址：样例路12号", "样例路12号", Likely},
		{"家住样例大道100号", "样例大道100号", Likely},
		{"他说他一直住在虚构省虚构市样例区样例街道样例路100弄20号301室", "虚构省虚构市样例区样例街道样例路100弄20号301室", Likely},
		{"样例街十二号", "样例街十二号", Possible},
		{"样例胡同3号院", "样例胡同3号院", Possible},
		{"样例路12弄3号501室", "样例路12弄3号501室", Likely},
		{"样例花园3栋501", "样例花园3栋501", Likely},
		{"样例小区3号楼2单元501室", "样例小区3号楼2单元501室", Likely},
		{"样例公寓 5栋 501室", "样例公寓 5栋 501室", Likely},
		{"样例路１２号５０１室", "样例路１２号５０１室", Likely},
		{"样例东路12-3号", "样例东路12-3号", Possible},
		{"123 Sample Street, Apt 4B", "123 Sample Street, Apt 4B", Likely},
		{"lives at 12 Sample Road", "12 Sample Road", Likely},
		{"12 Sample Road", "12 Sample Road", Possible},
		{"address: 7 North Sample Ave", "7 North Sample Ave", Likely},
		{"12 Sample St, Springfield, IL 00000", "12 Sample St", Likely},
		{"100 Sample Hill Drive Suite 200", "100 Sample Hill Drive Suite 200", Likely},
		{"国务院令第310号", "", ""},
		{"道路交通安全法第九十一条", "", ""},
		{"第12号文件", "", ""},
		{"网络安全法", "", ""},
		{"2023年3号公告", "", ""},
		{"In 2016 the Road to nowhere", "", ""},
		{"Wall Street Journal", "", ""},
		{"一条路走到底", "", ""},
		{"5 million street addresses", "", ""},
		{"样例路**号**栋***室", "", ""},
		{"（2023）京0101刑初123号", "", ""},
	})
}
