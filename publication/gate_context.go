package publication

import "strings"

// Words around a number decide what it is. All lists are in lower case.

const contextReach = 16 // code points looked at before a number

var (
	idWords      = []string{"身份证", "证件", "公民身份", "身份号", "id card", "id no", "id number", "identity", "resident id"}
	phoneWords   = []string{"电话", "手机", "联系", "拨打", "致电", "来电", "热线", "短信", "phone", "mobile", "tel", "cell", "call", "whatsapp", "sms", "fax", "传真", "微信", "vx", "wx"}
	cardWords    = []string{"卡号", "银行卡", "银行账", "信用卡", "储蓄卡", "借记卡", "账号", "帐号", "账户", "帐户", "card", "account no", "account number", "bank account"}
	creditWords  = []string{"信用代码", "credit code", "机构代码", "税号", "纳税人识别号"}
	serialWords  = []string{"订单", "流水号", "编号", "单号", "序列号", "运单", "order", "serial", "ticket", "invoice", "发票", "案号", "文号"}
	moneySigns   = []string{"¥", "$", "€", "£", "rmb", "cny", "usd", "金额", "人民币"}
	amountUnits  = []string{"元", "美元", "欧元", "万", "亿", "条", "笔", "字节", "个账", "个用户", "行", "records", "accounts", "users", "rows", "people", "bytes", "yuan", "rmb", "cny", "usd", "dollars", "emails", "entries", "lines", "customers", "passwords"}
	addressWords = []string{"住址", "地址", "住在", "家住", "居住", "户籍", "收货", "寄到", "address", "lives at", "living at", "resides", "live at", "home is"}
)

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func hasAnySuffix(s string, words []string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

func hasAnyPrefix(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// told reports whether one of the words stands shortly before i.
func (v *view) told(i int, words []string) bool {
	return containsAny(v.before(i, contextReach), words)
}

// isAmount tells that the digits are a sum, a count or a serial number by the
// word next to them.
func (v *view) isAmount(start, end int) bool {
	lead := strings.TrimRight(v.before(start, 8), " :#")
	tail := strings.TrimLeft(v.after(end, 14), " ")
	return hasAnySuffix(lead, moneySigns) || hasAnySuffix(lead, serialWords) || hasAnyPrefix(tail, amountUnits)
}
