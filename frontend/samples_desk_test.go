package frontend

import (
	"context"
	"net/url"
	"time"

	"gongzhi/answerability"
	"gongzhi/demo"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

func sampleQueue() []workflow.DutyView {
	duties := deskDuties(deskOrg())
	duties[1].Title, duties[1].DueAt = "小区门禁强制采集人脸", noon.Add(50*time.Minute)
	duties[2].Title = "健身软件拒绝注销账号"
	late := duties[0]
	late.Title, late.DueAt, late.Level = "Clinic app sends appointment data to an advertising company", noon.Add(-3*day), 2
	return append([]workflow.DutyView{late}, duties[:3]...)
}

func sampleCards2() []CaseCard {
	duties := sampleQueue()
	return []CaseCard{
		caseCard(workflow.IncidentCard{Reference: reference, Title: "外卖平台骑手信息被打包出售", State: record.Investigating, Agency: roles.Text{Zh: "深圳市个人信息保护科（演示）", En: "Shenzhen office (demo)"},
			Region: "440305", Violation: "sale", Sector: "internet", Origin: "report", ReceivedOn: "2026-08-17", Lead: &duties[0]}, noon),
		caseCard(workflow.IncidentCard{Reference: "GZ-1ABCD-2DEFG", Title: "Adobe", State: record.Closed, Agency: roles.Text{Zh: "国家个人信息保护办公室（演示）", En: "National office (demo)"},
			Region: "unknown", Violation: "theft", Sector: "internet", Origin: "historical", ReceivedOn: "2013-12-04"}, noon),
	}
}

func sampleOverview() OverviewPage {
	org := deskOrg()
	return overviewPage(workflow.Overview{
		Missed: []workflow.MissedRow{
			{Who: deskWho(org, "shenzhen/officer", roles.ViaHolder), Missed: 3, OnTime: 41, Live: 6},
			{Who: deskWho(org, "shenzhen/supervisor", roles.ViaSuperior), Missed: 2, OnTime: 2, Live: 4, Late: 1},
			{Who: deskWho(org, "shenzhen/leader", roles.ViaHolder), Live: 1}},
		Backlog: []workflow.BacklogRow{{Bucket: "0-7", N: 5}, {Bucket: "8-30", N: 3}, {Bucket: "31-90", N: 1}, {Bucket: "91+", N: 0}},
		ByState: map[record.State]int64{record.Filed: 4, record.Investigating: 5, record.Closed: 40},
	})
}

func sampleDirectory(actor string, form formState) OrganisationPage {
	return organisationPage(directory{org: deskOrg(), world: workflow.OrgWorld{Version: 3, Proposals: sampleOrgProposals()}, actor: deskActor(actor), now: noon, form: form})
}

func sampleOrgProposals() []record.OrgProposal {
	org := deskOrg()
	post, person := postOf(org, "shenzhen/officer").ID.String(), demo.Person("shenzhen/deputy").String()
	return []record.OrgProposal{
		{ID: deskID(60), Act: "appoint", Args: []byte(`{"post":"` + post + `","person":"` + person + `","deputy":true,"from":"2026-12-01T00:00:00Z"}`), State: record.ProposalOpen, ProposedBy: demo.Person("shenzhen/leader"), At: noon},
		{ID: deskID(61), Act: "declare_tie", Args: []byte(`{"person":"` + demo.Person("shenzhen/supervisor").String() + `","party":"name:南湾物业","kind":"kinship"}`), State: record.ProposalOpen, ProposedBy: demo.Person("shenzhen/supervisor"), At: noon},
		{ID: deskID(63), Act: "add_body", Args: []byte(`{"kind":"police","name":{"zh":"南湾公安分局（演示）","en":"Nanwan police (demo)"},"region":"440305"}`), State: record.ProposalOpen, ProposedBy: demo.Person("national/leader"), At: noon},
		{ID: deskID(62), Act: "leave", State: record.ProposalConfirmed},
	}
}

func sampleHome(kind string) DeskHomePage {
	duty := deskDuties(deskOrg())[0]
	return DeskHomePage{Kind: kind, Name: "清源数据权益促进会（演示）", Guide: guides(kind, "https://gongzhi.example"), Filed: []FiledRow{
		filedRow(workflow.IncidentCard{Reference: reference, Title: "外卖平台骑手信息被打包出售", State: record.Investigating, ReceivedOn: "2026-08-17", Lead: &duty}, noon),
		filedRow(workflow.IncidentCard{Reference: "GZ-1ABCD-2DEFG", Title: "物业公开业主信息", State: record.Closed, ReceivedOn: "2026-05-02"}, noon)}}
}

// sampleRefused is the case with a decision that came back with errors.
func sampleRefused() CasePage {
	s := deskSight("shenzhen/supervisor")
	s.form = formState{act: "decide", typed: url.Values{"reason": {"群聊记录与平台日志一致。"}, "path": {"civil"}, "clauses": {"个人信息保护法第十条"}},
		found: problems{{fieldID("decide", "founded"), K("refused.founded_empty")}}}
	page := casePage(s)
	page.Done = &Banner{Says: K("case.stale")}
	return page
}

// sampleUnread are two notices, one unread.
func sampleInbox() InboxPage {
	read := noon
	return InboxPage{MayMark: true, Pager: Pager{Previous: "/inbox"}, Items: []InboxItem{
		inboxItem(workflow.InboxItem{Kind: "duty_risen", Reference: reference, Level: 2, On: workflow.DateOf(noon), At: &read, Mail: "sent"}, true),
		inboxItem(workflow.InboxItem{Kind: "organisation_to_decide", On: workflow.DateOf(noon), At: &read, ReadAt: &read, Mail: "not_configured"}, true)}}
}

// sampleWaiting is one of each kind that waits for a second person.
func sampleWaiting() []workflow.Waiting {
	due := noon.Add(-time.Hour)
	return []workflow.Waiting{
		{Kind: workflow.WaitingCase, Act: "close", Reference: reference, Title: "外卖平台骑手信息被打包出售", ProposedBy: "黄明澈", At: noon.Add(-2 * day), DueAt: &due},
		{Kind: workflow.WaitingPublication, Act: "publish_clear", Reference: reference, Title: "骑手信息被出售", ProposedBy: "陈一帆", At: noon.Add(-time.Hour)},
		{Kind: workflow.WaitingOrganisation, Act: "adopt_pack", Pack: "cn-x 2", ProposedBy: "黄明澈", At: noon},
	}
}

func sampleSecond() (page SecondPage) {
	for _, w := range sampleWaiting() {
		page.Rows = append(page.Rows, secondRow(w, noon))
	}
	return page
}

func sampleDraws() []record.Draw {
	return []record.Draw{{Month: "2026-10", Entry: 4711, Seed: []byte("0123456789abcdef0123456789abcdef"), Closings: 61, Size: 4, At: noon}}
}

func sampleDrawn() DeskSamplesPage {
	page := deskSamplesPage(sampleDraws(), noon, formState{})
	page.Draws[0].Cases = drawnCases([]workflow.DrawnCase{{Reference: reference, Title: "骑手", State: record.Closed, Sample: "open"},
		{Reference: "GZ-1", Title: "b", State: record.Closed, Sample: "done", Result: "upheld"}, {Reference: "GZ-2", Title: "c", State: record.Investigating}})
	return page
}

func sampleExplain() workflow.ExplainView {
	officer := roles.Text{Zh: "经办人", En: "Officer"}
	return workflow.ExplainView{Reference: reference, Misses: []workflow.MissView{{Task: deskID(80), Duty: workflow.DutyInvestigation, Level: 1, Post: officer,
		Agency: roles.Text{Zh: "深圳市个人信息保护科（演示）", En: "Shenzhen office (demo)"}, OpenedAt: noon.Add(-40 * day), DueAt: noon.Add(-day), MissedAt: noon.Add(-day), AskedAt: noon.Add(-day),
		HeardBy: roles.Text{Zh: "主任", En: "Director"}, HearBy: noon.Add(4 * day)}},
		Said: []workflow.MessageView{{Kind: "explanation", Author: "陈一帆", Body: "两人同时病假。", At: noon}}}
}

func deskSamples() map[string]Page {
	closed := deskSight("shenzhen/officer")
	closed.view = workflow.CaseView{Incident: record.Incident{Reference: reference, State: record.Closed, ReceivedAt: noon, Violation: "leak", Sector: "other", Region: "unknown"}, Title: "已办结"}
	operator := operatorPage([]Condition{{Name: "database", OK: true}, {Name: "redis", Detail: "dial unix: no such file"}, {Name: "clock", Detail: "PostgreSQL's clock jumped by 1h0m0s"}})
	operator.Held, operator.Why, operator.Ready = true, "PostgreSQL's clock jumped by 1h0m0s", false
	return map[string]Page{
		"desk": QueuePage{Rows: queueRows(sampleQueue(), noon), Pager: Pager{Next: "/desk?cursor=x"}, Done: &Banner{Good: true, Says: actDone("accept")},
			Tabs: queueTabs(0, workflow.QueueCounts{Mine: 4, Unassigned: 2, Today: 1, Overdue: 1})},
		"second": sampleSecond(), "second-empty": SecondPage{},
		"flood": floodPage(sampleFloods(), formState{}), "flood-empty": FloodPage{},
		"samples": samplesPage(sampleDraws(), "https://gongzhi.example"), "desk-samples": sampleDrawn(),
		"explain":     explainPage(sampleExplain(), formState{}),
		"cases":       CasesPage{Query: "骑手", Filtered: true, Filters: caseFilters(workflow.IncidentQuery{State: "investigating"}), Cards: sampleCards2(), Pager: Pager{Previous: "/desk/cases"}},
		"cases-error": CasesPage{Error: K("errors.too_long", "limit", maxSearch), Filters: caseFilters(workflow.IncidentQuery{})},
		"case":        casePage(deskSight("shenzhen/supervisor")), "case-refused": sampleRefused(), "case-public": casePage(publicSight()), "case-closed": casePage(closed),
		"finding-seriousness": sampleFinding("seriousness"), "finding-disclosure": sampleFinding("disclosure"), "finding-circulation": sampleFinding("circulation"),
		"finding-breach": sampleFinding("breach_duties"), "finding-print": samplePrint(), "assess-seriousness": deskSight("shenzhen/officer").assessPage("seriousness"),
		"assess-disclosure": deskSight("shenzhen/officer").assessPage("disclosure"), "assess-circulation": deskSight("shenzhen/officer").assessPage("circulation"),
		"assess-breach": deskSight("shenzhen/officer").assessPage("breach_duties"),
		"law":           lawPage(ownShelf()),
		"packs":         PacksPage{Packs: lawPage(ownShelf()).Packs, Offered: []LawItem{{ID: "cn-x 2", Text: Plain("试验包")}}, Links: map[string]string{"cn-x 2": "/desk/packs/abc"}},
		"pack-preview":  PackPreviewPage{Pack: LawItem{ID: "cn-x 2", Text: Plain("试验包")}, DoneCount: 200, Total: 450},
		"service-code":  ServiceCodePage{Reference: reference, Code: "7K3M-9QXD-2PWF-4HTB-8VNC-5RGZ"},
		"served-enter":  servedEnterPage(nil),
		"served":        servedPage("7K3M-9QXD-2PWF-4HTB-8VNC-5RGZ", servedSight(), formState{}),
		"unsealed":      UnsealedPage{Reference: reference, What: sealedField("contact"), Values: []string{"138 0013 8000"}, Purpose: "核实交易地点"},
		"trace":         sampleTrace(), "overview": sampleOverview(), "rules": rulesPage(clock.Default().Demo()), "workflow": workflowPage(clock.Default()), "organisation": sampleDirectory("shenzhen/supervisor", formState{}), "organisation-national": sampleDirectory("national/supervisor", formState{act: "add_body", typed: url.Values{"kind": {"police"}}, found: problems{{fieldID("add_body", "name"), K("refused.body_name")}}}),
		"organisation-officer": sampleDirectory("guangzhou/officer", formState{act: "leave", typed: url.Values{"from": {"2026-13-01"}}, found: problems{{fieldID("leave", "from"), K("errors.date_wrong")}}}),
		"inbox":                sampleInbox(), "organization": sampleHome("organization"), "interest": interestPage(sampleInterest(), formState{}), "interest-refused": interestPage(workflow.InterestView{Reference: reference, Public: true, MayPropose: true}, formState{act: "propose_public_interest", found: problems{{fieldID("propose_public_interest", "reason"), K("refused.reason_required")}}}), "opinions": OpinionsPage{Items: opinionRows(sampleOpinions()), Next: "x"}, "opinion": OpinionsPage{One: true, Items: opinionRows(sampleOpinions()[:1]), Errors: problems{{"sign", K("refused.signed_already")}}}, "media": sampleHome("media"), "me": sampleHome("citizen"), "operator": operator,
	}
}

// stillHealth is a system at rest; it counts how often the clock was accepted.
type stillHealth struct {
	held     bool
	accepted int
}

func (h *stillHealth) Conditions(context.Context) []Condition {
	return []Condition{{Name: "database", OK: true}, {Name: "clock", OK: !h.held}}
}

func (h *stillHealth) ClockHeld() (bool, string) { return h.held, "jumped by 1h0m0s" }

func (h *stillHealth) AcceptClock(context.Context, roles.Actor) error {
	h.accepted++
	return nil
}

func sampleTrace() TracePage {
	org := deskOrg()
	post, holder := org.Posts[0], org.Holdings[0]
	late := answerability.Share{
		Post: post.ID, Agency: post.Agency, Person: holder.Person, Kind: workflow.DutyTriage, Condition: answerability.Late,
		Minutes: answerability.Minutes{Clock: 4320, Working: 2880},
	}
	paused := late
	paused.Condition, paused.Level = answerability.Paused, 1
	span := func(s answerability.Share, from time.Time) answerability.Span {
		return answerability.Span{
			From: from, To: from.Add(3 * day), Stage: record.Filed, Condition: s.Condition, Kind: s.Kind, Level: s.Level, Post: s.Post, Agency: s.Agency,
			Person: s.Person, Via: roles.ViaDeputy, Ground: "expert_appraisal", Asked: holder.Person, Approved: org.Holdings[1].Person, Minutes: s.Minutes,
		}
	}
	return tracing{org, workflow.NewRulebooks(clock.Default())}.page(answerability.View{
		Trace: answerability.Trace{
			Reference: reference, From: noon, To: noon.Add(6 * day), Open: true, Total: answerability.Minutes{Clock: 8640, Working: 5760},
			Delay: late.Minutes, Shares: []answerability.Share{late, paused}, Spans: []answerability.Span{span(late, noon), span(paused, noon.Add(3*day))},
			Misses: []answerability.Miss{{
				Kind: workflow.DutyTriage, Lead: true, Post: post.ID, Person: holder.Person, DueAt: noon, MissedAt: noon,
				Superior: answerability.Called{Post: org.Posts[1].ID, Person: org.Holdings[1].Person, State: record.Armed, OpenedAt: noon, DueAt: noon.Add(day)},
			}},
		},
		Seal: answerability.Seal{Size: 640, Entry: 412, Covered: true, Root: make([]byte, 32), AsOf: noon},
	})
}

func servedSight() workflow.ServedView {
	return workflow.ServedView{
		Reference: reference, State: record.Rectifying, Agency: roles.Text{Zh: "深圳市个人信息保护科（演示）", En: "Shenzhen Personal Information Office (demo)"},
		Served:     []workflow.ServedText{{Body: "据称贵公司向第三方提供骑手的健康证照片。", At: noon.Add(-3 * day)}},
		ReplyUntil: noon.Add(4 * day), OrderUntil: noon.Add(12 * day), Promised: noon.Add(10 * day), Submitted: true,
		Course:  []workflow.ServedStep{{Kind: "rectification.returned", Reason: "缺少删除记录。", At: noon}},
		Replies: []workflow.MessageView{{Body: "照片由代理商上传，已停止。", At: noon}}, Files: 2,
		Actions: workflow.RespondentActs,
	}
}
