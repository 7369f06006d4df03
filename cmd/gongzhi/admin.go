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
	"gongzhi/db"
	"gongzhi/roles"
	"gongzhi/vault"
)

type adminCommand struct {
	CreateUser    createUserCommand    `cmd:"" name:"create-user" help:"Create a person with a sign-in; the password is read from standard input."`
	ResetPassword resetPasswordCommand `cmd:"" name:"reset-password" help:"Give somebody a new password, read from standard input, and end all their sessions."`
	LogKey        logKeyCommand        `cmd:"" name:"log-key" help:"Print the public key by which others check the log."`
	Erase         eraseCommand         `cmd:"" help:"Erase a report or a citizen; the record keeps that it happened, and the log stays whole."`
	Organisation  organisationCommand  `cmd:"" help:"Load agencies, posts, people and routes from a file, before the first case."`
}

type createUserCommand struct {
	Email        string `required:"" help:"Address to sign in with."`
	Name         string `required:"" help:"Name, shown where the person answers."`
	Role         string `required:"" help:"officer, supervisor, leader, organization, media, citizen or operator."`
	Seat         string `help:"Id of a person without a sign-in who gets it, such as the head of the starter organisation." placeholder:"ID"`
	Organization string `help:"Social organization or medium that the person acts for." placeholder:"NAME"`
	Data         string `help:"Data folder." placeholder:"DIR"`
}

var signInRoles = []roles.Role{roles.Officer, roles.Supervisor, roles.Leader, roles.Organization, roles.Media, roles.Citizen, roles.Operator}

// Validate finds wrong usage, before anything is opened.
func (c createUserCommand) Validate() error {
	role := roles.Role(c.Role)
	_, malformed := uuid.Parse(c.Seat)
	switch {
	case !slices.Contains(signInRoles, role):
		return errors.New("--role must be officer, supervisor, leader, organization, media, citizen or operator")
	case c.Seat != "" && malformed != nil:
		return errors.New("--seat must be the id of a person")
	case role == roles.Organization && c.Organization == "":
		return errors.New("--role organization needs --organization: the name of the one that the person acts for")
	case c.Organization != "" && role != roles.Organization && role != roles.Media:
		return errors.New("--organization is for --role organization and --role media")
	case c.Organization != "" && c.Seat != "":
		return errors.New("--organization and --seat exclude each other: who holds a post acts for an agency")
	}
	return nil
}

// Run creates the person and prints their id. A post is not given here: that
// takes two people and leaves events.
func (c createUserCommand) Run(ctx context.Context) error {
	password, err := readPassword()
	if err != nil {
		return err
	}
	if err := accounts.CheckPassword(password, c.Name, c.Email); err != nil {
		return err
	}
	a, err := open(ctx, c.Data)
	if err != nil {
		return beside(err)
	}
	defer a.Close() // everything was committed
	person, err := c.person(ctx, a)
	if err != nil {
		return err
	}
	hash, err := a.accounts.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	if err := a.createAccount(ctx, person, c.organization(), c.Email, hash); err != nil {
		return err
	}
	_, err = fmt.Printf("{\"person\":%q}\n", person.ID)
	return err
}

// person is who gets the sign-in: somebody new, or whoever sits there.
func (c createUserCommand) person(ctx context.Context, a *app) (roles.Person, error) {
	p := roles.Person{ID: uuid.New(), Name: c.Name, Role: roles.Role(c.Role), Key: a.nameKey(c.Name)}
	if o := c.organization(); o != nil {
		p.Organization = o.ID
	}
	if c.Seat == "" {
		return p, nil
	}
	seated, known := a.org.Load().Person(uuid.MustParse(c.Seat)) // Validate has read it
	if !known {
		return p, errors.New("--seat: no such person")
	}
	taken, err := a.db.Accounts().HasCredential(ctx, seated.ID)
	switch {
	case err != nil:
		return p, err
	case taken:
		return p, errSeated
	case seated.Role != p.Role:
		return p, fmt.Errorf("--role: this seat is that of a person with the role %s", seated.Role)
	case seated.Ended != nil:
		return p, errors.New("--seat: this person has left")
	}
	seated.Name, seated.Key = p.Name, p.Key
	return seated, nil
}

