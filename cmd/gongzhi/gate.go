package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"gongzhi/publication"
)

type gateCommand struct {
	Scan gateScanCommand `cmd:"" help:"Read {\"id\",\"text\"} lines, write {\"id\",\"findings\"} lines."`
}

type gateScanCommand struct{}

type gateLine struct {
	ID   json.RawMessage `json:"id"`
	Text string          `json:"text"`
}

type gateAnswer struct {
	ID       json.RawMessage       `json:"id"`
	Findings []publication.Finding `json:"findings"`
}

// Run scans standard input line by line in constant memory.
func (gateScanCommand) Run() error { return scanLines(os.Stdin, os.Stdout) }

const maxLine = 16 << 20

func scanLines(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var l gateLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return fmt.Errorf("line %d: not a JSON object with \"id\" and \"text\"", n)
		}
		findings := publication.Scan(l.Text)
		if findings == nil {
			findings = []publication.Finding{}
		}
		if err := enc.Encode(gateAnswer{l.ID, findings}); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return w.Flush()
}
