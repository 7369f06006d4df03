package record

import (
	"slices"

	"gongzhi/roles"
)

// OrgRows are the rows of a whole organisation, as the event that loads it
// commits to them. Citizens are not among them: their accounts are nobody's
// office.
func OrgRows(p roles.Parts) []Row {
	rows := slices.Concat(each(p.Agencies, agencyRow), each(p.Posts, postRow), each(p.People, PersonRow),
		each(p.Holdings, HoldingRow), each(p.Leaves, LeaveRow), each(p.Ties, TieRow), each(p.Bodies, BodyRow))
	return append(rows, Row{Table: "route", Key: "all", Value: slices.Concat([]roles.Route{}, p.Routes)},
		Row{Table: "setting", Key: "one", Value: settingOf(p)})
}

func agencyRow(a roles.Agency) Row { return Row{Table: "agency", Key: a.ID.String(), Value: a} }

func postRow(p roles.Post) Row { return Row{Table: "post", Key: p.ID.String(), Value: p} }

// PersonRow is somebody who answers, supervises or acts for an organization.
func PersonRow(p roles.Person) Row {
	p.Ended = maybeMicro(p.Ended)
	return Row{Table: "person", Key: p.ID.String(), Value: p}
}

// BodyRow is somebody outside to whom cases are referred.
func BodyRow(b roles.Body) Row {
	b.Ended = maybeMicro(b.Ended)
	return Row{Table: "outside_body", Key: b.ID.String(), Value: b}
}

// BindRows commits an event to rows written beside it and makes its canonical
// bytes.
func BindRows(e *Event, rows []Row) (err error) {
	for _, r := range rows {
		hash, err := r.Hash(e.Salt)
		if err != nil {
			return err
		}
		e.Facts.Rows = append(e.Facts.Rows, RowHash{r.Table, r.Key, hash})
	}
	e.Canonical, err = Canonicalize(*e)
	return err
}

// settingRow is who receives what no route matches, who oversees, and how long
// whoever left stays excluded.
type settingRow struct {
	Default, Oversight, Second ID
	CoolingOff                 int
}

func settingOf(p roles.Parts) settingRow {
	return settingRow{p.Default, p.Oversight, p.Second, p.CoolingOff}
}
