package frontend

import (
	"fmt"

	"gongzhi/roles"
	"gongzhi/workflow"
)

func (s sight) parties() []Party {
	var list []Party
	for _, r := range s.view.Respondents {
		party := Party{
			Name: Plain(r.Name), Kind: wordOr("case.party_kind_"+r.Kind, r.Kind),
			Role: wordOr("case.party_role_"+r.Role, r.Role), CreditCode: r.CreditCode,
		}
		if r.Sealed {
			party.Name = nil
		}
		list = append(list, party)
	}
	return list
}

func (s sight) reports() []CaseReport {
	var list []CaseReport
	for n, r := range s.view.Reports {
		list = append(list, CaseReport{Number: n + 1, Lines: reportLines(r)})
	}
	return list
}

func reportLines(r workflow.ReportView) []Text {
	lines := []Text{
		K("case.report_filed", "day", OnDay(string(r.FiledOn))),
		wordOr("case.filer_"+r.FilerKind, r.FilerKind),
	}
	if r.Organization != "" {
		lines = append(lines, Plain(r.Organization))
	}
	if r.OnBehalf != "" {
		lines = append(lines, K("case.on_behalf", "channel", r.OnBehalf))
	}
	if r.Narrative != "" {
		lines = append(lines, K("case.joined_told", "words", r.Narrative))
	}
	if r.HasIdentity {
		lines = append(lines, K("case.has_identity"))
	}
	if r.HasContact {
		lines = append(lines, K("case.has_contact"))
	}
	return lines
}

func (s sight) evidence() []EvidenceRow {
	var list []EvidenceRow
	for _, e := range s.view.Evidence {
		list = append(list, EvidenceRow{
			Name: e.Name, URL: caseURL(s.view.Incident.Reference) + "/evidence/" + e.ID.String(),
			About: K("case.evidence_about", "type", e.MediaType, "size", byteSize(e.Size), "day", DateOf(e.At)),
		})
	}
	return list
}

// byteSize writes a size in the unit that files are listed with; 1 KB is 1,024 bytes.
func byteSize(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", (n+1<<9)>>10)
	}
	return fmt.Sprintf("%d B", n)
}

func caseURL(reference string) string { return "/desk/cases/" + reference }

func (s sight) messages() []CaseMessage { return caseMessages(s.view.Messages) }

func caseMessages(views []workflow.MessageView) []CaseMessage {
	var list []CaseMessage
	for _, m := range views {
		message := CaseMessage{Kind: wordOr("case.message_"+m.Kind, m.Kind), By: Plain(m.Author), When: At(m.At), Body: m.Body}
		if m.Author == "" {
			// The filer's own acts show the day only: a time could give an anonymous filer away.
			message.By, message.When = K("case.by_filer"), DateOf(m.At)
		}
		if m.Kind != "comment" {
			message.Tone = m.Kind
		}
		list = append(list, message)
	}
	return list
}

// readings is who opened a sealed field, when and why; the filer sees the same.
func (s sight) readings() []Event {
	var list []Event
	for _, r := range s.view.Readings {
		list = append(list, Event{
			Title: K("case.reading", "reader", r.Reader, "field", sealedField(r.Field)),
			By:    Named(r.Post), When: At(r.At), Text: K("case.reading_purpose", "purpose", r.Purpose),
		})
	}
	return list
}

func sealedField(field string) Text { return wordOr("case.sealed_"+field, field) }

// holder says who answers for a duty: person, post, and how it came to them.
func holder(w workflow.Who) Text {
	if w.Person == "" && w.Post == (roles.Text{}) {
		return nil
	}
	said := K("case.holder", "person", w.Person, "post", Named(w.Post))
	if via := viaNote(w.Via); via != nil {
		return K("case.holder_via", "holder", said, "via", via)
	}
	return said
}
