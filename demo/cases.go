package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// Desk is what the demonstration needs to play its cases: the same use cases
// that people use.
type Desk interface {
	File(ctx context.Context, actor roles.Actor, key string, s workflow.Submission) (workflow.Filed, error)
	Act(ctx context.Context, reference string, c workflow.Command, ifVersion int64) (workflow.World, error)
	Say(ctx context.Context, reference string, actor roles.Actor, action workflow.Action, report record.ID, body string) error
}

// play is one case and how far it went before the visitor came.
type play struct {
	key   string
	tell  workflow.Submission
	steps []step
}

type step struct {
	who    string
	action workflow.Action
	reason string
}

func count(n int64) *int64 { return &n }

func on(now time.Time, daysAgo int) record.Date {
	return workflow.DateOf(now.AddDate(0, 0, -daysAgo))
}

// plays are the live cases. Names and facts are invented.
func plays(now time.Time) []play {
	return []play{
		{key: "rider", tell: workflow.Submission{
			Title: "外卖平台骑手信息被打包出售", Violation: "sale", Region: "440305", Sector: "internet",
			Narrative:   "有人在群里出售“骑手信息包”，含姓名、接单区域和健康证照片，称来自平台代理商。我保存了群聊截图。",
			Respondents: []workflow.SubmittedParty{{Kind: "enterprise", Role: "discloser", Name: "快马达配送服务有限公司（虚构）"}},
			OccurredOn:  on(now, 12), DiscoveredOn: on(now, 3), Persons: count(3200), Pieces: map[string]int64{"health": 3200, "other": 3200},
		}},
		{key: "clinic", tell: workflow.Submission{
			Title: "Clinic app sends appointment data to an advertising company", Violation: "illegal_provision", Region: "440304", Sector: "health",
			Narrative:   "After booking at a clinic I received advertisements naming my department. The app's traffic shows the department and the date going to an advertising company.",
			Respondents: []workflow.SubmittedParty{{Kind: "enterprise", Role: "holder", Name: "Mingxin Clinic Group (fictitious)"}},
			OccurredOn:  on(now, 20), DiscoveredOn: on(now, 8),
		}, steps: []step{{"shenzhen/officer", workflow.Accept, ""}, {"shenzhen/officer", workflow.Investigate, ""}}},
		{key: "school", tell: workflow.Submission{
			Title: "培训机构过度收集学生家庭信息", Violation: "excessive_collection", Region: "510107", Sector: "education",
			Narrative:    "报名一门绘画课，却要求填写家长单位、收入和孩子体检报告，不填不能提交。",
			Respondents:  []workflow.SubmittedParty{{Kind: "enterprise", Role: "holder", Name: "彩虹桥艺术培训中心（虚构）"}},
			DiscoveredOn: on(now, 2), Pieces: map[string]int64{"property": 400, "health": 400},
		}, steps: []step{{"chengdu/officer", workflow.Accept, ""}}},
		{key: "landlord", tell: workflow.Submission{
			Title: "物业公司公开张贴欠费业主身份证号", Violation: "malicious_disclosure", Region: "440106", Sector: "property",
			Narrative:   "小区公告栏贴出欠费名单，带门牌号和身份证号，要求撤下被拒绝。",
			Respondents: []workflow.SubmittedParty{{Kind: "enterprise", Role: "discloser", Name: "安居里物业管理有限公司（虚构）"}},
			OccurredOn:  on(now, 6), Persons: count(41), Pieces: map[string]int64{"accommodation": 41},
		}, steps: []step{
			{"guangzhou/officer", workflow.Accept, ""}, {"guangzhou/officer", workflow.Investigate, ""},
			{"guangzhou/officer", workflow.DecideCase, "公告栏照片与业主陈述一致，公开身份证号没有依据。"},
		}},
		{key: "bureau", tell: workflow.Submission{
			Title: "深圳某科室工作人员查询并转发群众信息", Violation: "illegal_provision", Region: "440300", Sector: "government",
			Narrative:    "办事窗口的工作人员把群众提交的联系方式转发到私人群。被举报的正是本应受理的科室。",
			Respondents:  []workflow.SubmittedParty{{Kind: "organ", Role: "discloser", Name: "深圳市个人信息保护科（演示）"}},
			DiscoveredOn: on(now, 1), Persons: count(60),
		}},
		{key: "sms", tell: workflow.Submission{
			Title: "Marketing text messages after number was deleted from account", Violation: "refused_rights", Region: "110105", Sector: "telecom",
			Narrative:   "I closed my account and asked for deletion. The operator confirmed it, yet messages with my plan and balance keep coming.",
			Respondents: []workflow.SubmittedParty{{Kind: "enterprise", Role: "user", Name: "Yunlian Telecom (fictitious)"}},
			OccurredOn:  on(now, 40), DiscoveredOn: on(now, 15),
		}},
	}
}

// Play files the live cases and takes them as far as the script says. Every
// case has an external id, so that no second start files it again.
func Play(ctx context.Context, desk Desk, now time.Time) ([]string, error) {
	var references []string
	for _, p := range plays(now) {
		p.tell.ExternalID = "demo:" + p.key
		filed, err := desk.File(ctx, roles.Actor{Role: roles.Citizen}, uuid.NewString(), p.tell)
		if r, ok := workflow.AsRefusal(err); ok && r.Field == "external_id" {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("demo: case %s: %w", p.key, err)
		}
		references = append(references, filed.Reference)
		for _, s := range p.steps {
			c := workflow.Command{Action: s.action, Actor: actorOf(s.who), Reason: s.reason}
			if s.action == workflow.DecideCase {
				c.Outcome = &record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"PIPL 10", "PIPL 25"}, Orders: true}
			}
			if _, err := desk.Act(ctx, filed.Reference, c, 0); err != nil {
				return nil, fmt.Errorf("demo: case %s, %s: %w", p.key, s.action, err)
			}
		}
	}
	return references, nil
}

func actorOf(key string) roles.Actor {
	for _, a := range Accounts() {
		if a.Person == Person(key) {
			return roles.Actor{Person: a.Person, Role: a.Role}
		}
	}
	return roles.Actor{}
}
