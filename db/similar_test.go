package db_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

const (
	market   = "小区门口的快递柜公司把收件人的姓名、手机号和地址整理成表格，在几个微信群里公开出售，每条两角钱，群里已经有上百人在问价。"
	reworded = "小区门口的快递柜公司把收件人的姓名、手机号和地址整理成表格，在几个微信群里公开出售，每条三角钱，群里已有上百人在问价。"
	hospital = "市第二医院挂号系统的页面不用登录就能看到别人的就诊记录，改一改地址栏里的编号便是下一位病人的诊断和用药。"
)

// tells makes one case of the office tell something else, before it is filed.
func (o *office) tells(narrative string, pieces map[string]int64, accused ...roles.Party) string {
	o.t.Helper()
	o.now = o.now.Add(time.Minute)
	f := &workflow.Filing{
		ReportID: record.NewSource(seed()).ID(o.now), Reference: reference(), Title: "举报", Narrative: narrative, Violation: "sale", Pieces: pieces,
		Region: "440300", Sector: "internet", FilerKind: "anonymous", Receipt: id16(), Accused: accused,
	}
	c, err := workflow.Decide(workflow.World{}, workflow.Command{Action: workflow.File, Actor: roles.Actor{Role: roles.Citizen}, Seed: seed(), Filing: f}, o.env())
	require.NoError(o.t, err)
	o.apply(c)
	return f.Reference
}

func (o *office) similar(who, ref string) []workflow.SimilarView {
	o.t.Helper()
	v, err := o.eyes(who).Case(o.t.Context(), ref)
	require.NoError(o.t, err)
	return v.Similar
}

func TestCasesThatMayBeTheSameAreSuggested(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	firm, track := roles.NameParty("快递柜公司"), map[string]int64{"location": 500}
	near := o.tells(reworded, nil)
	elsewhere := o.tells(hospital, track, firm)
	other := o.tells(hospital+"另有一事。", map[string]int64{"health": 3}, firm)
	own := o.tells(market, track, firm)
	consumeAll(t, d)

	got := o.similar("city/officer", own)
	require.Len(t, got, 2)
	require.Equal(t, near, got[0].Reference, "the likest words come first")
	require.True(t, got[0].Words && got[0].Mergeable && !got[0].Accused)
	require.Greater(t, got[0].Alike, 0.7)
	require.Equal(t, elsewhere, got[1].Reference)
	require.True(t, got[1].Accused && !got[1].Words, "the same accused, the same kind of data")
	require.NotContains(t, []string{got[0].Reference, got[1].Reference}, other, "the same accused of something else is no duplicate")

	o.now = o.now.AddDate(1, 0, 0)
	late := o.tells("完全不同的一句话。", track, firm)
	require.Empty(t, o.similar("city/officer", late), "half a year is the period")
}

// TestAnExcludedReaderIsSuggestedNothing: of two cases that tell the same, one
// accuses the office itself. Whoever works there must not learn of it.
func TestAnExcludedReaderIsSuggestedNothing(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	own := o.tells(market, nil)
	w, err := d.World(t.Context(), own)
	require.NoError(t, err)
	hidden := o.tells(reworded, nil, o.org.Resolve([]roles.Party{roles.AgencyParty(w.Incident.Agency)})...)
	consumeAll(t, d)
	_, err = o.eyes("city/officer").Case(t.Context(), hidden)
	require.ErrorIs(t, err, record.ErrNotFound)
	require.Empty(t, o.similar("city/officer", own))
	require.Empty(t, o.similar("city/supervisor", own))
}

func TestWhatWasErasedIsNotCompared(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	own, near := o.tells(market, nil), o.tells(reworded, nil)
	consumeAll(t, d)
	require.Len(t, o.similar("city/officer", own), 1)
	report, err := d.FirstReport(t.Context(), near)
	require.NoError(t, err)
	_, err = d.Erase(t.Context(), report, o.now)
	require.NoError(t, err)
	require.Empty(t, o.similar("city/officer", own))
	consumeAll(t, d)
	require.Empty(t, o.similar("city/officer", own), "reading the log again brings nothing back")
}

func TestAFloodCostsNoMoreThanFiveSuggestions(t *testing.T) {
	d := dbtest.New(t)
	o := newOffice(t, d)
	own := o.tells(market, nil)
	for range 30 {
		o.tells(strings.Replace(market, "两角", "五角", 1), nil)
	}
	consumeAll(t, d)
	require.Len(t, o.similar("city/officer", own), 5)
}
