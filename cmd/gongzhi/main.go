// Command gongzhi is the whole system in one binary.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Version is set by the build.
var Version = "dev"

// cli are the commands of the public interface; each is a file of this folder.
type cli struct {
	Serve   serveCommand   `cmd:"" help:"Serve pages, API, escalation and notifications in one process."`
	Import  importCommand  `cmd:"" help:"File records from CSV, JSON, JSONL or XLSX by a mapping file."`
	Gate    gateCommand    `cmd:"" help:"Find personal data in texts, one JSON object a line."`
	Assess  assessCommand  `cmd:"" help:"Apply the rule packs to facts: seriousness, disclosure, circulation, breach; test a pack."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to this binary's schema."`
	Doctor  doctorCommand  `cmd:"" help:"Check database, Redis, clock, mail, disk and keys, each with its remedy."`
	Admin   adminCommand   `cmd:"" help:"Create people and their sign-ins."`
	Verify  verifyCommand  `cmd:"" help:"Check a filing proof off-line, or audit a whole log."`
	Fsck    fsckCommand    `cmd:"" help:"Check every invariant against the database, each with its count; the first broken row is named."`
	Witness witnessCommand `cmd:"" help:"Cosign the checkpoints of logs: for those who are not the operator."`
	Mirror  mirrorCommand  `cmd:"" help:"Keep a full, checked copy of a log."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// errFound ends a command whose work succeeded and found something: exit 1.
var errFound = errors.New("findings")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	parser := kong.Must(&c, kong.Name("gongzhi"), kong.UsageOnError(),
		kong.Description("Gongzhi (共治): the case system for incidents with personal information."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Exit(func(code int) { os.Exit(exitCode(code)) }))
	command, err := parser.Parse(os.Args[1:])
	if err != nil {
		parser.Errorf("%s", err)
		stop()
		os.Exit(2)
	}
	if err := command.Run(); err != nil {
		if !errors.Is(err, errFound) {
			fmt.Fprintln(os.Stderr, "gongzhi: "+err.Error())
		}
		stop()
		os.Exit(1)
	}
}

// exitCode keeps to the interface: 0 good, 1 a finding or failure, 2 wrong usage.
func exitCode(code int) int {
	if code == 0 {
		return 0
	}
	return 2
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run() error {
	_, err := fmt.Println(Version)
	return err
}
