package frontend

import (
	"net/url"

	"gongzhi/workflow"
	"gongzhi/workflow/region"
)

// The longest answers, in characters.
const (
	maxTitle     = workflow.MaxTitle
	maxNarrative = workflow.MaxNarrative
	maxPartyName = workflow.MaxPartyName
	maxContact   = workflow.MaxContact
)

func whatFields(d *Draft, found problems) []Field {
	return []Field{
		{Textarea: &Textarea{Name: "narrative", Label: K("report.narrative"), Hint: K("report.narrative_hint"), Rows: 9,
			Value: d.Narrative, Error: found.of("narrative")}},
		{Input: &Input{Name: "title", Label: K("report.title"), Hint: K("report.title_hint"), Value: d.Title,
			Error: found.of("title")}},
		{Checks: &Choice{Name: "urgent", Label: K("report.urgent"), Hint: K("report.urgent_hint"), Small: true,
			Options: []Option{{Value: "yes", Label: K("report.urgent_yes"), Chosen: d.Urgent}}}},
	}
}

func readWhat(d *Draft, form url.Values) {
	d.Narrative = typed(form, "narrative", maxNarrative)
	d.Title = typed(form, "title", maxTitle)
	d.Urgent = form.Get("urgent") == "yes"
}

func checkWhat(d *Draft, _ string) (found problems) {
	switch {
	case d.Narrative == "":
		found.add("narrative", K("errors.narrative_empty"))
	case tooLong(d.Narrative, maxNarrative):
		found.add("narrative", K("errors.too_long", "limit", maxNarrative))
	}
	switch {
	case d.Title == "":
		found.add("title", K("errors.title_empty"))
	case tooLong(d.Title, maxTitle):
		found.add("title", K("errors.too_long", "limit", maxTitle))
	}
	return found
}

func violationFields(d *Draft, found problems) []Field {
	choices := options("violation", violations, d.Violation)
	for i := range choices {
		choices[i].Hint = K("report.example_" + choices[i].Value)
	}
	return []Field{{Radios: &Choice{Name: "violation", Label: K("report.step_violation"), Heading: true,
		Hint: K("report.lead_violation"), Options: choices, Error: found.of("violation")}}}
}

func readViolation(d *Draft, form url.Values) { d.Violation = form.Get("violation") }

func checkViolation(d *Draft, _ string) (found problems) {
	if !known(violations, d.Violation) {
		d.Violation = ""
		found.add("violation", K("errors.violation_empty"))
	}
	return found
}

func whereFields(d *Draft, found problems) []Field {
	regions := append([]Option{
		{Value: "", Label: K("report.choose")},
		{Value: "unknown", Label: K("common.i_do_not_know"), Chosen: d.Province == "unknown"},
	}, options("province", provinces, d.Province)...)
	return []Field{
		{Select: &Choice{Name: "province", Label: K("report.province"), Hint: K("report.province_hint"), Options: regions,
			Error: found.of("province")}},
		{Input: &Input{Name: "region", Label: K("report.region"), Hint: K("report.region_hint"), Value: d.RegionCode,
			Width: 10, Numeric: true, Error: found.of("region")}},
		{Radios: &Choice{Name: "sector", Label: K("report.sector"), Options: options("sector", sectors, d.Sector),
			Small: true, Error: found.of("sector")}},
	}
}

func readWhere(d *Draft, form url.Values) {
	d.Province, d.Sector = form.Get("province"), form.Get("sector")
	d.RegionCode = typed(form, "region", 6)
}

func checkWhere(d *Draft, _ string) (found problems) {
	if d.Province != "unknown" && !known(provinces, d.Province) {
		d.Province = ""
		found.add("province", K("errors.province_empty"))
	}
	if d.RegionCode != "" && !regionFits(d.RegionCode, d.Province) {
		found.add("region", K("errors.region_code"))
	}
	if !known(sectors, d.Sector) {
		d.Sector = ""
		found.add("sector", K("errors.sector_empty"))
	}
	return found
}

// regionFits says whether the code exists and lies in the chosen province.
func regionFits(code, province string) bool {
	if !region.Known(code) {
		return false
	}
	return province == "" || province == "unknown" || code[:2] == province[:2]
}

func whenFields(d *Draft, found problems) []Field {
	return []Field{
		dateField("occurred", d.Occurred, K("report.occurred"), K("report.occurred_hint"), found),
		dateField("discovered", d.Discovered, K("report.discovered"), K("report.discovered_hint"), found),
	}
}

func dateField(name string, d DraftDate, label, hint Text, found problems) Field {
	return Field{Date: &DateInput{Name: name, Label: label, Hint: hint, Year: d.Year, Month: d.Month, Day: d.Day,
		Unknown: d.Unknown, Error: found.of(name + "-year")}}
}

func readWhen(d *Draft, form url.Values) {
	d.Occurred, d.Discovered = readDate(form, "occurred"), readDate(form, "discovered")
}

func readDate(form url.Values, name string) DraftDate {
	return DraftDate{Year: typed(form, name+"-year", 8), Month: typed(form, name+"-month", 8),
		Day: typed(form, name+"-day", 8), Unknown: form.Get(name+"-unknown") != ""}
}

func checkWhen(d *Draft, today string) (found problems) {
	occurred := checkDate("occurred", d.Occurred, today, &found)
	discovered := checkDate("discovered", d.Discovered, today, &found)
	if occurred != "" && discovered != "" && discovered < occurred {
		found.add("discovered-year", K("errors.discovered_before"))
	}
	return found
}

// checkDate returns the day, or "" when it is unknown or wrong. Days compare as texts.
func checkDate(name string, d DraftDate, today string, found *problems) string {
	if d.Blank() {
		if !d.Unknown {
			found.add(name+"-year", K("errors.date_empty"))
		}
		return ""
	}
	day, ok := d.Date()
	switch {
	case d.Unknown:
		found.add(name+"-year", K("errors.date_both"))
	case !ok:
		found.add(name+"-year", K("errors.date_wrong"))
	case day > today:
		found.add(name+"-year", K("errors.date_future"))
	default:
		return day
	}
	return ""
}
