package frontend

import (
	"context"
	"sync/atomic"
	"time"

	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// memoryDoor shows one live, one imported and one withdrawn incident, and one report to its filer.
type memoryDoor struct {
	workflow.PublicReader
	revision atomic.Int64
	lists    atomic.Int64
	query    atomic.Pointer[workflow.PublicQuery]
	fail     error
	view     workflow.TrackView
}

func newMemoryDoor() *memoryDoor {
	d := &memoryDoor{view: workflow.TrackView{
		Reference: reference, State: record.Investigating, FiledOn: "2026-11-20", NextStep: workflow.DutyInvestigation,
		NextOffice: workflow.Who{Person: "沈知微", Post: roles.Text{Zh: "受理岗", En: "Intake"}, Agency: roles.Text{Zh: "云州市网信办", En: "Yunzhou office"}},
		DueOn:      "2027-02-18", Progress: []workflow.TrackStep{{Kind: "report.filed", On: "2026-11-20"}, {Kind: "incident.accepted", On: "2026-11-21"}},
		Messages:  []workflow.MessageView{{Kind: "question", Author: "沈知微", Body: "哪个网点？", At: noon}},
		Readings:  []workflow.ReadingView{{Reader: "沈知微", Field: "contact", Purpose: "核实网点", At: noon}},
		CanAnswer: true, Evidence: 1,
	}}
	d.revision.Store(1)
	return d
}

func (d *memoryDoor) For(roles.Actor, time.Time) workflow.Reader { return memoryReader{} }
func (d *memoryDoor) Public() workflow.PublicReader              { return d }

func (d *memoryDoor) Served(context.Context, []byte, time.Time) (workflow.ServedView, error) {
	return workflow.ServedView{}, record.ErrNotFound
}

func (d *memoryDoor) Track(_ context.Context, hash []byte, _ time.Time) (workflow.TrackView, error) {
	if string(hash) != "7K3M9QXD2PWF4HTB8VNC5RGZ" {
		return workflow.TrackView{}, record.ErrNotFound
	}
	return d.view, nil
}

// memoryReader has an empty inbox and nothing else.
type memoryReader struct{ workflow.Reader }

func (memoryReader) Inbox(context.Context, string, int) (workflow.Page[workflow.InboxItem], error) {
	return workflow.Page[workflow.InboxItem]{Items: []workflow.InboxItem{{Kind: "duty.missed"}}}, nil
}

func (d *memoryDoor) cards() []workflow.PublicCard {
	persons := int64(152_445_165)
	return []workflow.PublicCard{
		{Reference: reference, Title: "快递 <b>泄露</b>", Summary: "第一段。\n第二段。", State: record.Rectifying, Public: record.Published,
			Verification: "verified", Agency: roles.Text{Zh: "云州市网信办", En: "Yunzhou office"}, Region: "330106", Sector: "logistics",
			Violation: "leak", OccurredOn: "2026-08-14", ReceivedOn: "2026-09-03", PublishedAt: noon, ChangedAt: noon, Number: 2},
		{Reference: "GZ-2PWF4-HTB8V", Title: "Adobe", Summary: "In October 2013, 153 million accounts were breached.", State: record.Closed,
			Public: record.Published, Verification: "unverified", Sector: "internet", Violation: "theft", Persons: &persons, Region: "unknown",
			PublishedAt: noon.Add(-time.Hour), ChangedAt: noon.Add(-time.Hour), Number: 1,
			Credit: &record.Credit{Source: "Have I Been Pwned", URL: "https://haveibeenpwned.com/PwnedWebsites", Licence: "CC BY 4.0"}},
	}
}

func (d *memoryDoor) List(_ context.Context, q workflow.PublicQuery) (workflow.Page[workflow.PublicCard], error) {
	d.lists.Add(1)
	d.query.Store(&q)
	return workflow.Page[workflow.PublicCard]{Items: d.cards(), Next: "further"}, d.fail
}

func (d *memoryDoor) Incident(_ context.Context, ref string) (workflow.PublicIncident, error) {
	switch ref {
	case reference:
		return workflow.PublicIncident{PublicCard: d.cards()[0], Pieces: map[string]int64{"other": 3},
			Parties:  []workflow.RespondentView{{Kind: "enterprise", Name: "晴川快递"}, {Kind: "individual", Sealed: true}},
			Outcome:  &record.Outcome{Founded: true, Path: "administrative", Clauses: []string{"《个人信息保护法》第六十六条"}, Orders: true},
			Versions: []workflow.PublicVersionView{{Number: 1, At: noon}, {Number: 2, Note: "更正人数", At: noon}}}, d.fail
	case "GZ-2PWF4-HTB8V":
		return workflow.PublicIncident{PublicCard: d.cards()[1], HTML: `<p>153 million<script>x()</script></p>`}, d.fail
	case "GZ-00000-GONE0":
		return workflow.PublicIncident{PublicCard: workflow.PublicCard{Reference: ref, Public: record.Withdrawn, ChangedAt: noon}, Note: "应要求撤回"}, d.fail
	}
	return workflow.PublicIncident{}, record.ErrNotFound
}

func (d *memoryDoor) Notices(context.Context, string, int) (workflow.Page[workflow.NoticeView], error) {
	return workflow.Page[workflow.NoticeView]{Items: []workflow.NoticeView{
		{Reference: "N-4F7Q", Agency: roles.Text{Zh: "云州市网信办", En: "Yunzhou office"}, Stage: record.Filed, Level: 3, DaysLate: 4, At: noon},
	}}, d.fail
}

func (d *memoryDoor) Answers(context.Context, workflow.AnswerQuery) (workflow.Page[workflow.AnswerCard], error) {
	return workflow.Page[workflow.AnswerCard]{Items: []workflow.AnswerCard{answerSample()}}, d.fail
}

func (d *memoryDoor) Answer(_ context.Context, ref string) (workflow.AnswerCard, error) {
	if ref != answerSample().Reference {
		return workflow.AnswerCard{}, record.ErrNotFound
	}
	return answerSample(), d.fail
}

func answerSample() workflow.AnswerCard {
	return workflow.AnswerCard{
		Reference: "GZ-ANSWE-R0001", Matter: record.MatterOpinion, Title: "关于通知迟延的意见", Question: "为何迟了两日才通知？", Answer: "核对了三份文书，通知确实迟了两日，已更正流程。",
		By: roles.Text{Zh: "清源数据权益促进会", En: "Clear Source"}, Agency: roles.Text{Zh: "云州市网信办", En: "Yunzhou office"}, Signers: []roles.Text{{Zh: "消费者数据观察", En: "Data Watch"}}, PublishedAt: noon,
	}
}

func (d *memoryDoor) Totals(context.Context) (workflow.Totals, error) {
	return workflow.Totals{Published: 875, Open: 12, Historical: 870, Notices: 2}, d.fail
}

func (d *memoryDoor) Revision(context.Context) (int64, error) { return d.revision.Load(), d.fail }

func (d *memoryDoor) CountPublic(context.Context, workflow.PublicQuery) (workflow.Count, error) {
	return workflow.Count{N: 2}, d.fail
}

func (memoryReader) Waiting(context.Context) ([]workflow.Waiting, error) { return nil, nil }
