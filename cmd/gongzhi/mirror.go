package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"gongzhi/ledger"
	"gongzhi/ledger/mirror"
)

type mirrorCommand struct {
	URL string `arg:"" help:"Where the log is served, as https://gongzhi.example/log."`
	Dir string `arg:"" help:"Folder of the copy."`
	trustFlags
}

// trustFlags say whom a check trusts.
type trustFlags struct {
	Key    string `placeholder:"KEY" help:"Public key of the log, or a file with it."`
	Policy string `placeholder:"FILE" type:"existingfile" help:"Logs, witnesses and quorum to trust, in the form of c2sp.org/tlog-policy; instead of --key."`
}

// Validate wants exactly one thing to trust.
func (t trustFlags) Validate() error {
	if (t.Key == "") == (t.Policy == "") {
		return errors.New("give either --key or --policy")
	}
	return nil
}

// policy is what the flags trust: a policy file, or one log without witnesses.
func (t trustFlags) policy() (*ledger.Policy, error) {
	if t.Policy != "" {
		raw, err := os.ReadFile(t.Policy)
		if err != nil {
			return nil, err
		}
		return ledger.ParsePolicy(raw)
	}
	v, err := logKey(t.Key)
	if err != nil {
		return nil, err
	}
	return ledger.PolicyOf(v), nil
}

// logClient reads logs from outside.
func logClient() *http.Client { return &http.Client{Timeout: 30 * time.Second} }

// Run copies what is new, after it was checked as a whole.
func (c mirrorCommand) Run(ctx context.Context) error {
	policy, err := c.policy()
	if err != nil {
		return err
	}
	from, err := mirror.Open(c.URL, logClient())
	if err != nil {
		return err
	}
	report, evidence, err := mirror.Mirror{From: from, Dir: c.Dir, Policy: policy}.Run(ctx)
	if err != nil {
		return err
	}
	if evidence != "" {
		fmt.Printf("the log's checkpoint is kept as evidence in %s\n", evidence)
	}
	return tell(os.Stdout, report)
}

// tell prints the outcome of an audit; problems end the command with exit 1.
func tell(out io.Writer, r ledger.Report) error {
	for _, p := range r.Problems {
		fmt.Fprintf(out, "NOT IN ORDER  %s\n", p.Text)
	}
	if !r.OK() {
		return errFound
	}
	fmt.Fprintf(out, "in order: %d entries of %s, all hashes, the root and the signature\n", r.Leaves, r.Opened.Origin)
	tellWitnesses(out, r.Opened)
	return nil
}

func tellWitnesses(out io.Writer, o ledger.Opened) {
	for _, c := range o.Cosigned {
		fmt.Fprintf(out, "cosigned by %s at %s\n", c.Witness, c.At.Format(time.RFC3339))
	}
	if o.Sealed {
		fmt.Fprintf(out, "sealed: the quorum was reached at %s\n", o.SealedAt.Format(time.RFC3339))
	} else {
		fmt.Fprintln(out, "not sealed: no quorum of witnesses was asked for or reached")
	}
}
