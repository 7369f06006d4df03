// Package rolestest builds organisations for tests: a small fixed one with
// speaking names, and random ones.
package rolestest

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"gongzhi/roles"
)

// Epoch is the time at which every test organisation begins.
var Epoch = time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)

// ID is a stable id for a name.
func ID(name string) roles.ID {
	h := sha256.Sum256([]byte(name))
	id, _ := uuid.FromBytes(h[:16])
	return id
}

// Agency ids, post ids ("city/officer") and person ids ("city/officer person")
// of the small organisation are ID of these names.
var smallAgencies = []struct{ name, parent, region string }{
	{"nation", "", "100000"},
	{"province", "nation", "440000"},
	{"city", "province", "440300"},
	{"other city", "province", "440100"},
	{"oversight", "", ""},
}

// Small is three levels of government, two cities and an oversight office;
// each agency has an officer, a supervisor and a leader, each held by one
// person.
func Small() roles.Parts {
	p := roles.Parts{Revision: 1, Default: ID("nation"), Oversight: ID("oversight/leader"), Bodies: Bodies()}
	for _, a := range smallAgencies {
		addAgency(&p, a.name, a.parent, a.region)
	}
	p.Routes = []roles.Route{
		{Region: "440300", Agency: ID("city")},
		{Region: "440100", Agency: ID("other city")},
		{Region: "440000", Agency: ID("province")},
	}
	return p
}

func addAgency(p *roles.Parts, name, parent, region string) {
	a := roles.Agency{
		ID: ID(name), Name: roles.Text{Zh: name + "局", En: name + " office"}, Region: region,
		Head: ID(name + "/leader"), Intake: ID(name + "/officer"),
	}
	if parent != "" {
		a.Parent = ID(parent)
	}
	p.Agencies = append(p.Agencies, a)
	classes := []roles.Role{roles.Officer, roles.Supervisor, roles.Leader}
	for i, c := range classes {
		post := roles.Post{ID: ID(name + "/" + string(c)), Agency: a.ID, Class: c, Title: roles.Text{Zh: string(c), En: string(c)}}
		if i+1 < len(classes) {
			post.Superior = ID(name + "/" + string(classes[i+1]))
		}
		p.Posts = append(p.Posts, post)
		Seat(p, name+"/"+string(c), name+"/"+string(c)+" person", c)
	}
}

// Seat puts a new person into a post from the epoch on.
func Seat(p *roles.Parts, post, person string, class roles.Role) {
	p.People = append(p.People, roles.Person{ID: ID(person), Name: person, Role: class})
	p.Holdings = append(p.Holdings, roles.Holding{ID: ID("holding " + post + person), Post: ID(post), Person: ID(person), From: Epoch})
}

// Must indexes parts that are known to be sound.
func Must(p roles.Parts) *roles.Org {
	o, err := roles.New(p)
	if err != nil {
		panic(err)
	}
	return o
}

// Random draws an organisation: a tree of agencies, ladders of posts, people
// who hold several, deputies, leaves, vacancies and ties.
func Random(t *rapid.T) roles.Parts {
	p := roles.Parts{Revision: 1, Default: ID("a0"), Oversight: ID("oversight/p0"), Bodies: Bodies()}
	agencies := rapid.IntRange(1, 12).Draw(t, "agencies")
	for i := range agencies {
		parent := roles.ID{}
		if i > 0 {
			parent = ID(fmt.Sprintf("a%d", rapid.IntRange(0, i-1).Draw(t, "parent")))
		}
		randomAgency(t, &p, fmt.Sprintf("a%d", i), parent)
	}
	randomAgency(t, &p, "oversight", roles.ID{})
	p.Holdings = append(p.Holdings, roles.Holding{ID: ID("oversight holding"), Post: p.Oversight, Person: ID("oversight person"), From: Epoch})
	p.People = append(p.People, roles.Person{ID: ID("oversight person"), Name: "oversight person", Role: roles.Leader})
	p.CoolingOff = rapid.SampledFrom([]int{0, 12}).Draw(t, "cooling-off")
	if rapid.Bool().Draw(t, "second oversight") {
		randomAgency(t, &p, "second", roles.ID{})
		p.Second = ID("second/p0")
		p.Holdings = append(p.Holdings, roles.Holding{ID: ID("second holding"), Post: p.Second, Person: ID("second person"), From: Epoch})
		p.People = append(p.People, roles.Person{ID: ID("second person"), Name: "second person", Role: roles.Leader})
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "ties") {
		p.Ties = append(p.Ties, roles.Tie{
			ID: ID(fmt.Sprintf("tie%d", i)), Person: drawPerson(t, p), Kind: "kinship", From: Epoch,
			Party: roles.NameParty(rapid.SampledFrom([]string{"x ltd", "y ltd"}).Draw(t, "party")),
		})
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "leaves") {
		from := Epoch.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "leave from")) * time.Hour)
		to := from.Add(time.Duration(rapid.IntRange(1, 2000).Draw(t, "leave hours")) * time.Hour)
		p.Leaves = append(p.Leaves, roles.Leave{ID: ID(fmt.Sprintf("leave%d", i)), Person: drawPerson(t, p), From: from, To: &to})
	}
	return p
}

