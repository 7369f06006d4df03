package frontend

import (
	"net/url"

	"gongzhi/locale"
)

// sample is one page as it would be shown; name is the file name of its preview.
type sample struct {
	name  string
	shell Shell
	page  Page
}

func allSamples() []sample {
	var all []sample
	add := func(pages map[string]Page, shell Shell) {
		for name, page := range pages {
			s := shell
			s.Path = "/" + name
			all = append(all, sample{name, s, page})
		}
	}
	add(publicSamples(), Shell{Demo: true, Query: url.Values{"q": {"快递"}}})
	add(reportSamples(), Shell{Demo: true, ExitURL: "https://weather.cma.cn/"})
	add(deskSamples(), Shell{Demo: true, Viewer: Viewer{Name: "周启明", Post: "受理科长", Role: "leader", Inbox: 3}})
	add(accountSamples(), Shell{})
	add(auditSamples(), Shell{Demo: true})
	return all
}

func inLanguage(shell Shell, lang locale.Lang) Shell {
	shell.Lang = lang
	return shell
}
