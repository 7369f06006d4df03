package db_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/db"
	"gongzhi/db/dbtest"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// openSecrets opens what was never sealed; all else is not asked for.
type openSecrets struct{ workflow.Secrets }

// Open implements workflow.Secrets.
func (openSecrets) Open(sealed []byte, _, _ string, _ record.ID) ([]byte, error) { return sealed, nil }

// TestReaderProcess is the process that TestAKilledReaderReleasedNothingUnrecorded
// kills: it reads a sealed field again and again and says what it has released.
func TestReaderProcess(t *testing.T) {
	url, ref := os.Getenv("GONGZHI_READER"), os.Getenv("GONGZHI_READER_CASE")
	if url == "" {
		t.Skip("runs as a child")
	}
	d, err := db.Open(t.Context(), url, db.Options{MaxConns: 2})
	require.NoError(t, err)
	org, err := d.LoadOrg(t.Context())
	require.NoError(t, err)
	now, err := strconv.ParseInt(os.Getenv("GONGZHI_READER_NOW"), 10, 64)
	require.NoError(t, err)
	u := &workflow.UseCases{Store: d, Secrets: openSecrets{}, Env: func() workflow.Env {
		return workflow.Env{Now: time.UnixMicro(now), Org: org, Rules: workflow.NewRulebooks(clock.Default())}
	}}
	reader := roles.Actor{Person: uuid.MustParse(os.Getenv("GONGZHI_READER_PERSON")), Role: roles.Officer}
	report := uuid.MustParse(os.Getenv("GONGZHI_READER_REPORT"))
	for n := 0; ; n++ {
		purpose := fmt.Sprintf("reading %d of process %d", n, os.Getpid())
		released, err := u.Unseal(t.Context(), ref, reader, report, "identity", purpose)
		require.NoError(t, err)
		fmt.Printf("RELEASED %s: %s\n", released[0], purpose)
	}
}

// TestAKilledReaderReleasedNothingUnrecorded kills a process that reads sealed
// fields, again and again at random instants: whatever it had released is
// recorded. GONGZHI_KILLS sets how often.
func TestAKilledReaderReleasedNothingUnrecorded(t *testing.T) {
	kills := 15
	if n, err := strconv.Atoi(os.Getenv("GONGZHI_KILLS")); err == nil {
		kills = n
	}
	url := dbtest.URL(t)
	d := open(t, url)
	o := newOffice(t, d)
	report, ref := o.fileCanaries(uuid.New())
	r := rand.New(rand.NewPCG(3, 4))
	judge := raw(t, url)
	released, unrecorded := 0, 0
	for range kills {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestReaderProcess$")
		cmd.Env = append(os.Environ(), "GONGZHI_READER="+url, "GONGZHI_READER_CASE="+ref, "GONGZHI_READER_REPORT="+report.String(),
			"GONGZHI_READER_PERSON="+o.person("city/officer").Person.String(), "GONGZHI_READER_NOW="+strconv.FormatInt(o.now.UnixMicro(), 10))
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		stop := 1 + r.IntN(8)
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); {
			purpose, is := strings.CutPrefix(lines.Text(), "RELEASED canary-name: ")
			if !is {
				continue
			}
			released++
			var there bool
			require.NoError(t, judge.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM reading WHERE purpose = $1)`, purpose).Scan(&there))
			if !there {
				unrecorded++
			}
			if n++; n == stop {
				require.NoError(t, cmd.Process.Kill()) // in the middle of the next one
			}
		}
		_ = cmd.Wait() // it was killed
	}
	t.Logf("%d kills: released %d, released but unrecorded %d", kills, released, unrecorded)
	require.GreaterOrEqual(t, released, kills)
	require.Zero(t, unrecorded)
	requireSound(t, d)
}