// Bodies are one body outside of each kind.
func Bodies() []roles.Body {
	list := make([]roles.Body, len(roles.BodyKinds))
	for i, kind := range roles.BodyKinds {
		list[i] = roles.Body{ID: ID(kind), Kind: kind, Name: roles.Text{Zh: kind, En: kind}}
	}
	return list
}

func drawPerson(t *rapid.T, p roles.Parts) roles.ID {
	return p.People[rapid.IntRange(0, len(p.People)-1).Draw(t, "person")].ID
}

func randomAgency(t *rapid.T, p *roles.Parts, name string, parent roles.ID) {
	n := rapid.IntRange(1, 4).Draw(t, "posts")
	a := roles.Agency{ID: ID(name), Parent: parent, Name: roles.Text{Zh: name, En: name}, Head: ID(fmt.Sprintf("%s/p%d", name, n-1)), Intake: ID(name + "/p0")}
	p.Agencies = append(p.Agencies, a)
	classes := []roles.Role{roles.Officer, roles.Supervisor, roles.Leader, roles.Leader}
	for i := range n {
		post := roles.Post{ID: ID(fmt.Sprintf("%s/p%d", name, i)), Agency: a.ID, Class: classes[min(i+4-n, 3)], Title: roles.Text{Zh: name, En: name}}
		if i+1 < n {
			post.Superior = ID(fmt.Sprintf("%s/p%d", name, i+1))
		}
		p.Posts = append(p.Posts, post)
		if rapid.IntRange(0, 5).Draw(t, "vacant") > 0 {
			Seat(p, fmt.Sprintf("%s/p%d", name, i), fmt.Sprintf("%s/p%d person", name, i), post.Class)
		}
		if rapid.IntRange(0, 4).Draw(t, "deputy") == 0 && len(p.People) > 0 {
			h := roles.Holding{ID: ID("deputy " + name + fmt.Sprint(i)), Post: post.ID, Person: drawPerson(t, *p), Deputy: true, From: Epoch}
			p.Holdings = append(p.Holdings, h)
		}
	}
}

// LargeMin is how many agencies a large organisation has at least.
const LargeMin = 150

// Large draws an organisation of the size of a country: 150 to 400 agencies in
// a tree, each with two to four posts, some vacant, some with deputies. Its
// shape comes from few draws, so that it is cheap to draw and to shrink.
func Large(t *rapid.T) roles.Parts {
	p := roles.Parts{Revision: 1, Default: ID("a0"), Oversight: ID("oversight/p0"), CoolingOff: 12}
	n := rapid.IntRange(LargeMin, 400).Draw(t, "agencies")
	width := rapid.IntRange(2, 40).Draw(t, "width")
	vacant, deputies := rapid.IntRange(3, 20).Draw(t, "every so many posts is vacant"), rapid.IntRange(2, 9).Draw(t, "every so many has a deputy")
	for i := range n {
		parent := roles.ID{}
		if i > 0 {
			parent = ID(fmt.Sprintf("a%d", (i-1)/width))
		}
		largeAgency(&p, fmt.Sprintf("a%d", i), parent, 2+i%3, i, vacant, deputies)
	}
	largeAgency(&p, "oversight", roles.ID{}, 1, 0, 0, 0)
	for i := range rapid.IntRange(0, 30).Draw(t, "ties") {
		p.Ties = append(p.Ties, roles.Tie{ID: ID(fmt.Sprintf("tie%d", i)), Person: drawPerson(t, p), Kind: "kinship", From: Epoch, Party: roles.NameParty("x ltd")})
	}
	for i := range rapid.IntRange(0, 30).Draw(t, "leaves") {
		from := Epoch.Add(time.Duration(i*50) * time.Hour)
		to := from.Add(500 * time.Hour)
		p.Leaves = append(p.Leaves, roles.Leave{ID: ID(fmt.Sprintf("leave%d", i)), Person: drawPerson(t, p), From: from, To: &to})
	}
	return p
}

// largeAgency adds an agency with a ladder of posts; nth numbers the agency for
// deciding which of its posts are vacant.
func largeAgency(p *roles.Parts, name string, parent roles.ID, posts, nth, vacant, deputies int) {
	a := roles.Agency{ID: ID(name), Parent: parent, Name: roles.Text{Zh: name, En: name}, Head: ID(fmt.Sprintf("%s/p%d", name, posts-1)), Intake: ID(name + "/p0")}
	p.Agencies = append(p.Agencies, a)
	classes := []roles.Role{roles.Officer, roles.Supervisor, roles.Leader, roles.Leader}
	for i := range posts {
		key := fmt.Sprintf("%s/p%d", name, i)
		post := roles.Post{ID: ID(key), Agency: a.ID, Class: classes[min(i+4-posts, 3)], Title: roles.Text{Zh: name, En: name}}
		if i+1 < posts {
			post.Superior = ID(fmt.Sprintf("%s/p%d", name, i+1))
		}
		p.Posts = append(p.Posts, post)
		if vacant == 0 || (nth*7+i)%vacant != 0 {
			Seat(p, key, key+" person", post.Class)
		}
		if deputies > 0 && (nth+i)%deputies == 0 && len(p.People) > 0 {
			p.Holdings = append(p.Holdings, roles.Holding{ID: ID("deputy " + key), Post: post.ID, Person: p.People[len(p.People)/2].ID, Deputy: true, From: Epoch})
		}
	}
}
