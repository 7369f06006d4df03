package publication_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
)

var when = time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)

// desk plays the publication track of one case led by the city.
type desk struct {
	t   *testing.T
	org *roles.Org
	w   publication.World
	n   byte
}

func newDesk(t *testing.T) *desk {
	return &desk{t: t, org: rolestest.Must(rolestest.Small()), w: publication.World{Public: record.Publication{Incident: rolestest.ID("case")}}}
}

func (d *desk) try(who string, c publication.Command) (record.Change, error) {
	d.n++
	actor, standing := d.stand(who)
	c.Seed, c.Actor = record.Seed{d.n}, actor
	change, err := publication.Decide(d.w, c, publication.Env{Now: when, Standing: standing})
	if err != nil {
		return change, err
	}
	d.w.Public = change.Public[0]
	for _, v := range change.Versions {
		kept := d.w.Versions[:0:0]
		for _, old := range d.w.Versions {
			if old.Number != v.Number {
				kept = append(kept, old)
			}
		}
		d.w.Versions = append(kept, v)
	}
	return change, nil
}

func (d *desk) stand(who string) (roles.Actor, roles.Standing) {
	p, _ := d.org.Person(rolestest.ID(who + " person"))
	actor := roles.Actor{Person: p.ID, Role: p.Role}
	return actor, d.org.Stand(actor, roles.Case{Agency: rolestest.ID("city"), LeadPost: rolestest.ID("city/officer")}, when)
}

func (d *desk) do(who string, c publication.Command) {
	d.t.Helper()
	_, err := d.try(who, c)
	require.NoError(d.t, err)
}

func wording(title, summary string) publication.Command {
	return publication.Command{Action: publication.Propose, Title: title, Summary: summary, Verification: "verified"}
}

func TestPublishingTakesTwoPeople(t *testing.T) {
	d := newDesk(t)
	d.do("city/supervisor", wording("A leak", "What happened"))
	require.Equal(t, record.Proposed, d.w.Public.State)
	_, err := d.try("city/supervisor", publication.Command{Action: publication.Clear})
	refusal, ok := record.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, "second_person", refusal.Code)
	d.do("city/leader", publication.Command{Action: publication.Clear})
	require.Equal(t, record.Published, d.w.Public.State)
	require.Equal(t, 1, d.w.Public.Number)
	require.NotEqual(t, d.w.Versions[0].Proposer, d.w.Versions[0].Clearer)
}

func TestTheGateStopsPersonalDataUntilMaskedOrKeptWithAReason(t *testing.T) {
	for name, text := range map[string]string{
		"mobile": "call 13800138000", "e-mail": "write to somebody@mail.example", "resident number": "11010519491231002X",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			_, err := d.try("city/officer", wording("A leak", text))
			refusal, ok := record.AsRefusal(err)
			require.True(t, ok)
			require.Equal(t, "gate", refusal.Code)
			require.Equal(t, "summary", refusal.Field)
			require.NotContains(t, refusal.Error(), "13800138000")
			_, err = d.try("city/officer", wording(text, "What happened"))
			require.Error(t, err, "titles pass the gate too")
			d.do("city/officer", wording("A leak", publication.Mask(text, publication.Scan(text))))
			require.Equal(t, record.Proposed, d.w.Public.State)
		})
	}
	d := newDesk(t)
	kept := wording("A leak", "call 13800138000")
	kept.Kept = "the number is the respondent's own public hotline"
	d.do("city/officer", kept)
	d.do("city/leader", publication.Command{Action: publication.Clear})
}

func TestACorrectionKeepsTheOldVersionAndSaysWhy(t *testing.T) {
	d := newDesk(t)
	d.do("city/officer", wording("A leak", "What happened"))
	d.do("city/leader", publication.Command{Action: publication.Clear})
	first := *d.w.Public.PublishedAt
	c := wording("A leak", "What really happened")
	_, err := d.try("city/officer", c)
	require.Error(t, err, "a correction says what it corrects")
	c.Reason = "the number of people was wrong"
	d.do("city/officer", c)
	require.Equal(t, record.Published, d.w.Public.State, "the old wording stays public meanwhile")
	d.do("city/leader", publication.Command{Action: publication.Clear})
	require.Equal(t, record.Corrected, d.w.Public.State)
	require.Equal(t, 2, d.w.Public.Number)
	require.Equal(t, first, *d.w.Public.PublishedAt)
	require.Len(t, d.w.Versions, 2)
}

func TestDeclineAndWithdraw(t *testing.T) {
	d := newDesk(t)
	d.do("city/officer", wording("A leak", "What happened"))
	d.do("city/leader", publication.Command{Action: publication.Decline, Reason: "too early"})
	require.Equal(t, record.Unpublished, d.w.Public.State)
	d.do("city/supervisor", wording("A leak", "What happened"))
	d.do("city/leader", publication.Command{Action: publication.Clear})
	_, err := d.try("city/supervisor", publication.Command{Action: publication.Withdraw, Reason: "mistaken"})
	require.Error(t, err, "not by whoever proposed it")
	d.do("city/leader", publication.Command{Action: publication.Withdraw, Reason: "mistaken"})
	require.Equal(t, record.Withdrawn, d.w.Public.State)
}

func TestOutsidersFindNothing(t *testing.T) {
	d := newDesk(t)
	_, err := d.try("other city/officer", wording("A leak", "What happened"))
	require.ErrorIs(t, err, record.ErrNotFound)
}

func TestImportedRecordsAreClearedByTwoNamedPeople(t *testing.T) {
	w := publication.World{Public: record.Publication{Incident: rolestest.ID("case")}}
	in := publication.Imported{
		Title: "Old leak", Summary: "Told elsewhere", Verification: "verified", Kept: "text of a public record under CC BY 4.0",
		Proposer: rolestest.ID("a"), Clearer: rolestest.ID("b"),
	}
	c, err := publication.PublishImported(w, in, record.Seed{1}, when)
	require.NoError(t, err)
	require.Len(t, c.Events, 2)
	require.Equal(t, int64(2), c.Guards[0].Next)
	require.Equal(t, record.Published, c.Public[0].State)
	in.Clearer = in.Proposer
	_, err = publication.PublishImported(w, in, record.Seed{1}, when)
	require.Error(t, err)
}
