package frontend

import (
	"strings"

	"gongzhi/workflow"
)

// mailNone is the state of a notice where no e-mail is set up; the page says it once on top, not on every row.
const mailNone = "not_configured"

var mailTones = map[string]string{"sent": "good", "pending": "calm", "failed": "warm", "dead": "bad"}

// inboxItem shows a notice. Only workers are led to the desk's page of a case: to a filer it does not exist.
func inboxItem(i workflow.InboxItem, worker bool) InboxItem {
	item := InboxItem{Says: noticeSaid(i), Ref: i.Reference, When: OnDay(string(i.On)), Unread: i.ReadAt == nil}
	if i.At != nil {
		item.When = At(*i.At)
	}
	switch {
	case !worker && strings.HasPrefix(i.Kind, "public_interest_"):
		item.URL = interestURL(i.Reference)
	case worker && i.Reference != "":
		item.URL = caseURL(i.Reference)
	case worker && strings.HasPrefix(i.Kind, "organisation_"):
		item.URL = organisationURL
	}
	if i.Mail != "" && i.Mail != mailNone {
		item.Mail = Tag{Says: wordOr("worker.mail_"+i.Mail, i.Mail), Tone: mailTones[i.Mail]}
	}
	return item
}

// noticeSaid words a notice by its kind, the same sentence as in its e-mail.
func noticeSaid(i workflow.InboxItem) Text {
	said := wordEither("notices.told_"+i.Kind, eventKey(i.Kind), i.Kind)
	if i.Level > 0 {
		return K("worker.notice_level", "notice", said, "n", i.Level)
	}
	return said
}