// organization is whom the person acts for; the same name is the same one.
func (c createUserCommand) organization() *db.Organization {
	if c.Organization == "" {
		return nil
	}
	kind := roles.Role(c.Role)
	return &db.Organization{
		ID: derivedID("organization", c.Role+" "+string(roles.NameParty(c.Organization))), Name: roles.Text{Zh: c.Organization}, Kind: kind,
	}
}

var (
	errSeated     = errors.New("--seat: this person has a sign-in already; for a new password use gongzhi admin reset-password")
	errEmailTaken = errors.New("--email: somebody signs in with this address already")
)

func (a *app) createAccount(ctx context.Context, p roles.Person, o *db.Organization, email, hash string) error {
	err := a.db.Accounts().Create(ctx, db.NewAccount{Person: p, Organization: o, Credential: a.credential(p.ID, email, hash)}, a.clock.Now())
	switch {
	case errors.Is(err, accounts.ErrEmailTaken):
		return errEmailTaken
	case errors.Is(err, accounts.ErrHasSignIn):
		return errSeated
	}
	return err
}

// credential seals the address beside its keyed hash.
func (a *app) credential(person roles.ID, email, hash string) db.Credential {
	return db.Credential{
		Person: person, EmailHash: a.vault.LookupHash("email", email), PasswordHash: hash,
		Email: secrets{a.vault}.Seal([]byte(email), "credential", "email", person),
	}
}

type resetPasswordCommand struct {
	Email string `required:"" help:"Address that the person signs in with."`
	Data  string `help:"Data folder." placeholder:"DIR"`
}

// Run changes the password. Whoever was signed in as this person is not any
// more, wherever.
func (c resetPasswordCommand) Run(ctx context.Context) error {
	password, err := readPassword()
	if err != nil {
		return err
	}
	a, err := open(ctx, c.Data)
	if err != nil {
		return beside(err)
	}
	defer a.Close() // everything was committed
	account, err := a.db.Accounts().AccountByEmail(ctx, a.vault.LookupHash("email", c.Email))
	if errors.Is(err, accounts.ErrMissing) {
		return errors.New("--email: nobody signs in with this address")
	}
	if err != nil {
		return err
	}
	if err := accounts.CheckPassword(password, account.Name, c.Email); err != nil {
		return err
	}
	hash, err := a.accounts.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	if err := a.saveCredential(ctx, account.Person, c.Email, hash); err != nil {
		return err
	}
	_, err = fmt.Printf("{\"person\":%q}\n", account.Person)
	return err
}

func readPassword() (string, error) {
	lines := bufio.NewScanner(os.Stdin)
	if !lines.Scan() {
		return "", errors.New("give the password on standard input, one line")
	}
	return strings.TrimRight(lines.Text(), "\r"), nil
}

// beside explains why a command cannot run beside a server that keeps the
// database as its child.
func beside(err error) error {
	if strings.Contains(err.Error(), "in use by another gongzhi") {
		return fmt.Errorf("%w\nA server on this data folder keeps the private database to itself: stop it, run this command, start it again. With a database of your own (GONGZHI_DATABASE_URL) commands run beside the server", err)
	}
	return err
}

type logKeyCommand struct {
	Data string `help:"Data folder." placeholder:"DIR"`
}

// Run prints the key. It opens the key file only, so that it works beside a
// running server; before the first start there is no key.
func (c logKeyCommand) Run() error {
	s, err := readSettings(c.Data)
	if err != nil {
		return err
	}
	if _, err := os.Stat(s.keysPath()); err != nil {
		return fmt.Errorf("the key file is made when the server starts first: %w", err)
	}
	v, err := vault.Open(s.keysPath())
	if err != nil {
		return err
	}
	keys, err := namedKeys(s, v)
	if err != nil {
		return err
	}
	_, err = fmt.Println(keys.Public)
	return err
}
