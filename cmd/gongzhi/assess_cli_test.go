package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/assess"
)

func embeddedPack(t *testing.T, kind assess.Kind) assess.Pack {
	t.Helper()
	p, err := assess.Default().Find(kind, "CN", "")
	require.NoError(t, err)
	return p
}

func TestAssessWritesOneFindingALineAndNamesBadLines(t *testing.T) {
	in := strings.NewReader(`{"id":"a","facts":{"acts":["sell"],"pieces":{"track":50}}}
{"id":"b","facts":{"acts":["sell"],"peices":{"track":50}}}

{"id":3,"facts":{"acts":["sell"],"pieces":{"track":13800138000}}}
{"id":"e","facts":{"pieces":{"track":"13800138000"}}}
`)
	var out, errs bytes.Buffer
	err := assessLines(embeddedPack(t, assess.KindSeriousness), false, in, &out, &errs)
	require.ErrorIs(t, err, errFound)
	require.Equal(t, "line 2: facts.peices: unknown field\nline 5: facts.pieces.track: must be a whole number\n", errs.String())
	var ids, grades []string
	for line := range strings.Lines(out.String()) {
		var f struct {
			ID    json.RawMessage
			Grade string
			Items []string
			Pack  assess.Ref
			Steps []assess.Step
		}
		require.NoError(t, json.Unmarshal([]byte(line), &f))
		ids, grades = append(ids, string(f.ID)), append(grades, f.Grade)
		require.Equal(t, "cn-seriousness", f.Pack.ID)
		replayed, err := assess.Replay(f.Steps)
		require.NoError(t, err)
		require.Equal(t, f.Grade, string(replayed))
	}
	require.Equal(t, []string{`"a"`, "3"}, ids)
	require.Equal(t, []string{"serious", "especially_serious"}, grades)
}

func TestAssessAnswersEveryKind(t *testing.T) {
	for kind, c := range map[assess.Kind][2]string{
		assess.KindDisclosure:  {`{"disclosure":"illegal","facts":{"acquisition":"illegal"}}`, `"path":"criminal_referral"`},
		assess.KindCirculation: {`{"informed":true,"identified":true,"public_use":false,"abuse":false}`, `"outcome":"can"`},
		assess.KindBreach:      {`{"facts":{"operator":"cii","persons":1000000}}`, `"incident_grade":"relatively_major"`},
	} {
		var out, errs bytes.Buffer
		require.NoError(t, assessLines(embeddedPack(t, kind), true, strings.NewReader(c[0]), &out, &errs))
		require.Contains(t, out.String(), c[1])
		require.Empty(t, errs.String())
	}
}

// peak forgets what it is given and remembers the largest heap it saw.
type peak struct {
	written int
	heap    uint64
}

func (p *peak) Write(b []byte) (int, error) {
	if p.written += len(b); p.written%(32<<20) < len(b) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		p.heap = max(p.heap, m.HeapAlloc)
	}
	return len(b), nil
}

func TestAssessNeedsConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("20,000 lines")
	}
	r, w := io.Pipe()
	go func() {
		lines := bufio.NewWriter(w)
		for i := range 20_000 {
			fmt.Fprintf(lines, `{"id":%d,"facts":{"acts":["sell"],"pieces":{"other":%d}}}`+"\n", i, i)
		}
		w.CloseWithError(lines.Flush())
	}()
	var out peak
	require.NoError(t, assessLines(embeddedPack(t, assess.KindSeriousness), false, r, &out, io.Discard))
	require.Greater(t, out.written, 20_000*1000)
	require.Less(t, out.heap, uint64(150<<20))
}

func TestALineTooLongIsSkipped(t *testing.T) {
	long := `{"id":"` + strings.Repeat("x", maxLine+10) + `"}`
	var out, errs bytes.Buffer
	err := assessLines(embeddedPack(t, assess.KindSeriousness), false, strings.NewReader(long+"\n{}\n"), &out, &errs)
	require.ErrorIs(t, err, errFound)
	require.Contains(t, errs.String(), "line 1: longer than")
	require.Equal(t, 1, strings.Count(out.String(), "\n"))
}

func TestPackIsTestedFromAFile(t *testing.T) {
	files, err := filepath.Glob("../../assess/packs/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		var out, errs bytes.Buffer
		require.NoError(t, testPack(data, name, &out, &errs), name)
		require.Contains(t, errs.String(), "0 failed")
	}
	data, err := os.ReadFile("../../assess/packs/cn-seriousness.yaml")
	require.NoError(t, err)
	wrong := bytes.Replace(data, []byte("at_least: 50}"), []byte("at_least: 60}"), 1)
	var out, errs bytes.Buffer
	require.ErrorIs(t, testPack(wrong, "x.yaml", &out, &errs), errFound)
	require.Contains(t, out.String(), `"passed":false`)
	bad := bytes.Replace(data, []byte("at_least: 50}"), []byte("at_least: 0}"), 1)
	err = testPack(bad, "x.yaml", &out, &errs)
	var fault *assess.LoadError
	require.True(t, errors.As(err, &fault))
	require.Positive(t, fault.Line)
}
