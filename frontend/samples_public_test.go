package frontend

import (
	"time"

	"gongzhi/answerability"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// The samples fill every field of every page, so that every branch of the templates is run.

var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

func sampleCards() []Card {
	return []Card{
		{
			Reference: "GZ-7K3M-9QXD", Title: "晴川快递泄露收件人姓名、电话和住址",
			Summary:     "约 32 万条收件信息在网上被出售。监管机构已作出决定，责令整改并处罚款。",
			Respondents: []string{"晴川快递有限公司（虚构）"}, Occurred: "2026-08-14", Published: "2026-11-18",
			Status: Tag{Says: word("status", "rectifying"), Tone: "warm"}, Verification: word("verification", "verified"),
			Persons: 318_442,
		},
		{
			Reference: "GZ-2PWF-4HTB", Title: "Adobe",
			Summary:     "In October 2013, 153 million accounts were breached with each containing an internal ID, username, email, encrypted password and a password hint in plain text.",
			Respondents: []string{"Adobe", "adobe.com"}, Published: "2026-11-01",
			Status: Tag{Says: word("status", "closed"), Tone: "calm"}, Verification: word("verification", "unverified"),
			Persons: 152_445_165, Credit: sampleCredit(),
		},
	}
}

func sampleCredit() *Credit {
	return &Credit{Source: "Have I Been Pwned", URL: "https://haveibeenpwned.com",
		Licence: "CC BY 4.0", TermsLink: "https://creativecommons.org/licenses/by/4.0/"}
}

func publicSamples() map[string]Page {
	card := sampleCards()[0]
	return map[string]Page{
		"home":    HomePage{Latest: sampleCards(), Published: 875, Historical: 870, Open: roughly(12), Notices: 2},
		"answers": AnswersPage{Items: []AnswerRow{answerRow(answerSample()), {Reference: "GZ-GONE", Gone: true, Note: "应要求撤回"}}, Next: "x"},
		"answer":  AnswersPage{One: true, Items: []AnswerRow{answerRow(answerSample())}},
		"incidents": IncidentsPage{
			Query: "快递", Found: foundOf(workflow.Count{N: 1001, Since: "2026-10-01"}), Cards: sampleCards(), Pager: Pager{Previous: "/incidents"},
			Period: &SearchPeriod{Since: OnDay("2026-10-01"), Older: "/incidents?cursor=x"},
			Filters: []*Choice{
				{Name: "violation", Label: K("public.filter_violation"), Options: append([]Option{{Label: K("public.filter_any")}}, options("violation", violations, "leak")...)},
				{Name: "sector", Label: K("public.filter_sector"), Options: append([]Option{{Label: K("public.filter_any")}}, options("sector", sectors, "")...)},
			},
			Active: []Filter{{Says: word("violation", "leak"), Remove: "/incidents?q=x"}}, ClearURL: "/incidents",
			FeedQuery: "?violation=leak", Errors: []Problem{{"q", K("errors.search", "position", 4)}},
		},
		"incident": IncidentPage{
			Card: card,
			Narrative: []string{"2026 年 8 月起，多名市民反映寄件后接到诈骗电话，对方能说出收件人姓名、住址和所购商品。",
				"调查发现，该公司一名仓库管理员将查询账号出租给他人，约 32 万条收件信息被批量导出。"},
			Dates: []Row{
				{Key: K("public.occurred"), Values: []Text{OnDay("2026-08-14")}},
				{Key: K("public.discovered"), Values: []Text{OnDay("2026-09-02")}},
				{Key: K("public.received"), Values: []Text{OnDay("2026-09-03")}},
				{Key: K("public.published"), Values: []Text{OnDay("2026-11-18")}},
				{Key: K("public.changed"), Values: []Text{OnDay("2026-11-20")}},
			},
			Facts: []Row{
				{Key: K("public.fact_violation"), Values: []Text{word("violation", "leak")}},
				{Key: K("public.fact_region"), Values: []Text{Plain("浙江省 杭州市")}},
				{Key: K("public.fact_sector"), Values: []Text{word("sector", "logistics")}},
				{Key: K("public.fact_data"), Values: []Text{word("piece", "transaction"), word("piece", "other")}},
				{Key: K("public.fact_agency"), Values: []Text{Plain("云州市网信办（虚构）")}},
				{Key: K("public.fact_decision"), Values: []Text{Plain("责令改正；警告；罚款 80 万元（《个人信息保护法》第六十六条）")}},
			},
			Reply: &Reply{By: "晴川快递有限公司（虚构）", When: OnDay("2026-11-15"), Text: []string{"我们向受影响的客户道歉。已停用全部共享账号，并逐户通知。"}},
			Versions: []Version{{Number: 2, When: OnDay("2026-11-20"), Reason: Plain("更正受影响人数")},
				{Number: 1, When: OnDay("2026-11-18"), Reason: K("public.version_first")}},
			Permalink: "https://gongzhi.example/incidents/GZ-7K3M-9QXD", MayReply: true,
		},
		"incident-imported": IncidentPage{Card: sampleCards()[1], HTML: `<p>In October 2013, <a href="https://example.org">153 million</a>.</p>`},
		"withdrawn": WithdrawnPage{Reference: "GZ-7K3M-9QXD", Note: "应当事人要求撤回。", When: OnDay("2026-11-21"),
			Versions: []Version{{Number: 1, When: OnDay("2026-11-18"), Reason: K("public.version_first")}}},
		"scorecards": sampleScores(), "scorecards-empty": scoresPage(ScoreTable{}),
		"notices": NoticesPage{
			Notices: []Notice{{Number: "N-4F7Q", Agency: Plain("云州市网信办（虚构）"), Stage: word("stage", "triage"),
				Late: Left(-3 * 24 * time.Hour), When: At(noon)}},
			Pager: Pager{Next: "/notices?cursor=x"},
		},
	}
}

func sampleScores() ScoresPage {
	line := func(id, class, outcome string, level int, minutes, n int64) answerability.Closed {
		return answerability.Closed{Subject: answerability.OfAgency, ID: id, Class: class, Kind: "triage", Month: "2026-10", Outcome: outcome, Level: level, Minutes: minutes, N: n}
	}
	return scoresPage(ScoreTable{
		Lines: []answerability.Closed{
			line("a", "officer", answerability.Done, 0, 1440, 12), line("a", "officer", answerability.Missed, 0, 14400, 3), line("a", "supervisor", answerability.Missed, 1, 14400, 6),
			line("a", "officer", answerability.Confirmed, 0, 0, 4), line("", "officer", answerability.Done, 0, 240, 7),
			{Subject: answerability.OfRespondent, ID: "r", Month: "2026-10", Outcome: answerability.Founded, N: 2},
		},
		Names: map[string]roles.Text{"a": {Zh: "深圳市个人信息保护科（演示）", En: "Shenzhen office (demo)"}, "r": {Zh: "快马达公司", En: "Kuaimada Ltd"}},
	})
}
