package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"gongzhi/assess"
)

// assessTestPackCommand lets a lawyer check a pack without Go.
type assessTestPackCommand struct {
	File string `arg:"" type:"existingfile" help:"Rule pack, YAML."`
}

type packVerdict struct {
	Case        assess.Text `json:"case"`
	Passed      bool        `json:"passed"`
	Differences []string    `json:"differences,omitempty"`
}

// Run writes a line for each case of the pack and a summary on standard error.
func (c assessTestPackCommand) Run() error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	return testPack(data, c.File, os.Stdout, os.Stderr)
}

func testPack(data []byte, name string, out, errs io.Writer) error {
	pack, err := assess.Load(data, name)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	passed, failed := 0, 0
	for _, r := range assess.RunCases(pack) {
		if err := enc.Encode(packVerdict{r.Name, r.Passed(), r.Differences}); err != nil {
			return err
		}
		if r.Passed() {
			passed++
		} else {
			failed++
		}
	}
	head := pack.Head()
	fmt.Fprintf(errs, "%s %s: %d passed, %d failed\n", head.ID, head.Version, passed, failed)
	if failed > 0 {
		return errFound
	}
	return nil
}
