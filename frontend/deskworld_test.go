package frontend

import (
	"time"

	"github.com/google/uuid"

	"gongzhi/demo"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

const day = 24 * time.Hour

// deskOrg is the demonstration's organisation, with a leave and a tie.
func deskOrg() *roles.Org {
	parts := demo.Parts()
	back := noon.Add(day)
	parts.Leaves = append(parts.Leaves, roles.Leave{ID: deskID(90), Person: demo.Person("shenzhen/officer"), From: noon.Add(-day), To: &back})
	parts.Ties = append(parts.Ties, roles.Tie{ID: deskID(91), Person: demo.Person("shenzhen/supervisor"), Party: roles.NameParty("南湾物业有限公司"), Kind: "kinship", From: noon.Add(-30 * day)})
	org, err := roles.New(parts)
	if err != nil {
		panic(err)
	}
	return org
}

func deskID(n byte) uuid.UUID { return uuid.UUID{6: 0x40, 8: 0x80, 15: n} }

func deskActor(key string) roles.Actor {
	for _, a := range demo.Accounts() {
		if a.Person == demo.Person(key) {
			return roles.Actor{Person: a.Person, Role: a.Role}
		}
	}
	panic("no account " + key)
}

// postOf is the first post of somebody.
func postOf(org *roles.Org, key string) roles.Post { return org.PostsOf(demo.Person(key), noon)[0] }

func deskWho(org *roles.Org, key string, via roles.Via) workflow.Who {
	post := postOf(org, key)
	person, _ := org.Person(demo.Person(key))
	agency, _ := org.Agency(post.Agency)
	return workflow.Who{Person: person.Name, Post: post.Title, Agency: agency.Name, Via: via}
}

func deskRules() *workflow.Rulebooks { return workflow.NewRulebooks(clock.Default()) }

func deskDuties(org *roles.Org) []workflow.DutyView {
	book := clock.Default()
	version := book.ID + "@" + book.Version
	duty := func(n byte, kind, key string, level int, opened, due time.Time) workflow.DutyView {
		return workflow.DutyView{Chain: deskID(n), Incident: deskID(1), Reference: reference, Title: "外卖平台骑手信息被打包出售", Kind: kind, Level: level,
			State: record.Armed, Who: deskWho(org, key, roles.ViaHolder), PostID: postOf(org, key).ID, Rule: kind, RuleVersion: version, OpenedAt: opened, DueAt: due}
	}
	lead := duty(2, workflow.DutyInvestigation, "shenzhen/supervisor", 1, noon.Add(-day), noon.Add(51*time.Hour))
	lead.Lead, lead.Provisional = true, true
	proposal := duty(3, workflow.DutyProposal, "shenzhen/leader", 0, noon.Add(-time.Hour), noon.Add(5*time.Hour))
	missed := duty(2, workflow.DutyInvestigation, "shenzhen/officer", 0, noon.Add(-90*day), noon.Add(-day))
	ended := noon.Add(-day)
	missed.Lead, missed.State, missed.EndedAt, missed.EndedBy = true, record.Missed, &ended, "陈一帆"
	done := duty(4, workflow.DutyTriage, "shenzhen/officer", 0, noon.Add(-97*day), noon.Add(-88*day))
	accepted := noon.Add(-90 * day)
	done.Lead, done.State, done.EndedAt, done.EndedBy = true, record.Discharged, &accepted, "陈一帆"
	done.RuleVersion = "cn@2025.3"
	paused := duty(5, workflow.DutyRectification, "shenzhen/supervisor", 0, noon.Add(-3*day), noon.Add(27*day))
	paused.State, paused.PausedAt, paused.Ground = record.Paused, &ended, clock.GroundExpertAppraisal
	return []workflow.DutyView{lead, proposal, paused, missed, done}
}

// allActions are the acts of the table that a worker's page can offer.
func allActions() []workflow.Action {
	var list []workflow.Action
	for _, row := range workflow.Transitions {
		if row.Permission != roles.PassTime && row.Permission != roles.ImportHistory && row.Permission != roles.FileReport {
			list = append(list, row.Action)
		}
	}
	return list
}

func deskCase(org *roles.Org) workflow.CaseView {
	persons := int64(3200)
	agency := postOf(org, "shenzhen/officer").Agency
	name, _ := org.Agency(agency)
	return workflow.CaseView{
		Incident: record.Incident{ID: deskID(1), Reference: reference, Version: 7, State: record.Investigating, Agency: agency, Origin: "report",
			Violation: "sale", Region: "440305", Sector: "internet", OccurredOn: "2026-08-12", Persons: &persons,
			Pieces: map[string]int64{"health": 3200, "other": 3200}, ReceivedAt: noon.Add(-97 * day), ChangedAt: noon,
			Outcome: &record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"个人信息保护法第六十六条"}}},
		AgencyName: name.Name, Title: "外卖平台骑手信息被打包出售",
		Similar: []workflow.SimilarView{
			{Reference: "GZ-4SAME-1WORD", Title: "骑手信息在群里打包出售", State: record.Filed, ReceivedAt: noon.Add(-day), Alike: 0.82, Words: true, Mergeable: true},
			{Reference: "GZ-5SAME-2FIRM", State: record.Decided, ReceivedAt: noon.Add(-9 * day), Alike: 0.1, Accused: true},
		},
		Narrative: "有人在群里出售“骑手信息包”，含姓名、接单区域和健康证照片，称来自平台代理商。\n联系人 13800138000，在幸福路8号2单元301室交易。",
		Respondents: []workflow.RespondentView{
			{ID: deskID(50), Kind: "enterprise", Role: "discloser", Name: "快马达配送服务有限公司（虚构）", CreditCode: "91330106MA2ABCDE0X"},
			{Kind: "individual", Role: "user", Sealed: true}},
		Reports: []workflow.ReportView{
			{ID: deskID(10), FilerKind: "anonymous", FiledOn: "2026-08-17"},
			{ID: deskID(11), FilerKind: "named", FiledOn: "2026-08-20", HasIdentity: true, HasContact: true, OnBehalf: "12345"},
			{ID: deskID(12), FilerKind: "organization", Organization: "清源数据权益促进会（演示）", FiledOn: "2026-08-21"}},
		Duties: deskDuties(org), Timeline: deskTimeline(org),
		Messages: []workflow.MessageView{
			{Kind: "question", Author: "陈一帆", Body: "群名是什么？", At: noon.Add(-50 * time.Hour)},
			{Kind: "answer", Body: "“骑手互助三群”。", At: noon.Add(-40 * time.Hour)},
			{Kind: "comment", Author: "黄明澈", Body: "已联系平台法务，周三前回复。", At: noon.Add(-2 * time.Hour)}},
		Proposals: []workflow.ProposalView{
			{ID: deskID(20), Action: workflow.Pause, Reason: "健康证照片须送检。", ProposedBy: "陈一帆", At: noon.Add(-time.Hour), DueAt: noon.Add(5 * time.Hour)},
			{ID: deskID(21), Action: workflow.Close, Reason: "处罚决定已执行。", ProposedBy: "黄明澈", At: noon, Mine: true}},
		Tasks:    deskTasks(),
		Transfer: &workflow.TransferView{State: record.TransferDisputed, At: noon},
		Evidence: []workflow.EvidenceView{
			{ID: deskID(30), Name: "群聊截图.png", MediaType: "image/png", Size: 123_456, At: noon.Add(-97 * day)},
			{ID: deskID(31), Name: "名单.pdf", MediaType: "application/pdf", Size: 3_400_000, At: noon}},
		Readings: []workflow.ReadingView{{Reader: "陈一帆", Post: postOf(org, "shenzhen/officer").Title, Field: "contact", Purpose: "核实交易地点", At: noon.Add(-60 * time.Hour)}},
		Findings: sampleFindings(),
		Actions:  allActions(),
	}
}

