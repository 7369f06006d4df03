package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gongzhi/demo"
	"gongzhi/workflow"
)

// TestAPackIsAdoptedAndOldFindingsKeepTheirVersion: offered, previewed, proposed by
// one leader, agreed to by another; new findings use it, old ones stay as they are.
func TestAPackIsAdoptedAndOldFindingsKeepTheirVersion(t *testing.T) {
	o := newOffice(t)
	desk := packDesk{o.app}
	assessed := workflow.Command{Action: workflow.Assess, Assess: &workflow.Assessment{
		Kind: "seriousness", Facts: []byte(`{"facts":{"acts":["sell"],"pieces":{"other":4500}}}`)}}
	reference := o.file().Reference
	o.act(reference, answers, assessed)

	text, err := os.ReadFile("../../assess/packs/cn-seriousness.yaml")
	require.NoError(t, err)
	changed := strings.Replace(string(text), `version: "2026.1"`, `version: "2026.2"`, 1)
	changed = strings.Replace(changed, "of: [other], at_least: 5000}", "of: [other], at_least: 4500}", 1)
	changed = changed[:strings.Index(changed, "\ncases:")+1] // its cases tell of the old figure
	_, err = desk.offer(t.Context(), []byte(strings.Replace(changed, "at_least: 4500", "at_least: many", 1)), "x.yaml")
	require.ErrorContains(t, err, "x.yaml", "a broken pack is refused with its place")
	hash, err := desk.offer(t.Context(), []byte(changed), "x.yaml")
	require.NoError(t, err)
	p, err := desk.Offered(t.Context(), hash)
	require.NoError(t, err)
	var out, progress bytes.Buffer
	require.NoError(t, desk.preview(t.Context(), p, &out, &progress))
	require.Contains(t, out.String(), `"was":"none","becomes":"serious"`)
	require.Contains(t, out.String(), `figure 4500, was 5000`)
	require.NotContains(t, out.String(), reference, "the command line sees no case")
	require.Contains(t, progress.String(), "1 of 1 assessed again, 1 would change")

	var leaders []string
	for _, account := range demo.Accounts() {
		key, _, _ := strings.Cut(account.Email, "@")
		key = strings.ReplaceAll(key, ".", "/")
		if account.Person == demo.Person(key) && desk.May(o.actor(key)) {
			leaders = append(leaders, key)
		}
	}
	require.GreaterOrEqual(t, len(leaders), 2, "%v: two people can decide it", leaders)
	require.Error(t, desk.Adopt(t.Context(), o.actor(answers), hash), "an officer proposes none")
	require.NoError(t, desk.Adopt(t.Context(), o.actor(leaders[0]), hash))
	o.act(reference, answers, assessed)
	w, err := o.db.OrgWorld(t.Context())
	require.NoError(t, err)
	confirm := workflow.OrgCommand{Actor: o.actor(leaders[0]), Proposal: w.Proposals[0].ID}
	_, err = o.staff.Act(t.Context(), confirm)
	require.Error(t, err, "nobody adopts alone")
	confirm.Actor = o.actor(leaders[1])
	_, err = o.staff.Act(t.Context(), confirm)
	require.NoError(t, err)
	o.act(reference, answers, assessed)

	view, err := o.door.For(o.actor(answers), o.clock.Now()).Case(t.Context(), reference)
	require.NoError(t, err)
	var said []string
	for _, f := range view.Findings {
		said = append(said, f.Version+" "+f.Answer)
	}
	require.Equal(t, []string{"2026.2 serious", "2026.1 none", "2026.1 none"}, said, "newest first; a proposal alone changes nothing")
	require.Error(t, desk.packs.Load().Fits(p), "a version is adopted once")
	_, err = desk.Offered(t.Context(), uuid.NewString())
	require.Error(t, err)
}
