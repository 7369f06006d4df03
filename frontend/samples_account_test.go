package frontend

import "gongzhi/workflow"

func accountSamples() map[string]Page {
	return map[string]Page{
		"track": trackPage(problems{{"receipt", K("errors.receipt_unknown")}}),
		"mine": MinePage{Reference: "GZ-7K3M9-QXD2P", Status: Tag{Says: word("status", "rejected")}, Next: sampleNext(), Withdrawn: true, Back: "/me",
			Acts: mineActs(workflow.TrackView{Reference: "GZ-7K3M9-QXD2P", Actions: workflow.FilerActs, AppealGrounds: []string{"law"}}, formState{})},
		"track-case": TrackCasePage{Reference: "GZ-7K3M9-QXD2P", Receipt: "7K3M-9QXD-2PWF-4HTB-8VNC-5RGZ",
			Status: Tag{Says: word("status", "investigating"), Tone: "calm"}, Open: true, Files: 2,
			Done: &Banner{Good: true, Says: K("track.answered")}, Next: sampleNext(), Public: "GZ-7K3M9-QXD2P",
			Questions: []Question{
				{ID: "1", Asked: "您寄件的网点在哪条路？", By: Plain("沈知微"), When: DateOf(noon), Error: K("errors.answer_empty")},
				{ID: "2", Asked: "还有截图吗？", Answer: "有，已上传。", By: Plain("沈知微"), When: DateOf(noon)},
				{ID: "3", Answer: "补充一点。", When: DateOf(noon)}},
			Course:   []Event{{Title: eventWord("report.filed"), When: DateOf(noon)}, {Title: eventWord("future.kind"), When: DateOf(noon)}},
			Readings: []Event{{Title: K("track.read_contact", "who", Plain("沈知微")), When: DateOf(noon), Text: K("track.read_why", "purpose", "核实网点地址")}},
			Add:      evidenceFields(nil, problems{{"files", K("errors.file_kind", "name", "a.exe")}}), Errors: problems{{"files", K("errors.file_kind", "name", "a.exe")}}},
		"track-closed": TrackCasePage{Reference: "GZ-7K3M9-QXD2P", Done: &Banner{Says: K("track.closed")}},
		"sign-in": signInPage("x@example.org", "/desk", problems{{"email", K("errors.sign_in")}},
			[]DemoAccount{{Role: "officer", Post: "受理岗", Name: "沈知微", Email: "shen@demo.example", Password: "demo-1234"}}),
		"about": AboutPage(), "help": HelpPage(), "privacy": PrivacyPage(), "accessibility": AccessibilityPage(), "feeds": FeedsPage(), "open-data": OpenDataPage(),
		"error-400": ErrorPage{Status: 400}, "error-403": ErrorPage{Status: 403}, "error-404": ErrorPage{Status: 404},
		"error-409": ErrorPage{Status: 409}, "error-410": ErrorPage{Status: 410}, "error-413": ErrorPage{Status: 413},
		"error-422": ErrorPage{Status: 422}, "error-429": ErrorPage{Status: 429}, "error-500": ErrorPage{Status: 500, ID: "7c1f"},
		"error-503": ErrorPage{Status: 503}, "error-draft": ErrorPage{Status: 410, Kind: "draft_gone"},
	}
}
