package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"gongzhi/assess"
)

type assessCommand struct {
	Seriousness assessSeriousnessCommand `cmd:"" help:"Grade facts by Interpretation 2017: one facts object a line in, one finding a line out."`
	Disclosure  assessDisclosureCommand  `cmd:"" help:"Judge handling of public personal information, four lenses side by side."`
	Circulation assessCirculationCommand `cmd:"" help:"Decide by the table of a proposal whether data may circulate."`
	Breach      assessBreachCommand      `cmd:"" help:"List what an organization owes whose data leaked."`
	TestPack    assessTestPackCommand    `cmd:"" name:"test-pack" help:"Check a rule pack and run the cases it carries."`
	Adopt       assessAdoptCommand       `cmd:"" help:"Offer a changed rule pack for adoption and show which past findings it would change."`
}

// assessFlags choose the rules and the form of the findings.
type assessFlags struct {
	Pack         string `help:"Rule pack to use instead of the embedded ones." type:"existingfile" placeholder:"FILE.yaml"`
	Jurisdiction string `help:"Jurisdiction of the embedded pack." default:"CN"`
	On           string `help:"Day whose rules apply, YYYY-MM-DD; the newest without it." placeholder:"DAY"`
	Full         bool   `help:"Write the texts of steps and sources into every finding."`
}

type (
	assessSeriousnessCommand struct{ assessFlags }
	assessDisclosureCommand  struct{ assessFlags }
	assessCirculationCommand struct{ assessFlags }
	assessBreachCommand      struct{ assessFlags }
)

// Run grades standard input.
func (c assessSeriousnessCommand) Run() error { return c.assess(assess.KindSeriousness) }

// Run judges standard input.
func (c assessDisclosureCommand) Run() error { return c.assess(assess.KindDisclosure) }

// Run decides standard input.
func (c assessCirculationCommand) Run() error { return c.assess(assess.KindCirculation) }

// Run lists the duties for standard input.
func (c assessBreachCommand) Run() error { return c.assess(assess.KindBreach) }

func (f assessFlags) assess(kind assess.Kind) error {
	pack, err := f.pack(kind)
	if err != nil {
		return err
	}
	return assessLines(pack, f.Full, os.Stdin, os.Stdout, os.Stderr)
}

func (f assessFlags) pack(kind assess.Kind) (assess.Pack, error) {
	if f.Pack == "" {
		return assess.Default().Find(kind, f.Jurisdiction, f.On)
	}
	data, err := os.ReadFile(f.Pack)
	if err != nil {
		return nil, err
	}
	pack, err := assess.Load(data, f.Pack)
	if err != nil {
		return nil, err
	}
	if pack.Head().Kind != kind {
		return nil, fmt.Errorf("%s: kind is %s, not %s", f.Pack, pack.Head().Kind, kind)
	}
	return pack, nil
}

// assessLines writes one finding for each line of facts. A line that cannot be
// assessed is named on errs and the rest goes on; the error is then errFound.
func assessLines(pack assess.Pack, full bool, in io.Reader, out, errs io.Writer) error {
	lines, w := bufio.NewReaderSize(in, 64<<10), bufio.NewWriterSize(out, 64<<10)
	bad := false
	for n := 1; ; n++ {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, errLongLine) {
			return err
		}
		if err == nil && len(line) > 0 {
			err = assessLine(pack, full, line, w)
			if errors.Is(err, errOutput) {
				return err
			}
		}
		if err != nil {
			bad = true
			fmt.Fprintf(errs, "line %d: %s\n", n, err)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if bad {
		return errFound
	}
	return nil
}

var (
	errLongLine = fmt.Errorf("longer than %d bytes", maxLine)
	errOutput   = errors.New("findings cannot be written")
)

func assessLine(pack assess.Pack, full bool, line []byte, w *bufio.Writer) error {
	id, finding, err := pack.Assess(line)
	if err != nil {
		return err
	}
	if !full {
		finding = finding.Brief()
	}
	b, err := json.Marshal(finding)
	if err != nil {
		return err
	}
	if id == nil {
		id = json.RawMessage("null")
	}
	// The id goes first into the finding's own object.
	for _, part := range [][]byte{[]byte(`{"id":`), id, {','}, b[1:], {'\n'}} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("%w: %w", errOutput, err)
		}
	}
	return nil
}

// readLine reads the next line without its end; a line longer than maxLine is
// skipped and reported as errLongLine.
func readLine(r *bufio.Reader) ([]byte, error) {
	var whole []byte
	long := false
	for {
		part, more, err := r.ReadLine()
		if err != nil {
			return nil, err
		}
		if long = long || len(whole)+len(part) > maxLine; !long {
			if !more && whole == nil {
				return part, nil
			}
			whole = append(whole, part...)
		}
		if !more {
			break
		}
	}
	if long {
		return nil, errLongLine
	}
	return whole, nil
}
