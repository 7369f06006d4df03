package main

import (
	"encoding/json"
	"strings"
)

// told is a report of ordinary length: about 1.5 kB, half of it Chinese, with a
// named filer and one accused enterprise.
func told() ([]byte, error) {
	return json.Marshal(map[string]any{
		"title":     "外卖平台骑手信息被打包出售 rider records sold in bulk",
		"narrative": strings.Repeat("有人在群里出售骑手信息包，含姓名、接单区域和健康证照片，称来自平台代理商，我保存了群聊截图。", 5) + strings.Repeat("The seller offers names, areas and photographs of health certificates. ", 8),
		"violation": "sale", "region": "440305", "sector": "internet", "occurred_on": "2026-03-01", "discovered_on": "2026-03-09",
		"persons_affected": 3200, "pieces": map[string]int{"health": 3200, "other": 3200},
		"respondents": []map[string]string{{"kind": "enterprise", "role": "discloser", "name": "快马达配送服务有限公司（虚构）"}},
		"filer":       map[string]string{"kind": "named", "name": "唐小雨", "contact": "tang@demo.example"},
	})
}
