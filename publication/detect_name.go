package publication

import (
	"regexp"
	"strings"
)

// Personal names can only be guessed, from a label or a form of address; every
// hit is a hint for the releaser. A surname alone (张先生, 李某) is already
// pseudonymous and no finding.

const (
	doubleSurnames = `欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|百里|呼延|长孙|宇文`
	singleSurnames = `[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施洪季鲁葛柴俞岳翟齐梅庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景单包司柏宁柯阮桂闵解强华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥蔺]`
	surname        = `(?:` + doubleSurnames + `|` + singleSurnames + `)`
)

var (
	labelledName = regexp.MustCompile(`(?:姓名|联系人|收件人|收货人|户主|当事人|法定代表人|投诉人|举报人|受害人|申请人|真名|名字)(?:[ ]?[:=是为][ ]?|[ ])(` + surname + `·?\p{Han}{1,3})`)
	bareName     = regexp.MustCompile(`姓名(` + surname + `\p{Han}{1,2})`)
	spokenName   = regexp.MustCompile(`(?:我叫|我是|本人|名叫|叫做|他叫|她叫)(` + surname + `\p{Han}{1,2})`)
	titledName   = regexp.MustCompile(`(` + surname + `\p{Han}{1,2}?)(?:先生|女士|小姐|太太|同志|老师|医生|律师|同学|经理|主任|局长|处长|科长)`)
	englishName  = regexp.MustCompile(`(?:(?i:my name is|full name|name|contact person|i am called)(?: is)?[ ]?[:=]?[ ]{1,2}|(?:Mr|Mrs|Ms|Miss|Dr)\.? )([A-Z][a-z'\-]{1,20}(?: [A-Z]\.?)? [A-Z][A-Za-z'\-]{1,24})`)
	notNames     = []string{"任何", "公司", "单位", "部门", "机关", "法律", "成年", "高级", "有关", "相关", "全体", "严重", "单纯", "明确", "应当", "来自", "受害", "全部", "时代", "原告", "官方", "宁可", "一位", "某"}
)

func detectName(v *view) []hit {
	var hits []hit
	for _, re := range []*regexp.Regexp{labelledName, bareName, spokenName, titledName, englishName} {
		for _, m := range v.matches(re) {
			if name := string(v.folded[m[2]:m[3]]); !containsAny(name, notNames) {
				hits = append(hits, hit{m[2], v.nameEnd(m[2], m[3]), TypeName, Possible})
			}
		}
	}
	return hits
}

// nameEnd cuts a Chinese name before a word that ran into it: 姓名：张三手机….
func (v *view) nameEnd(start, end int) int {
	for i := start + 2; i < end; i++ {
		if hasAnyPrefix(v.after(i, 2), []string{"手机", "电话", "身份", "住址", "先生", "女士", "性别", "年龄", "的", "，", "。", "在", "说"}) {
			return i
		}
	}
	return end - strings.Count(string(v.folded[start:end]), "\n")
}
