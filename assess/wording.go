package assess

import (
	"fmt"
	"strings"
)

// factWords are the names of facts in sentences.
var factWords = map[string]Text{
	factActs:          {"行为", "the acts"},
	factPieces:        {"信息条数", "the number of pieces"},
	factIncome:        {"违法所得（元）", "the illegal income (yuan)"},
	factProfit:        {"利用信息获利（元）", "the profit from use (yuan)"},
	factInDuty:        {"在履行职责或者提供服务过程中获得", "obtained in performing a duty or providing a service"},
	factPriorCriminal: {"曾因侵犯公民个人信息受过刑事处罚", "an earlier criminal punishment for the same kind of act"},
	factUsedForCrime:  {"信息被他人用于犯罪", "used by others for crime"},
	factKnewOfCrime:   {"知道或者应当知道他人利用信息实施犯罪", "knew or should have known of others' use for crime"},
	factPriorAdmin:    {"距前次行政处罚的月数", "months since an administrative punishment"},
	factConsequences:  {"后果", "the consequences"},
}

var gradeWords = map[Grade]Text{
	GradeNone:              {"未达到“情节严重”", "none"},
	GradeSerious:           {"情节严重", "serious"},
	GradeEspeciallySerious: {"情节特别严重", "especially serious"},
}

// Words names the grade for people.
func (g Grade) Words() Text { return gradeWords[g] }

var actWords = map[Act]Text{
	Acquire:              {"非法获取", "acquiring illegally"},
	Sell:                 {"出售", "selling"},
	Provide:              {"提供", "providing"},
	BuyForLawfulBusiness: {"为合法经营活动购买、收受", "buying or receiving for lawful business"},
}

// Words names the act for people.
func (a Act) Words() Text { return actWords[a] }

var consequenceWords = map[string]Text{
	"death":                 {"死亡", "death"},
	"serious_injury":        {"重伤", "serious injury"},
	"mental_disorder":       {"精神失常", "mental disorder"},
	"kidnapping":            {"被绑架", "kidnapping"},
	"major_economic_loss":   {"重大经济损失", "major economic loss"},
	"foul_social_influence": {"恶劣社会影响", "foul social influence"},
}

// ConsequenceWords names a consequence for people.
func ConsequenceWords(name string) Text { return consequenceWords[name] }

// FactWords names a fact about seriousness for people.
func FactWords(name string) Text { return factWords[name] }

// words says a change in one sentence.
func (ch Change) words(p *SeriousnessPack) Text {
	grade := gradeWords[ch.Grade]
	result := Text{
		Zh: fmt.Sprintf("：%s%s", grade.Zh, inBrackets(ch.Items, "（%s）", "、")),
		En: fmt.Sprintf(": %s%s", grade.En, inBrackets(ch.Items, " (%s)", ", ")),
	}
	cause := ch.cause(p)
	return Text{Zh: cause.Zh + result.Zh, En: cause.En + result.En}
}

func inBrackets(items []string, form, separator string) string {
	if len(items) == 0 {
		return ""
	}
	return fmt.Sprintf(form, strings.Join(items, separator))
}

func (ch Change) cause(p *SeriousnessPack) Text {
	fact := factWords[ch.Fact]
	number := strings.TrimLeft(ch.By, "+-")
	switch more := strings.HasPrefix(ch.By, "+"); {
	case ch.Fact == factPieces && more:
		return p.tierWords(ch.Categories, "再增加 "+number+" 条（%s）", number+" more pieces (%s)")
	case ch.Fact == factPieces:
		return p.tierWords(ch.Categories, "减少 "+number+" 条（%s）", number+" fewer pieces (%s)")
	case ch.By != "":
		return Text{fact.Zh + "再增加 " + number, fact.En + " higher by " + number}
	case ch.Below != "":
		return Text{fact.Zh + "低于 " + ch.Below, fact.En + " below " + ch.Below}
	case ch.Fact == factActs:
		act := actWords[Act(ch.To)]
		return Text{"若另有" + act.Zh + "行为", "if there was also " + act.En}
	case ch.Fact == factConsequences && ch.To != toNone:
		c := consequenceWords[ch.To]
		return Text{"若造成" + c.Zh, "if it led to " + c.En}
	}
	return ch.conditionWords(fact)
}

func (ch Change) conditionWords(fact Text) Text {
	switch {
	case ch.To == yes:
		return Text{"若" + fact.Zh, "if also: " + fact.En}
	case ch.To == "false":
		return Text{"若并非" + fact.Zh, "if not: " + fact.En}
	case ch.Fact == factPriorAdmin && ch.To == toNone:
		return Text{"若未受过行政处罚", "without the earlier administrative punishment"}
	case ch.Fact == factPriorAdmin:
		months := strings.TrimPrefix(ch.To, atMost)
		return Text{"若 " + months + " 个月内受过行政处罚", "after an administrative punishment within " + months + " months"}
	}
	return Text{"若没有" + fact.Zh, "without " + fact.En}
}

func (p *SeriousnessPack) tierWords(categories []string, zh, en string) Text {
	var inZh, inEn []string
	for _, id := range categories {
		c, _ := p.Category(id)
		inZh, inEn = append(inZh, c.Name.Zh), append(inEn, c.Name.En)
	}
	return Text{fmt.Sprintf(zh, strings.Join(inZh, "、")), fmt.Sprintf(en, strings.Join(inEn, ", "))}
}
