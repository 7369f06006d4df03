package frontend

import (
	"time"

	"gongzhi/workflow"
)

func filedRow(c workflow.IncidentCard, now time.Time) FiledRow {
	row := FiledRow{
		Reference: c.Reference, Title: c.Title, Status: statusTag(c.State),
		Filed: K("worker.received_on", "day", OnDay(string(c.ReceivedOn))),
	}
	row.Kind = matterWord(c.Matter)
	if c.Lead != nil {
		next := queueRow(*c.Lead, now)
		row.Next = K("worker.next_step", "step", next.Stage, "left", Left(next.Left))
		if next.Paused {
			row.Next = K("worker.next_step_paused", "step", next.Stage)
		}
	}
	return row
}

// guides tell what else each kind of reader may do.
func guides(kind, publicURL string) []GuideSection {
	switch kind {
	case "organization":
		return []GuideSection{mattersGuide("opinion"), apiGuide(publicURL)}
	case "media":
		return []GuideSection{mattersGuide("inquiry"), feedGuide(), exposureGuide()}
	case "citizen":
		return []GuideSection{mattersGuide("request"), mattersGuide("application"), receiptGuide()}
	}
	return nil
}

// mattersGuide leads to a form and to what was answered before.
func mattersGuide(kind string) GuideSection {
	return GuideSection{
		Title: K("matter.title_" + kind), Body: []Text{K("matter.lead_" + kind)},
		Links: []Link{{K("matter.title_" + kind), "/file/" + kind}, {K("matter.answers_title"), "/answers"}},
	}
}

func apiGuide(publicURL string) GuideSection {
	at := publicURL
	if at == "" {
		at = "https://<host>"
	}
	return GuideSection{
		Title: K("worker.api_title"),
		Body:  []Text{K("worker.api_token"), K("worker.api_file")},
		Code: []string{
			"curl -s " + at + "/api/v1/session \\\n  -H 'Content-Type: application/json' \\\n  -d '{\"email\":\"…\",\"password\":\"…\"}'",
			"curl -s " + at + "/api/v1/reports \\\n  -H \"Authorization: Bearer $ACCESS_TOKEN\" \\\n  -H \"Idempotency-Key: $(uuidgen)\" \\\n" +
				"  -H 'Content-Type: application/json' \\\n  -d @report.json",
		},
		Links: []Link{{Plain("OpenAPI"), "/openapi.json"}},
	}
}

func feedGuide() GuideSection {
	return GuideSection{
		Title: K("worker.feeds_title"), Body: []Text{K("worker.feeds_body")},
		Links: []Link{{Plain("Atom"), "/feeds/incidents.atom"}, {Plain("RSS"), "/feeds/incidents.rss"},
			{Plain("JSON Feed"), "/feeds/incidents.json"}, {K("public.see_all"), "/incidents"}, {K("notices.title"), "/notices"}},
	}
}

func exposureGuide() GuideSection {
	return GuideSection{
		Title: K("worker.exposure_title"), Body: []Text{K("worker.exposure_body")},
		Links: []Link{{K("public.home_report"), "/report"}},
	}
}

func receiptGuide() GuideSection {
	return GuideSection{
		Title: K("worker.receipts_title"), Body: []Text{K("worker.receipts_body")},
		Links: []Link{{K("public.home_track"), "/track"}},
	}
}
