package workflow

import "gongzhi/record"

// JoinedField names the text that holds what a report told that joined a case.
func JoinedField(report record.ID) string { return "report:" + report.String() }

// join adds a report to a case that others told of: it happened to somebody
// else too. It has its own receipt and its own sealed identity. It stands on
// the stream of the correspondence: the case's clock does not move.
func (d *decision) join() error {
	f := d.c.Filing
	if f == nil {
		return refuse(Invalid, "", "filing_required", "nothing was told")
	}
	d.note(record.Facts{Report: f.ReportID, FilerKind: f.FilerKind, Content: d.say(JoinedField(f.ReportID), f.Narrative)})
	joined := *f
	joined.Respondents = nil // who is accused is the case's to say
	d.keepReport(&joined)
	return nil
}
