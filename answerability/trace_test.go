package answerability_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongzhi/answerability"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/roles/rolestest"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// ladder is whom a matter of the city rises to, written down and not computed.
var ladder = []string{"city/officer", "city/supervisor", "city/leader", "province/leader", "nation/leader"}

// minute is what the history planted for one minute: who had it, and how.
type minute struct {
	person    string
	condition answerability.Condition
}

// history tells a case minute by minute and keeps, on its own account, who was
// planted as answering in each.
type history struct {
	t       *rapid.T
	org     *roles.Org
	rules   *workflow.Rulebooks
	cal     *clock.Calendar
	now     time.Time
	world   workflow.World
	events  []record.Event
	at      int // in the ladder
	away    string
	leave   [2]time.Time
	planted []minute
	n       int
}

func (h *history) seed() record.Seed {
	h.n++
	return record.Seed{byte(h.n), byte(h.n >> 8), 1}
}

func (h *history) decide(actor roles.Actor, c workflow.Command) error {
	c.Actor, c.Seed, c.Reason = actor, h.seed(), "for this reason"
	change, err := workflow.Decide(h.world, c, workflow.Env{Now: h.now, Org: h.org, Rules: h.rules})
	if err != nil {
		return err
	}
	for _, e := range change.Events {
		h.world = workflow.Fold(h.world, e)
		h.events = append(h.events, e)
	}
	return nil
}

// who answers, by the plan alone.
func (h *history) who() string {
	if h.away == ladder[h.at] && !h.now.Before(h.leave[0]) && h.now.Before(h.leave[1]) {
		return ladder[h.at+1]
	}
	return ladder[h.at]
}

func (h *history) actor(post string) roles.Actor {
	p, _ := h.org.Person(rolestest.ID(post + " person"))
	return roles.Actor{Person: p.ID, Role: p.Role}
}

// wait lets minutes pass. The sweep comes on the minute in which a time is
// over, and the matter rises.
func (h *history) wait(minutes int) {
	for range minutes {
		lead, ok := h.world.Lead()
		if !ok {
			return
		}
		c := answerability.InTime
		switch {
		case lead.State == record.Paused:
			c = answerability.Paused
		case !h.now.Before(lead.FirstDueAt):
			c = answerability.Late
		}
		h.planted = append(h.planted, minute{h.who(), c})
		h.now = h.now.Add(time.Minute)
		due := lead.State == record.Armed && !lead.DueAt.After(h.now)
		over := lead.State == record.Paused && !lead.PauseUntil.After(h.now)
		if due || over {
			require.NoError(h.t, h.decide(roles.Actor{Role: roles.System}, workflow.Command{Action: workflow.TimePassed}))
		}
		if due && h.at+1 < len(ladder) {
			h.at++
		}
	}
}

// step does something that the one who answers may do, or lets it be.
func (h *history) step(name string) {
	lead, ok := h.world.Lead()
	if !ok {
		return
	}
	me := h.actor(h.who())
	switch name {
	case "advance":
		for _, a := range []workflow.Action{workflow.Accept, workflow.Investigate, workflow.DecideCase} {
			if h.decide(me, workflow.Command{Action: a, Outcome: &record.Outcome{Founded: true, Path: "administrative"}}) == nil {
				return
			}
		}
	case "give down":
		to := h.at - 1
		if to < 0 || to > 2 || lead.Level > 0 {
			return
		}
		if h.decide(me, workflow.Command{Action: workflow.Assign, To: rolestest.ID(ladder[to])}) == nil {
			h.at = to
		}
	case "pause":
		if h.decide(me, workflow.Command{Action: workflow.Pause, Ground: "expert_appraisal"}) != nil {
			return
		}
		for _, p := range h.org.People {
			for _, x := range h.world.Proposals {
				if x.State == record.ProposalOpen {
					_ = h.decide(roles.Actor{Person: p.ID, Role: p.Role}, workflow.Command{Action: workflow.Confirm, Proposal: x.ID}) // most may not
				}
			}
		}
	case "resume":
		_ = h.decide(me, workflow.Command{Action: workflow.Resume}) // only a pause can end
	}
}

