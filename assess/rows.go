package assess

// TableRow is a row of a decision table as people read it.
type TableRow struct {
	ID, Then string
	Text     Text
	Basis
	when map[string][]string
}

// When lists the values of a fact that the row asks for; nil where any will do.
func (r TableRow) When(fact string) []string { return r.when[fact] }

// Rows lists the rows of the circulation table, from the top.
func (p *CirculationPack) Rows() []TableRow { return p.table.tableRows() }

func (t *decisionTable) tableRows() []TableRow {
	rows := make([]TableRow, 0, len(t.rows))
	full := everything(t.domains)
	for _, r := range t.rows {
		row := TableRow{ID: r.ID, Then: r.Then, Text: r.Text, Basis: r.Basis, when: map[string][]string{}}
		for i, d := range t.domains {
			for v, name := range d.values {
				if r.box[i] != full[i] && r.box[i]&(1<<v) != 0 {
					row.when[d.name] = append(row.when[d.name], name)
				}
			}
		}
		rows = append(rows, row)
	}
	return rows
}
