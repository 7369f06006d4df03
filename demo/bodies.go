package demo

import "gongzhi/roles"

// bodies are the demonstration's bodies outside; like everybody else they are
// invented, and say so.
func bodies() []roles.Body {
	return []roles.Body{
		{ID: id("body police 440300"), Kind: roles.BodyPolice, Region: "440300", Name: roles.Text{Zh: "深圳市公安机关（演示）", En: "Shenzhen police (demo)"}},
		{ID: id("body police 440100"), Kind: roles.BodyPolice, Region: "440100", Name: roles.Text{Zh: "广州市公安机关（演示）", En: "Guangzhou police (demo)"}},
		{ID: id("body procuratorate 440300"), Kind: roles.BodyProcuratorate, Region: "440300", Name: roles.Text{Zh: "深圳市人民检察院（演示）", En: "Shenzhen procuratorate (demo)"}},
		{ID: id("body consumer_organization 440000"), Kind: roles.BodyConsumers, Region: "440000", Name: roles.Text{Zh: "广东省消费者委员会（演示）", En: "Guangdong consumer council (demo)"}},
	}
}

// Body is the id of a body outside, by kind and region.
func Body(kind, region string) roles.ID { return id("body " + kind + " " + region) }
