package frontend

import "time"

const day = 24 * time.Hour

func sampleDuties() []QueueRow {
	return []QueueRow{
		{Reference: "GZ-7K3M-9QXD", Title: "晴川快递泄露收件人信息", Stage: word("stage", "triage"), Level: 1, Holder: "周启明（受理科长）", Due: noon.Add(-3 * day), Left: -3 * day, Lead: true},
		{Reference: "GZ-2PWF-4HTB", Title: "小区门禁强制采集人脸", Stage: word("stage", "triage"), Holder: "沈知微（受理岗）", Due: noon.Add(50 * time.Minute), Left: 50 * time.Minute},
		{Reference: "GZ-8VNC-5RGZ", Title: "招聘网站简历被转卖", Stage: word("stage", "investigation"), Holder: "沈知微（受理岗）", Due: noon.Add(51 * time.Hour), Left: 51 * time.Hour},
		{Reference: "GZ-1ABC-2DEF", Title: "健身软件拒绝注销账号", Stage: word("stage", "rectification_check"), Holder: "沈知微（受理岗）", Due: noon.Add(20 * day), Paused: true},
	}
}

func sampleAct(open bool) Act {
	return Act{Action: "accept", Label: K("case.act_accept"), Hint: K("case.act_accept_hint"), Open: open,
		Fields: []Field{{Textarea: &Textarea{Name: "reason", Label: K("case.reason"), Rows: 3}}}}
}

func sampleCase() CasePage {
	return CasePage{
		Reference: "GZ-7K3M-9QXD", Version: 7, CaseTitle: "晴川快递泄露收件人信息", Status: Tag{Says: word("status", "investigating"), Tone: "calm"},
		Done:    &Banner{Good: true, Says: K("case.act_done", "act", K("case.act_accept"))},
		Answers: Answerer{Person: "周启明", Post: "受理科长", Agency: "云州市网信办（虚构）", Via: K("case.via_deputy")},
		Clocks: []Clock{
			{Stage: word("stage", "investigation"), Lead: true, Level: 1, Holder: "周启明 受理科长", Due: noon.Add(51 * time.Hour), Left: 51 * time.Hour, Running: true,
				Rule: K("case.limit_days", "count", 90), Basis: "《行政处罚法》第六十条", Certainty: K("case.certainty_text")},
			{Stage: word("stage", "explain"), Holder: "沈知微 受理岗", Due: noon.Add(-2 * time.Hour), Left: -2 * time.Hour, Running: true,
				Rule: K("case.limit_working_days", "count", 7), Basis: "12315 第十四条（类推）", Certainty: K("case.certainty_inferred")},
			{Stage: word("stage", "triage"), Holder: "沈知微 受理岗", State: Tag{Says: K("case.clock_missed"), Tone: "bad"}, Due: noon.Add(-9 * day),
				Rule: K("case.limit_working_days", "count", 7), Basis: "12315 第十四条（类推）", Certainty: K("case.certainty_inferred")},
		},
		Facts:   []Row{{Key: K("public.fact_violation"), Values: []Text{word("violation", "leak")}}, {Key: K("public.persons"), Values: []Text{Count(318442)}}},
		Parties: []Party{{Name: "晴川快递有限公司（虚构）", Kind: word("kind", "enterprise"), Role: word("role", "holder"), CreditCode: "91330106MA2ABCDE0X", Remark: K("case.code_remark")}},
		Reports: []CaseReport{{Number: 1, Received: DateOf(noon), Filer: K("report.filer_named"), Text: []string{"我 8 月 14 日在店里寄了快递。"}, Sealed: true,
			Evidence: []EvidenceRow{{Name: "截图.png", URL: "/desk/evidence/e1", Size: Plain("120 KB")}}}},
		Timeline: []Event{{Title: K("public.mile_missed"), By: Plain("系统"), When: At(noon), Text: Plain("沈知微（受理岗）未在期限内受理，升至周启明（受理科长）。"), Tone: "missed"},
			{Title: K("public.mile_received"), When: At(noon.Add(-10 * day))}},
		Acts: []Act{sampleAct(true), {Action: "reject", Label: K("case.act_reject"), Second: true, Grave: true,
			Fields: []Field{{Textarea: &Textarea{Name: "reason", ID: "reject-reason", Label: K("case.reason"), Rows: 3}}}}},
		Proposals: []Proposal{{ID: "p1", Label: K("case.act_reject"), By: "沈知微", Reason: "重复举报", When: At(noon)}, {ID: "p2", Label: K("case.act_close"), By: "周启明", When: At(noon), Mine: true}},
		Publish: &Publication{State: Tag{Says: word("publication", "proposed"), Tone: "warm"}, Preview: []string{"联系人 13800138000，住址幸福路 8 号。"}, Since: At(noon),
			Findings: []Finding{{ID: "f1", Type: word("finding", "CN_MOBILE"), Field: word("field", "narrative"), Before: "联系人 ", Hit: "13800138000", After: "，住址", Certainty: K("case.certain")},
				{ID: "f2", Type: word("finding", "ADDRESS"), Field: word("field", "narrative"), Before: "住址", Hit: "幸福路 8 号", Certainty: K("case.likely"), Settled: K("case.masked")}},
			Acts: []Act{{Action: "clear", Label: K("case.act_clear"), Second: true}}},
	}
}

