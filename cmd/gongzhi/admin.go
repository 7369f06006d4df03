package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/google/uuid"

	"gongzhi/accounts"
	"gongzhi/roles"
)

type adminCommand struct {
	CreateUser createUserCommand `cmd:"" name:"create-user" help:"Create a person with a sign-in; the password is read from standard input."`
}

type createUserCommand struct {
	Email string `required:"" help:"Address to sign in with."`
	Name  string `required:"" help:"Name, shown where the person answers."`
	Role  string `required:"" help:"officer, supervisor, leader, organization, media, citizen or operator."`
	Seat  string `help:"Id of a person without a sign-in who gets it, such as the head of the starter organisation." placeholder:"ID"`
	Data  string `help:"Data folder." placeholder:"DIR"`
}

var signInRoles = []roles.Role{roles.Officer, roles.Supervisor, roles.Leader, roles.Organization, roles.Media, roles.Citizen, roles.Operator}

// Run creates the person and prints their id. A post is not given here: that
// takes two people and leaves events.
func (c createUserCommand) Run(ctx context.Context) error {
	role := roles.Role(c.Role)
	if !slices.Contains(signInRoles, role) {
		return errors.New("--role must be officer, supervisor, leader, organization, media, citizen or operator")
	}
	password, err := readPassword()
	if err != nil {
		return err
	}
	if err := accounts.CheckPassword(password, c.Name, c.Email); err != nil {
		return err
	}
	a, err := open(ctx, c.Data)
	if err != nil {
		return err
	}
	defer a.Close() // everything was committed
	person, err := c.person(a)
	if err != nil {
		return err
	}
	hash, err := a.accounts.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	if err := a.db.AddPerson(ctx, roles.Person{ID: person, Name: c.Name, Role: role, Key: a.nameKey(c.Name)}); err != nil {
		return err
	}
	if err := a.saveCredential(ctx, person, c.Email, hash); err != nil {
		return err
	}
	_, err = fmt.Printf("{\"person\":%q}\n", person)
	return err
}

func (c createUserCommand) person(a *app) (roles.ID, error) {
	if c.Seat == "" {
		return uuid.NewRandom()
	}
	id, err := uuid.Parse(c.Seat)
	if err != nil {
		return id, errors.New("--seat must be the id of a person")
	}
	if _, known := a.org.Load().Person(id); !known {
		return id, errors.New("--seat: no such person")
	}
	return id, nil
}

func readPassword() (string, error) {
	lines := bufio.NewScanner(os.Stdin)
	if !lines.Scan() {
		return "", errors.New("give the password on standard input, one line")
	}
	return strings.TrimRight(lines.Text(), "\r"), nil
}
