package frontend

import (
	"net/url"
	"slices"

	"gongzhi/workflow"
)

// similar are the cases that may be the same matter, each with why and, where both may become one, the way to the form.
func (s sight) similar() []SimilarCase {
	merges := slices.Contains(s.view.Actions, workflow.Merge)
	var list []SimilarCase
	for _, v := range s.view.Similar {
		row := SimilarCase{
			Reference: v.Reference, Title: v.Title, Status: statusTag(v.State), Received: K("case.similar_received", "on", DateOf(v.ReceivedAt)),
		}
		if v.Words {
			row.Why = append(row.Why, K("case.similar_words", "percent", int(v.Alike*100)))
		}
		if v.Accused {
			row.Why = append(row.Why, K("case.similar_accused"))
		}
		if merges && v.Mergeable {
			row.Merge = caseURL(s.view.Incident.Reference) + "?merge=" + url.QueryEscape(v.Reference) + "#" + formID(string(workflow.Merge))
		}
		list = append(list, row)
	}
	return list
}