func deskTimeline(org *roles.Org) []workflow.TimelineEntry {
	officer, supervisor := postOf(org, "shenzhen/officer").ID, postOf(org, "shenzhen/supervisor").ID
	risen := record.Duty{Chain: deskID(2), Level: 1, Kind: workflow.DutyInvestigation, Post: supervisor, DueAt: noon.Add(51 * time.Hour)}
	transfer := &record.Transfer{From: postOf(org, "shenzhen/officer").Agency, To: postOf(org, "guangzhou/officer").Agency, State: record.TransferDisputed}
	return []workflow.TimelineEntry{
		{Seq: 5, Kind: "transfer.refused", At: noon.Add(-2 * time.Hour), Who: "邓清和", Text: "交易地在深圳。", Facts: record.Facts{Transfer: transfer}},
		{Seq: 4, Kind: "duty.missed", At: noon.Add(-day), Who: "system", Facts: record.Facts{
			Ended:  []record.DutyEnd{{Chain: deskID(2), State: record.Missed, Post: officer, By: demo.Person("shenzhen/officer")}},
			Opened: []record.Duty{risen}}},
		{Seq: 3, Kind: "sealed.read", At: noon.Add(-60 * time.Hour), Who: "陈一帆", Facts: record.Facts{Reading: &record.ReadingFacts{Field: "contact"}}},
		{Seq: 2, Kind: "incident.accepted", At: noon.Add(-90 * day), Who: "陈一帆"},
		{Seq: 1, Kind: "report.filed", At: noon.Add(-97 * day), Facts: record.Facts{FilerKind: "anonymous"}},
	}
}