func newHistory(t *rapid.T) *history {
	parts := rolestest.Small()
	h := &history{t: t, rules: workflow.NewRulebooks(clock.Default()), now: rolestest.Epoch.Add(time.Duration(rapid.IntRange(60, 60*24*40).Draw(t, "start")) * time.Minute)}
	h.away = rapid.SampledFrom(ladder[:3]).Draw(t, "away")
	h.leave[0] = h.now.Add(time.Duration(rapid.IntRange(1, 60*24*20).Draw(t, "leave from")) * time.Minute)
	h.leave[1] = h.leave[0].Add(time.Duration(rapid.IntRange(1, 60*24*10).Draw(t, "leave for")) * time.Minute)
	parts.Leaves = []roles.Leave{{ID: uuid.New(), Person: rolestest.ID(h.away + " person"), From: h.leave[0], To: &h.leave[1]}}
	h.org = rolestest.Must(parts)
	h.cal, _ = h.rules.InForce().Calendar("cn")
	f := &workflow.Filing{
		ReportID: uuid.New(), Reference: "GZ-00000-00000", Title: "t", Narrative: "n", Violation: "leak", Region: "440305", Sector: "internet",
		FilerKind: "anonymous", Accused: []roles.Party{roles.NameParty("x ltd")},
	}
	require.NoError(t, h.decide(roles.Actor{Role: roles.Citizen}, workflow.Command{Action: workflow.File, Filing: f}))
	return h
}

// TestTheTraceNamesWhoWasPlanted: over random histories with leaves, pauses,
// re-assignments and misses the trace gives every minute to the person that the
// history planted, and the minutes are exact.
func TestTheTraceNamesWhoWasPlanted(t *testing.T) {
	minutes, delays := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory(rt)
		began := h.now
		for n := range rapid.IntRange(1, 8).Draw(rt, "steps") {
			h.wait(rapid.IntRange(0, 60*24*12).Draw(rt, fmt.Sprint("wait ", n)))
			h.step(rapid.SampledFrom([]string{"advance", "advance", "give down", "pause", "resume"}).Draw(rt, fmt.Sprint("step ", n)))
		}
		trace := answerability.Of(h.events, h.org, h.cal, h.now)
		want, total, delay := h.count(began)
		got := map[minute]answerability.Minutes{}
		for _, s := range trace.Shares {
			key := minute{h.name(s.Person), s.Condition}
			sum := got[key]
			sum.Clock, sum.Working = sum.Clock+s.Clock, sum.Working+s.Working
			got[key] = sum
		}
		require.Equal(rt, want, got)
		require.Equal(rt, total, trace.Total)
		require.Equal(rt, delay, trace.Delay)
		require.Equal(rt, int64(trace.To.Sub(trace.From)/time.Minute), trace.Total.Clock)
		require.Equal(rt, h.cal.WorkingMinutes(trace.From, trace.To), trace.Total.Working)
		minutes += len(h.planted)
		delays += int(delay.Clock)
	})
	t.Logf("%d minutes planted, %d of them late: all named, all exact", minutes, delays)
}

func (h *history) name(person roles.ID) string {
	for _, post := range ladder {
		if rolestest.ID(post+" person") == person {
			return post
		}
	}
	return person.String()
}

// count sums the planted minutes one by one.
func (h *history) count(began time.Time) (map[minute]answerability.Minutes, answerability.Minutes, answerability.Minutes) {
	want := map[minute]answerability.Minutes{}
	var total, delay answerability.Minutes
	for i, m := range h.planted {
		one := answerability.Minutes{Clock: 1}
		if h.cal.IsWorkday(began.Add(time.Duration(i) * time.Minute)) {
			one.Working = 1
		}
		sum := want[m]
		want[m] = answerability.Minutes{Clock: sum.Clock + one.Clock, Working: sum.Working + one.Working}
		total = answerability.Minutes{Clock: total.Clock + one.Clock, Working: total.Working + one.Working}
		if m.condition == answerability.Late {
			delay = answerability.Minutes{Clock: delay.Clock + one.Clock, Working: delay.Working + one.Working}
		}
	}
	return want, total, delay
}

func TestAMissNamesTheDutyOfTheSuperior(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory(rt)
		lead, _ := h.world.Lead()
		h.wait(int(lead.DueAt.Sub(h.now)/time.Minute) + 2)
		misses := answerability.Of(h.events, h.org, h.cal, h.now).Misses
		require.Len(rt, misses, 1)
		require.Equal(rt, rolestest.ID("city/officer"), misses[0].Post)
		require.Equal(rt, rolestest.ID("city/supervisor"), misses[0].Superior.Post)
		require.Equal(rt, record.Armed, misses[0].Superior.State)
		require.True(rt, misses[0].Superior.DueAt.After(misses[0].MissedAt))
	})
}
