package roles_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/roles"
	"gongzhi/roles/rolestest"
)

func TestAnswerFallsToDeputySuperiorHeadOversight(t *testing.T) {
	at := rolestest.Epoch.Add(time.Hour)
	p := rolestest.Small()
	gone := func(post string) {
		p.Leaves = append(p.Leaves, roles.Leave{ID: rolestest.ID("leave " + post), Person: rolestest.ID(post + " person"), From: rolestest.Epoch})
	}
	answer := func() roles.Answer { return rolestest.Must(p).Answer(rolestest.ID("city/officer"), at) }

	require.Equal(t, roles.Answer{Person: rolestest.ID("city/officer person"), Via: roles.ViaHolder}, answer())
	gone("city/officer")
	p.People = append(p.People, roles.Person{ID: rolestest.ID("deputy"), Name: "deputy", Role: roles.Officer})
	p.Holdings = append(p.Holdings, roles.Holding{ID: rolestest.ID("deputy holding"), Post: rolestest.ID("city/officer"), Person: rolestest.ID("deputy"), Deputy: true, From: rolestest.Epoch})
	require.Equal(t, roles.Answer{Person: rolestest.ID("deputy"), Via: roles.ViaDeputy}, answer())
	p.Holdings = p.Holdings[:len(p.Holdings)-1]
	require.Equal(t, roles.Answer{Person: rolestest.ID("city/supervisor person"), Via: roles.ViaSuperior}, answer())
	gone("city/supervisor")
	gone("city/leader")
	require.Equal(t, rolestest.ID("province/leader person"), answer().Person, "the head of the superior agency")
	gone("province/leader")
	gone("nation/leader")
	require.Equal(t, roles.Answer{Person: rolestest.ID("oversight/leader person"), Via: roles.ViaOversight}, answer())
	gone("oversight/leader")
	require.Equal(t, rolestest.ID("oversight/leader person"), answer().Person, "the last one answers even when away")
}

// TestEveryPostAlwaysHasANamedPerson: in any organisation at any time.
func TestEveryPostAlwaysHasANamedPerson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := rolestest.Must(rolestest.Random(t))
		at := rolestest.Epoch.Add(time.Duration(rapid.IntRange(0, 10000).Draw(t, "hours")) * time.Hour)
		for post, a := range o.Answers(at) {
			p, ok := o.Person(a.Person)
			require.True(t, ok && p.Name != "" && a.Person != uuid.Nil, "post %s", post)
		}
	})
}

// TestLadderAvoidsTheAccused: climbing from any post, about any accused, ends
// on a clean post in bounded steps; on an oversight post all the same only
// where there is no clean one at all.
func TestLadderAvoidsTheAccused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := rolestest.Must(rolestest.Random(t))
		agency := o.Agencies[rapid.IntRange(0, len(o.Agencies)-1).Draw(t, "accused")].ID
		accused := o.Resolve([]roles.Party{roles.AgencyParty(agency)})
		for _, p := range o.Posts {
			next := o.NextClean(p.ID, accused, rolestest.Epoch)
			require.NotEqual(t, uuid.Nil, next)
			if !o.Conflicted(next, accused, rolestest.Epoch) {
				continue
			}
			require.Contains(t, []roles.ID{o.Oversight, o.Second}, next)
			for _, other := range o.Posts {
				require.True(t, o.Conflicted(other.ID, accused, rolestest.Epoch))
			}
		}
	})
}

// TestNobodyChangesBetweenTheAnnouncedTimes: NextChange names every instant at
// which somebody's answer may differ without an act.
func TestNobodyChangesBetweenTheAnnouncedTimes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := rolestest.Must(rolestest.Random(t))
		at := rolestest.Epoch.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "hours")) * time.Hour)
		next, ok := o.NextChange(at)
		if !ok {
			next = at.Add(10000 * time.Hour)
		}
		require.Equal(t, o.Answers(at), o.Answers(next.Add(-time.Nanosecond)))
	})
}

func TestOrganisationsWithoutReceiverAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*roles.Parts){
		"no default agency":     func(p *roles.Parts) { p.Default = roles.ID{} },
		"no oversight post":     func(p *roles.Parts) { p.Oversight = roles.ID{} },
		"empty oversight post":  func(p *roles.Parts) { p.Holdings = nil },
		"route to nowhere":      func(p *roles.Parts) { p.Routes[0].Agency = rolestest.ID("none") },
		"agency without intake": func(p *roles.Parts) { p.Agencies[0].Intake = roles.ID{} },
		"agency above itself":   func(p *roles.Parts) { p.Agencies[0].Parent = p.Agencies[2].ID },
		"post above itself":     func(p *roles.Parts) { p.Posts[2].Superior = p.Posts[0].ID },
		"post of no agency":     func(p *roles.Parts) { p.Posts[0].Agency = rolestest.ID("none") },
	} {
		t.Run(name, func(t *testing.T) {
			p := rolestest.Small()
			spoil(&p)
			_, err := roles.New(p)
			require.Error(t, err)
		})
	}
}
