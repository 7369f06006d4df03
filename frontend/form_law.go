package frontend

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongzhi/assess"
	"gongzhi/workflow"
)

// transactionRows is how many transactions a form takes; more go through the API.
const transactionRows = 6

// money is an amount in yuan, exact.
var money = regexp.MustCompile(`^[0-9]{1,15}(\.[0-9]{1,4})?$`)

// lawForm reads the form of a kind into one line of facts, as package assess reads it. It judges only what people can
// put right at a field; the rest is the domain's to judge.
type lawForm struct {
	form  url.Values
	kind  string
	found problems
}

// readFacts gives the assessment that a form asks for, and what is wrong in it.
func readFacts(kind string, form url.Values) (workflow.Assessment, problems) {
	f := &lawForm{form: form, kind: kind}
	var line map[string]any
	switch assess.Kind(kind) {
	case assess.KindSeriousness:
		line = f.seriousness()
	case assess.KindDisclosure:
		line = f.disclosure()
	case assess.KindCirculation:
		line = f.circulation()
	case assess.KindBreach:
		line = f.breach()
	case assess.KindClauses:
	}
	a := workflow.Assessment{Kind: kind, On: strings.TrimSpace(form.Get("on")), Jurisdiction: form.Get("jurisdiction")}
	if b, err := json.Marshal(line); err == nil { // else there are no facts, which the domain refuses
		a.Facts = b
	}
	return a, f.found
}

func (f *lawForm) wrong(field, key string) { f.found.add(fieldID("assess", field), K(key)) }

// count reads a whole number; nil where nothing was typed.
func (f *lawForm) count(field, key string, most int64) *int64 {
	typed := strings.ReplaceAll(strings.TrimSpace(f.form.Get(field)), ",", "")
	if typed == "" {
		return nil
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || n < 0 || n > most {
		f.wrong(field, key)
		return nil
	}
	return &n
}

const maxPieces = 1_000_000_000_000_000

func (f *lawForm) money(facts map[string]any, field string) {
	typed := strings.ReplaceAll(strings.TrimSpace(f.form.Get(field)), ",", "")
	switch {
	case typed == "":
	case !money.MatchString(typed):
		f.wrong(field, "law.wrong_money")
	default:
		facts[field] = typed
	}
}

func (f *lawForm) flags(facts map[string]any, names []string) {
	for _, name := range names {
		if slices.Contains(f.form["flags"], name) {
			facts[name] = true
		}
	}
}

// maybe records a question that was answered.
func (f *lawForm) maybe(facts map[string]any, name string) {
	switch f.form.Get(name) {
	case "yes":
		facts[name] = true
	case "no":
		facts[name] = false
	}
}

func (f *lawForm) seriousness() map[string]any {
	facts := map[string]any{}
	if acts := f.form["acts"]; len(acts) > 0 {
		facts["acts"] = acts
	}
	pieces := map[string]int64{}
	for _, category := range assess.Categories() {
		if n := f.count("pieces_"+category, "law.wrong_count", maxPieces); n != nil && *n > 0 {
			pieces[category] = *n
		}
	}
	transactions := f.transactions()
	switch {
	case len(pieces) > 0 && len(transactions) > 0:
		f.wrong("transaction_1_count", "law.wrong_both")
	case len(transactions) > 0:
		facts["transactions"] = transactions
	case len(pieces) > 0:
		facts["pieces"] = pieces
	}
	f.money(facts, "illegal_income_cny")
	f.money(facts, "profit_from_use_cny")
	f.flags(facts, seriousnessFlags)
	if months := f.count("prior_admin_months_ago", "law.wrong_months", 1200); months != nil {
		facts["prior_admin_months_ago"] = *months
	}
	if list := f.form["consequences"]; len(list) > 0 {
		facts["consequences"] = list
	}
	f.maybe(facts, "gains_returned")
	f.maybe(facts, "repentance")
	return map[string]any{"facts": facts}
}

var seriousnessFlags = []string{"in_duty", "prior_criminal", "used_for_crime", "knew_used_for_crime"}

func (f *lawForm) transactions() []map[string]any {
	var list []map[string]any
	for n := range transactionRows {
		field := func(name string) string { return fmt.Sprintf("transaction_%d_%s", n+1, name) }
		act, category := f.form.Get(field("act")), f.form.Get(field("category"))
		count := f.count(field("count"), "law.wrong_count", maxPieces)
		if act == "" && category == "" && count == nil {
			continue
		}
		t := map[string]any{"act": act, "category": category}
		var gone int64
		for _, name := range []string{"proved_duplicates", "proved_untrue"} {
			if less := f.count(field(name), "law.wrong_count", maxPieces); less != nil {
				t[name], gone = *less, gone+*less
			}
		}
		if act == "" || category == "" || count == nil || gone > *count {
			f.wrong(field("count"), "law.wrong_transaction")
			continue
		}
		t["count"] = *count
		for _, name := range []string{"set", "recipient"} {
			if typed := strings.TrimSpace(f.form.Get(field(name))); typed != "" {
				t[name] = typed
			}
		}
		list = append(list, t)
	}
	return list
}

func (f *lawForm) disclosure() map[string]any {
	facts := map[string]any{}
	line := map[string]any{"disclosure": f.form.Get("disclosure"), "facts": facts}
	if f.form.Get("disclosure") == "" {
		f.wrong("disclosure", "law.choose_one")
	}
	for _, fact := range assess.DisclosureFactList()[1:] {
		if isYesNo(fact.Values) {
			f.maybe(facts, fact.Name)
		} else if chosen := f.form.Get(fact.Name); chosen != "" {
			facts[fact.Name] = chosen
		}
	}
	return line
}

// isYesNo reports whether a fact is answered by yes or no.
func isYesNo(values []string) bool { return slices.Contains(values, "true") }

func (f *lawForm) circulation() map[string]any {
	facts := map[string]any{}
	for _, name := range assess.CirculationFactNames() {
		f.maybe(facts, name)
	}
	return map[string]any{"facts": facts}
}

func (f *lawForm) breach() map[string]any {
	facts := map[string]any{}
	for _, name := range []string{"operator", "role"} {
		if chosen := f.form.Get(name); chosen != "" {
			facts[name] = chosen
		}
	}
	if n := f.count("persons", "law.wrong_count", maxPieces); n != nil {
		facts["persons"] = *n
	}
	f.money(facts, "direct_loss_cny")
	f.flags(facts, assess.BreachFlagNames())
	if day := strings.TrimSpace(f.form.Get("on")); day != "" {
		facts["on"] = day
	}
	return map[string]any{"facts": facts}
}
