package frontend

import (
	"net/url"

	"gongzhi/accounts"
	"gongzhi/record"
	"gongzhi/workflow"
)

func sampleDraft() *Draft {
	return &Draft{
		Title: "寄快递后接到诈骗电话", Violation: "leak", Province: "330000", RegionCode: "330106", Sector: "logistics",
		Narrative:   "我 8 月 14 日在店里寄了快递。\n第二天有人打电话来，知道我的姓名、地址和买了什么。",
		Respondents: []DraftRespondent{{Kind: "enterprise", Role: "holder", Name: "晴川快递有限公司", CreditCode: "91330106MA2ABCDE0X"}},
		Occurred:    DraftDate{Year: "2026", Month: "8", Day: "１４"}, Discovered: DraftDate{Unknown: true},
		Pieces: map[string]string{"transaction": "1", "other": "3"}, Persons: "1",
		Evidence: []DraftFile{{ID: "e1", Name: "通话记录截图.png", Bytes: 120_000}},
		Filer:    "named", Name: "林小满", Contact: "138 0000 0000",
	}
}

func sampleNext() []NextStep {
	return []NextStep{
		{What: K("report.next_triage"), Who: K("report.next_by", "office", "云州市网信办 受理岗"), When: K("report.next_until", "date", OnDay("2026-12-01"))},
		{What: K("report.next_questions")},
		{What: K("report.next_outcome")},
	}
}

func reportSamples() map[string]Page {
	pages := map[string]Page{
		"report-start":   ReportStartPage{Hours: 24},
		"report-check":   checkPage("d1", "k1", sampleDraft()),
		"report-receipt": ReceiptPage{Reference: "GZ-7K3M-9QXD", Receipt: "7K3M9QXD2PWF4HTB8VNC5RGZ", Next: sampleNext()},
		"report-receipt-unsaved": ReceiptPage{Reference: "GZ-7K3M-9QXD", Receipt: "7K3M9QXD2PWF4HTB8VNC5RGZ",
			Errors: []Problem{{Field: "saved", Says: K("errors.receipt_not_saved")}}},
		"report-done":        DonePage{Reference: "GZ-7K3M-9QXD", Receipt: "7K3M-9QXD-2PWF-4HTB-8VNC-5RGZ", Violation: "leak", Next: sampleNext(), Advice: []Text{K("report.advice_leak")}},
		"report-check-empty": checkPage("d1", "k1", &Draft{}),
	}
	pages["matter-filed"] = MatterFormPage{Kind: "opinion", Receipt: "7K3M9QXD2PWF4HTB8VNC5RGZ", Reference: "GZ-7K3M-9QXD"}
	pages["invitation"] = invitationPage(url.Values{}, nil)
	pages["invitation-refused"] = invitationPage(url.Values{}, invitationFaults(accounts.ErrPasswordShort))
	pages["export"] = exportPage(workflow.TrackView{Reference: "GZ-7K3M-9QXD", State: record.Closed, FiledOn: "2026-11-22",
		Matter: workflow.MatterView{Title: "Erase my number", Narrative: "They still call.", OwnParties: []workflow.RespondentView{{Kind: "enterprise", Name: "Shop"}}}})
	for kind := range matterForms {
		pages["matter-"+kind] = MatterFormPage{Kind: kind, URL: "/file/" + kind, Key: "k", Fields: matterFields(formState{act: kind}, kind)}
	}
	for i, s := range steps {
		pages["report-"+s.name] = stepPage(i, "d1", sampleDraft(), nil)
		d := &Draft{Respondents: []DraftRespondent{{Kind: "no"}, {Name: "x", CreditCode: "1"}}, RegionCode: "12",
			Occurred: DraftDate{Year: "2026", Month: "13", Day: "1"}, Persons: "-5"}
		pages["report-"+s.name+"-errors"] = stepPage(i, "d1", d, s.check(d, "2026-11-22"))
	}
	return pages
}