func deskSamples() map[string]Page {
	return map[string]Page{
		"desk": QueuePage{Rows: sampleDuties(), Pager: Pager{Next: "/desk?cursor=x"}, Done: &Banner{Says: K("case.stale")},
			Tabs: []Tab{{K("worker.tab_mine"), "/desk", 4, true}, {K("worker.tab_unassigned"), "/desk?view=unassigned", 2, false},
				{K("worker.tab_today"), "/desk?view=today", 1, false}, {K("worker.tab_overdue"), "/desk?view=overdue", 1, false}}},
		"case": sampleCase(),
		"overview": OverviewPage{Agency: "云州市网信办（虚构）",
			Figures: []Figure{{K("worker.figure_open"), 12, false}, {K("worker.figure_overdue"), 1, true}, {K("worker.figure_missed"), 5, true}, {K("worker.figure_public"), 0, false}},
			Missed:  []MissedRow{{"受理岗", "沈知微", 3, 41, 3 * day}, {"受理科长", "周启明", 2, 18, 26 * time.Hour}},
			Backlog: []BacklogRow{{word("stage", "triage"), 5, 2, 0, 0}, {word("stage", "investigation"), 1, 3, 1, 0}}, Explain: sampleDuties()[:1]},
		"rules": RulesPage{Version: "cn-2026-11", Rules: []RuleRow{{Name: "triage", Stage: word("stage", "triage"), Opens: K("public.mile_received"),
			Limit: K("case.limit_working_days", "count", 7), Calendar: Plain("CN"), Ladder: []Text{Plain("3 天"), Plain("1 天")}, Basis: "市场监管总局令第20号第十四条（类推）",
			Certainty: Tag{Says: K("case.certainty_inferred"), Tone: "warm"}}}},
		"organization": DeskHomePage{Kind: "organization", Name: "青荷消费者权益促进会（虚构）", Cards: sampleCards(), Pending: K("worker.pending_more"),
			Filed: []FiledRow{{"GZ-7K3M-9QXD", "外卖平台泄露骑手信息", Tag{Says: word("status", "accepted"), Tone: "calm"}, Left(2 * day), DateOf(noon)}}},
		"media":   DeskHomePage{Kind: "media", Name: "云州晚报（虚构）", Cards: sampleCards()},
		"inbox":   InboxPage{Items: []InboxItem{{K("public.mile_missed"), "/desk/cases/x", At(noon), true}, {Plain("x"), "", At(noon), false}}, Pager: Pager{Previous: "/inbox"}},
		"sign-in": signInPage("x@example.org", "/desk", problems{{"email", K("errors.sign_in")}}, []DemoAccount{{K("worker.role_officer"), "受理岗", "沈知微", "shen@demo.example", "demo-1234"}}),
	}
}
