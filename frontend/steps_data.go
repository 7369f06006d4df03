package frontend

import (
	"net/url"
	"slices"
)

func dataFields(d *Draft, found problems) []Field {
	fields := []Field{
		{Input: &Input{Name: "persons", Label: K("report.persons"), Hint: K("report.persons_hint"), Value: d.Persons,
			Width: 10, Numeric: true, Error: found.of("persons")}},
		{Inset: K("report.pieces_note")},
	}
	for _, category := range pieceCategories {
		name := "pieces_" + category
		fields = append(fields, Field{Input: &Input{Name: name, Label: word("piece", category),
			Hint: K("report.piece_" + category), Value: d.Pieces[category], Width: 10, Numeric: true, Error: found.of(name)}})
	}
	return fields
}

func readData(d *Draft, form url.Values) {
	d.Persons = typed(form, "persons", 20)
	d.Pieces = map[string]string{}
	for _, category := range pieceCategories {
		if count := typed(form, "pieces_"+category, 20); count != "" {
			d.Pieces[category] = count
		}
	}
}

func checkData(d *Draft, _ string) (found problems) {
	checkCount("persons", d.Persons, &found)
	for _, category := range pieceCategories {
		checkCount("pieces_"+category, d.Pieces[category], &found)
	}
	return found
}

func checkCount(field, count string, found *problems) {
	if count == "" {
		return
	}
	if _, ok := wholeNumber(count); !ok {
		found.add(field, K("errors.count"))
	}
}

func evidenceFields(_ *Draft, found problems) []Field {
	return []Field{{Files: &FileInput{Name: "files", Label: K("report.files"), Hint: K("report.files_hint"),
		Accept: ".jpg,.jpeg,.png,.gif,.pdf,.txt,.csv,.docx,.xlsx", Error: found.of("files")}}}
}

// readEvidence takes out the file whose button was pressed; files come in beside the form.
func readEvidence(d *Draft, form url.Values) {
	d.Evidence = slices.DeleteFunc(d.Evidence, func(f DraftFile) bool { return f.ID == form.Get("remove") })
}
