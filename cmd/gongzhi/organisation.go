package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/google/uuid"

	"gongzhi/db"
	"gongzhi/demo"
	"gongzhi/roles"
)

// readyOrganisation sets up the first organisation of an empty database: the
// demonstration's, or a starter with one agency and one oversight post, so
// that every report has a receiver from the first minute.
func (a *app) readyOrganisation(ctx context.Context) error {
	_, err := a.db.LoadOrg(ctx)
	if !errors.Is(err, db.ErrNoOrganisation) {
		return err
	}
	parts := starter(a.clock.Now())
	if a.demo {
		progress("setting up the demonstration's organisation")
		parts = demo.Parts()
	} else {
		sayStarter()
	}
	a.keyNames(parts.People)
	return a.db.SaveOrg(ctx, parts, a.clock.Now())
}

// sayStarter tells whoever starts an empty installation what to do next.
func sayStarter() {
	const seat = "printf '%%s\\n' \"$PASSWORD\" | gongzhi admin create-user --seat %s --role leader --name NAME --email ADDRESS   # %s"
	progress("setting up a starter organisation: one agency and one oversight post")
	progress("before the first case, load your own with: gongzhi admin organisation FILE.yaml")
	progress("or give the starter's two people a sign-in (stop the server first where it keeps the private database):")
	progress(seat, starterID("agency person"), "head of the agency")
	progress(seat, starterID("oversight person"), "overseer")
}

// keyNames gives people the key under which somebody of their name is accused.
func (a *app) keyNames(people []roles.Person) {
	for i := range people {
		people[i].Key = a.nameKey(people[i].Name)
	}
}

// nameKey is the key under which a person of this name can be accused.
func (a *app) nameKey(name string) roles.Party {
	return roles.PersonParty(a.vault.LookupHash("person", name))
}

// isDemo reports whether this database was set up as a demonstration.
func (a *app) isDemo() bool { return a.org.Load().Default == demo.Parts().Default }

// derivedID is the id of what has a stable name within a realm.
func derivedID(realm, name string) roles.ID {
	h := sha256.Sum256([]byte("gongzhi " + realm + " " + name))
	id, _ := uuid.FromBytes(h[:16])
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return id
}

func starterID(name string) roles.ID { return derivedID("starter", name) }

// starter is the smallest organisation in which every duty has a named person.
func starter(from time.Time) roles.Parts {
	p := roles.Parts{Revision: 1, Default: starterID("agency"), Oversight: starterID("oversight post"), CoolingOff: roles.DefaultCoolingOff}
	seats := []struct {
		agency, post, person string
		name, title          roles.Text
		class                roles.Role
	}{
		{"agency", "agency post", "agency person", roles.Text{Zh: "本机关", En: "This agency"}, roles.Text{Zh: "机关负责人", En: "Head of office"}, roles.Leader},
		{"oversight", "oversight post", "oversight person", roles.Text{Zh: "外部监督", En: "Outside oversight"}, roles.Text{Zh: "监督人", En: "Overseer"}, roles.Leader},
	}
	for _, s := range seats {
		post, person := starterID(s.post), starterID(s.person)
		p.Agencies = append(p.Agencies, roles.Agency{ID: starterID(s.agency), Name: s.name, Head: post, Intake: post})
		p.Posts = append(p.Posts, roles.Post{ID: post, Agency: starterID(s.agency), Title: s.title, Class: s.class})
		p.People = append(p.People, roles.Person{ID: person, Name: s.title.Zh, Role: s.class})
		p.Holdings = append(p.Holdings, roles.Holding{ID: starterID("holding " + s.post), Post: post, Person: person, From: from})
	}
	return p
}
