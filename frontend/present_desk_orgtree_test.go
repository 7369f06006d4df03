package frontend

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// TestAgenciesStandUnderTheirParents, whatever their order in the directory, and heads before their staff.
func TestAgenciesStandUnderTheirParents(t *testing.T) {
	id := func(n byte) roles.ID { return roles.ID{n} }
	d := directory{org: deskOrg()}
	place := map[roles.ID]int{}
	for n, a := range d.tree() {
		if up, ok := d.org.Agency(a.Parent); ok {
			require.Contains(t, place, up.ID, a.Name.En)
		}
		place[a.ID] = n
	}
	require.Len(t, place, len(d.org.Agencies))
	d.org = &roles.Org{Parts: roles.Parts{Posts: []roles.Post{
		{ID: id(1), Agency: id(9), Class: roles.Officer}, {ID: id(2), Agency: id(9), Class: roles.Leader}, {ID: id(3), Agency: id(8)},
		{ID: id(4), Agency: id(9), Class: roles.Supervisor},
	}}}
	list := d.ranked(id(9))
	require.Equal(t, []roles.ID{id(2), id(4), id(1)}, []roles.ID{list[0].ID, list[1].ID, list[2].ID})
}

// TestMissingMailIsSaidOnce and not on every row.
func TestMissingMailIsSaidOnce(t *testing.T) {
	require.Nil(t, inboxItem(workflow.InboxItem{Kind: "duty_opened", Mail: mailNone}, true).Mail.Says)
	require.NotNil(t, inboxItem(workflow.InboxItem{Kind: "duty_opened", Mail: "failed"}, true).Mail.Says)
}

// TestTheNewestMissNamesTheOfficeThatHasIt: otherwise two misses read alike.
func TestTheNewestMissNamesTheOfficeThatHasIt(t *testing.T) {
	v := workflow.TrackView{State: record.Investigating, NextStep: workflow.DutyInvestigation, Level: 2, NextOffice: workflow.Who{Person: "沈知微"},
		Progress: []workflow.TrackStep{{Kind: "report.filed"}, {Kind: "duty.missed"}, {Kind: "duty.missed"}, {Kind: "comment.added"}}}
	course := trackCasePage("", v).Course
	p := locale.For(locale.ZhCN)
	require.Contains(t, course[1].Title.In(p), "现由沈知微负责")
	require.NotContains(t, course[2].Title.In(p), "沈知微")
}

// TestTheCheckPageNamesTheRegion in full, and a code that is none as it was typed.
func TestTheCheckPageNamesTheRegion(t *testing.T) {
	p := locale.For(locale.ZhCN)
	said := regionSaid(&Draft{Province: "330000", RegionCode: "330106"})
	require.Len(t, said, 1)
	require.Equal(t, "浙江省杭州市西湖区", said[0].In(p))
	require.Equal(t, "330199", regionSaid(&Draft{Province: "330000", RegionCode: "330199"})[1].In(p))
}
