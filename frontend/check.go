package frontend

import (
	"slices"

	"gongzhi/workflow"
	"gongzhi/workflow/region"
)

// checkPage gathers the answers, each with the way back to its question.
func checkPage(draftID, key string, d *Draft) CheckPage {
	return CheckPage{DraftID: draftID, Key: key, Groups: []Group{
		{K("report.group_what"), []Row{
			{Key: K("report.title"), Values: said(d.Title), Change: "what"},
			{Key: K("report.narrative"), Values: said(d.Narrative), Change: "what"},
			{Key: K("report.row_violation"), Values: coded("violation", d.Violation), Change: "violation"},
		}},
		{K("report.group_who"), respondentRows(d)},
		{K("report.group_where"), []Row{
			{Key: K("report.province"), Values: regionSaid(d), Change: "where"},
			{Key: K("report.sector"), Values: coded("sector", d.Sector), Change: "where"},
			{Key: K("report.occurred"), Values: dateSaid(d.Occurred), Change: "when"},
			{Key: K("report.discovered"), Values: dateSaid(d.Discovered), Change: "when"},
		}},
		{K("report.group_data"), dataRows(d)},
		{K("report.group_you"), youRows(d)},
	}}
}

func said(answer string) []Text {
	if answer == "" {
		return nil
	}
	return []Text{Plain(answer)}
}

func coded(list, code string) []Text {
	if code == "" {
		return nil
	}
	return []Text{word(list, code)}
}

func regionSaid(d *Draft) []Text {
	switch d.Province {
	case "":
		return nil
	case "unknown":
		return append([]Text{K("common.i_do_not_know")}, said(d.RegionCode)...)
	}
	if region.Name(d.RegionCode, "zh") != "" {
		return []Text{regionName(d.RegionCode)} // the full name holds the province
	}
	return append([]Text{word("province", d.Province)}, said(d.RegionCode)...)
}

func dateSaid(d DraftDate) []Text {
	if d.Unknown {
		return []Text{K("common.i_do_not_know")}
	}
	if day, ok := d.Date(); ok {
		return []Text{OnDay(day)}
	}
	return nil
}

func respondentRows(d *Draft) []Row {
	rows := make([]Row, 0, len(d.Respondents))
	for i, r := range d.Respondents {
		values := slices.Concat(said(r.Name), coded("kind", r.Kind), coded("role", r.Role), creditCode(r.CreditCode))
		rows = append(rows, Row{Key: K("report.respondent_number", "n", i+1), Values: values, Change: "who"})
	}
	return rows
}

// creditCode is the code as typed, with a remark where its check character does not fit.
func creditCode(code string) []Text {
	if code == "" || workflow.CreditCodeValid(code) {
		return said(code)
	}
	return []Text{bracketed(Plain(code), K("report.credit_code_remark"))}
}

func dataRows(d *Draft) []Row {
	rows := []Row{{Key: K("report.row_persons"), Values: counted(d.Persons), Change: "data"}}
	for _, category := range pieceCategories {
		if d.Pieces[category] != "" {
			rows = append(rows, Row{Key: word("piece", category), Values: counted(d.Pieces[category]), Change: "data"})
		}
	}
	var names []Text
	for _, file := range d.Evidence {
		names = append(names, Plain(file.Name))
	}
	return append(rows, Row{Key: K("report.row_files"), Values: names, Change: "evidence"})
}

func counted(typed string) []Text {
	if n, ok := wholeNumber(typed); ok {
		return []Text{Count(n)}
	}
	return nil
}

func youRows(d *Draft) []Row {
	if d.Filer == "" {
		return []Row{{Key: K("report.row_filer"), Change: "contact"}}
	}
	rows := []Row{{Key: K("report.row_filer"), Values: []Text{K("report.filer_" + d.Filer)}, Change: "contact"}}
	if d.Filer == "named" {
		rows = append(rows, Row{Key: K("report.own_name"), Values: said(d.Name), Change: "contact"})
	}
	if d.Filer != "anonymous" {
		rows = append(rows, Row{Key: K("report.contact"), Values: said(d.Contact), Change: "contact"})
	}
	return rows
}
