package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// maxPolicy bounds a policy file in bytes.
const maxPolicy = 1 << 20

// ParsePolicy reads a policy file of c2sp.org/tlog-policy: lines log, witness,
// group and quorum. Errors name the line.
func ParsePolicy(text []byte) (*Policy, error) {
	if len(text) > maxPolicy {
		return nil, errors.New("ledger: a policy is longer than 1 MiB")
	}
	if bytes.ContainsFunc(text, func(r rune) bool { return r < 0x20 && r != '\t' && r != '\n' || r == 0x7f }) {
		return nil, errors.New("ledger: a policy has no control characters but tab and newline")
	}
	r := policyReader{p: &Policy{groups: map[string]group{}}, keys: map[string]bool{}, names: map[string]bool{noQuorum: true}, used: map[string]bool{}}
	for i, line := range strings.Split(string(text), "\n") {
		fields := strings.FieldsFunc(line, func(c rune) bool { return c == ' ' || c == '\t' })
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if err := r.line(fields); err != nil {
			return nil, fmt.Errorf("ledger: policy line %d: %w", i+1, err)
		}
	}
	if r.p.quorum == "" {
		return nil, errors.New("ledger: a policy has exactly one quorum line")
	}
	return r.p, nil
}

type policyReader struct {
	p     *Policy
	keys  map[string]bool // public keys seen
	names map[string]bool // witnesses and groups defined
	used  map[string]bool // names that are members of a group
}

func (r *policyReader) line(fields []string) error {
	switch fields[0] {
	case "log":
		return r.log(fields[1:])
	case "witness":
		return r.witness(fields[1:])
	case "group":
		return r.group(fields[1:])
	case "quorum":
		return r.quorum(fields[1:])
	}
	return errors.New("it begins with none of log, witness, group, quorum")
}

func (r *policyReader) log(args []string) error {
	if len(args) < 1 || len(args) > 2 {
		return errors.New("log wants a key and perhaps an address")
	}
	_, _, public, err := parseVkey(args[0])
	if err != nil {
		return err
	}
	v, err := note.NewVerifier(args[0])
	if err != nil {
		return errors.New("log wants an Ed25519 key")
	}
	r.p.logs = append(r.p.logs, v)
	return r.once("log", public)
}

func (r *policyReader) witness(args []string) error {
	if len(args) < 2 || len(args) > 3 {
		return errors.New("witness wants a name, a key and perhaps an address")
	}
	_, _, public, err := parseVkey(args[1])
	if err != nil {
		return err
	}
	v, err := NewWitnessVerifier(args[1])
	if err != nil {
		return err
	}
	w := Witness{Name: args[0], Key: v}
	if len(args) == 3 {
		w.URL = args[2]
	}
	r.p.witnesses = append(r.p.witnesses, w)
	if err := r.define(w.Name); err != nil {
		return err
	}
	return r.once("witness", public)
}

func (r *policyReader) group(args []string) error {
	if len(args) < 3 {
		return errors.New("group wants a name, a threshold and members")
	}
	members := args[2:]
	for _, m := range members {
		if !r.names[m] || m == noQuorum {
			return errors.New("a member is not defined on a line before")
		}
		if r.used[m] {
			return errors.New("a member belongs to a group already")
		}
		r.used[m] = true
	}
	k, err := threshold(args[1], len(members))
	if err != nil {
		return err
	}
	r.p.groups[args[0]] = group{threshold: k, members: members}
	return r.define(args[0])
}

func threshold(word string, members int) (int, error) {
	switch word {
	case "all":
		return members, nil
	case "any":
		return 1, nil
	}
	k, err := parseDecimal(word)
	if err != nil || k < 1 || k > int64(members) {
		return 0, errors.New("the threshold is all, any or a number from 1 to the number of members")
	}
	return int(k), nil
}

func (r *policyReader) quorum(args []string) error {
	switch {
	case r.p.quorum != "":
		return errors.New("a second quorum line")
	case len(args) != 1:
		return errors.New("quorum wants one name")
	case !r.names[args[0]]:
		return errors.New("quorum names nothing that is defined on a line before")
	}
	r.p.quorum = args[0]
	return nil
}

func (r *policyReader) define(name string) error {
	if r.names[name] {
		return errors.New("the name is taken")
	}
	r.names[name] = true
	return nil
}

func (r *policyReader) once(role string, public []byte) error {
	key := role + string(public)
	if r.keys[key] {
		return errors.New("the key is there twice")
	}
	r.keys[key] = true
	return nil
}
