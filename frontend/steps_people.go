package frontend

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// creditCodeForm is what all unified social credit codes have in common (GB 32100).
var creditCodeForm = regexp.MustCompile(`^[0-9A-Z]{18}$`)

// A report names at most this many respondents; more belong into the narrative.
const maxRespondents = 5

func whoFields(d *Draft, found problems) []Field {
	list := d.Respondents
	if len(list) == 0 {
		list = []DraftRespondent{{}}
	}
	var fields []Field
	for i, r := range list {
		n := strconv.Itoa(i + 1)
		if len(list) > 1 {
			fields = append(fields, Field{Inset: K("report.respondent_number", "n", i+1)})
		}
		fields = append(fields,
			Field{Radios: &Choice{Name: "kind" + n, Label: K("report.kind"), Options: options("kind", respondentKinds, r.Kind),
				Small: true, Error: found.of("kind" + n)}},
			Field{Input: &Input{Name: "name" + n, Label: K("report.respondent_name"), Hint: K("report.respondent_name_hint"),
				Value: r.Name, Error: found.of("name" + n)}},
			Field{Radios: &Choice{Name: "role" + n, Label: K("report.role"), Options: options("role", respondentRoles, r.Role),
				Small: true, Error: found.of("role" + n)}},
			Field{Input: &Input{Name: "code" + n, Label: K("report.credit_code"), Hint: K("report.credit_code_hint"),
				Value: r.CreditCode, Width: 20, Error: found.of("code" + n)}})
	}
	return fields
}

func readWho(d *Draft, form url.Values) {
	d.Respondents = nil
	for i := 1; i <= maxRespondents; i++ {
		n := strconv.Itoa(i)
		if !form.Has("name"+n) || form.Get("remove") == n {
			continue
		}
		d.Respondents = append(d.Respondents, DraftRespondent{Kind: form.Get("kind" + n), Role: form.Get("role" + n),
			Name: typed(form, "name"+n, maxPartyName), CreditCode: strings.ToUpper(typed(form, "code"+n, 18))})
	}
	if form.Get("go") == "add" && len(d.Respondents) < maxRespondents {
		d.Respondents = append(d.Respondents, DraftRespondent{})
	}
}

func checkWho(d *Draft, _ string) (found problems) {
	if len(d.Respondents) == 0 {
		found.add("kind1", K("errors.kind_empty"))
	}
	for i := range d.Respondents {
		checkRespondent(&d.Respondents[i], strconv.Itoa(i+1), &found)
	}
	return found
}

func checkRespondent(r *DraftRespondent, n string, found *problems) {
	if !known(respondentKinds, r.Kind) {
		r.Kind = ""
		found.add("kind"+n, K("errors.kind_empty"))
	}
	if r.Name == "" && r.Kind != "unknown" {
		found.add("name"+n, K("errors.respondent_name_empty"))
	}
	if tooLong(r.Name, maxPartyName) {
		found.add("name"+n, K("errors.too_long", "limit", maxPartyName))
	}
	if !known(respondentRoles, r.Role) {
		r.Role = ""
		found.add("role"+n, K("errors.role_empty"))
	}
	// A wrong check character is only remarked on later: genuine early codes have one. Eighteen characters they all have.
	if r.CreditCode != "" && !creditCodeForm.MatchString(r.CreditCode) {
		found.add("code"+n, K("errors.credit_code"))
	}
}

func contactFields(d *Draft, found problems) []Field {
	contact := func(name string) Field {
		return Field{Input: &Input{Name: name, Label: K("report.contact"), Hint: K("report.contact_hint"), Value: d.Contact,
			Error: found.of(name)}}
	}
	own := Field{Input: &Input{Name: "own_name", Label: K("report.own_name"), Value: d.Name, Autocomplete: "name",
		Error: found.of("own_name")}}
	return append(behalfFields(d, found), Field{Radios: &Choice{Name: "filer", Label: K("report.step_contact"), Heading: true,
		Hint: K("report.lead_contact"), Error: found.of("filer"), Options: []Option{
			{Value: "anonymous", Label: K("report.filer_anonymous"), Hint: K("report.filer_anonymous_hint"), Chosen: d.Filer == "anonymous"},
			{Value: "pseudonymous", Label: K("report.filer_pseudonymous"), Hint: K("report.filer_pseudonymous_hint"),
				Chosen: d.Filer == "pseudonymous", Inside: []Field{contact("contact")}},
			{Value: "named", Label: K("report.filer_named"), Hint: K("report.filer_named_hint"), Chosen: d.Filer == "named",
				Inside: []Field{own, contact("own_contact")}},
		}}})
}

// readContact keeps only what the chosen way needs: who changes to anonymous leaves no name behind.
func readContact(d *Draft, form url.Values) {
	readBehalf(d, form)
	d.Filer, d.Contact, d.Name = form.Get("filer"), "", ""
	switch d.Filer {
	case "pseudonymous":
		d.Contact = typed(form, "contact", maxContact)
	case "named":
		d.Contact, d.Name = typed(form, "own_contact", maxContact), typed(form, "own_name", maxPartyName)
	}
}

func checkContact(d *Draft, today string) (found problems) {
	found = checkBehalf(d, today)
	switch d.Filer {
	case "anonymous":
	case "pseudonymous":
		requireText("contact", d.Contact, maxContact, K("errors.contact_empty"), &found)
	case "named":
		requireText("own_name", d.Name, maxPartyName, K("errors.own_name_empty"), &found)
		requireText("own_contact", d.Contact, maxContact, K("errors.contact_empty"), &found)
	default:
		d.Filer = ""
		found.add("filer", K("errors.filer_empty"))
	}
	return found
}

func requireText(field, answer string, limit int, empty Text, found *problems) {
	if answer == "" {
		found.add(field, empty)
	}
	if tooLong(answer, limit) {
		found.add(field, K("errors.too_long", "limit", limit))
	}
}