// deskSight is the case with every act open.
func deskSight(actor string) sight {
	org := deskOrg()
	return sight{view: deskCase(org), org: org, rules: deskRules(), actor: deskActor(actor), now: noon}
}

// publicSight is the case after its page was published once and a correction waits.
func publicSight() sight {
	s := deskSight("shenzhen/leader")
	at := noon.Add(-5 * day)
	s.view.Public = record.Publication{Incident: deskID(1), Version: 3, State: record.Published, Number: 1, Pending: 2, PublishedAt: &at}
	s.view.Versions = []record.PublicVersion{
		{Number: 1, Title: "外卖平台骑手信息被出售", Summary: "约三千名骑手的信息被出售。", Verification: "plausible", Proposer: demo.Person("shenzhen/officer"), Clearer: demo.Person("shenzhen/leader"), ProposedAt: at, ClearedAt: &at},
		{Number: 2, Title: "外卖平台骑手信息被出售", Summary: "经核实为 3,200 人。举报电话 0755-12345678。", Verification: "verified", Note: "人数更正", Kept: "公开的举报电话，属机关号码。", Proposer: demo.Person("shenzhen/officer"), ProposedAt: noon},
	}
	return s
}

// deskTasks has one task of each kind, each open to every act.
func deskTasks() []workflow.TaskView {
	var list []workflow.TaskView
	for n, kind := range []string{workflow.TaskConsultation, workflow.TaskJointInvitation, workflow.TaskJoint, workflow.TaskBreachNotice, workflow.TaskBreachPassOn, workflow.TaskReferralReply, workflow.TaskSample, workflow.TaskExplanation, workflow.TaskTakeover, workflow.TaskBreachClosing} {
		list = append(list, workflow.TaskView{ID: deskID(byte(40 + n)), Kind: kind, For: roles.Text{Zh: "广州市个人信息保护科（演示）", En: "Guangzhou Section (demo)"},
			Reason: "贵科是否处理过同一代理商？", Result: []string{"accepted", "refused"}, At: noon, DueAt: noon.Add(5 * day), Actions: allActions()})
	}
	return list
}
