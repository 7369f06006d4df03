package clock

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDefaultHasEveryKindAndGround(t *testing.T) {
	rb, now := Default(), shanghai(t, "2026-03-02 10:00")
	kinds := []string{
		KindTriage, KindTriageUrgent, KindInvestigation, KindConclusion, KindRectificationCheck,
		KindTransferAcceptance, KindTransferDispute, KindAppealReview, KindAppealWindow, KindOrderedAnew, KindConsultAnswer, KindJointAnswer, KindOpinionAnswer,
		KindBreachNotice, KindBreachNoticeCII, KindBreachNoticeOrgan, KindBreachNoticeOther, KindBreachNoticeFlaw, KindBreachPassOn, KindBreachPassOnCII, KindBreachClosing,
		KindObjectionAnswer, KindRespondentReply, KindRectificationTime, KindRemedyConfirmation, KindRecurrenceWindow, KindReferralDecision, KindReferralHandover, KindReferralReply, KindReferralAnswer,
		KindReconsiderationWindow, KindReconsiderationReply, KindPublicInterestAnswer,
		KindInquiryAnswer, KindExplain, KindProposalDecision, KindEscalated,
		KindSampleFinding,
		KindApplication,
	}
	for _, kind := range kinds {
		r, ok := rb.Rule(kind, now)
		require.True(t, ok, kind)
		require.NotEmpty(t, r.Ladder, kind)
		require.NotEmpty(t, r.Note.En, kind)
		require.Equal(t, Inferred, r.LadderCertainty, "no text sets the superiors' times: %s", kind)
	}
	require.Len(t, rb.Rules(), len(kinds))
	for _, id := range []string{GroundExpertAppraisal, GroundWaitingForFiler, GroundJudicialProceedings, GroundForceMajeure} {
		g, ok := rb.Ground(id)
		require.True(t, ok, id)
		require.Equal(t, Inferred, g.Certainty, "no source gives a longest pause: %s", id)
	}
	require.Len(t, rb.Grounds(), 4)
	_, ok := rb.Ground("tired")
	require.False(t, ok)
}

// Only these figures stand in a text for the very act: the investigation's, and
// those of State Council order 310 that bind the authority itself.
func TestDefaultClaimsNoMoreThanItsSources(t *testing.T) {
	byText := []string{KindInvestigation, KindReferralDecision, KindReferralHandover, KindReconsiderationWindow}
	for _, r := range Default().Rules() {
		require.Equal(t, slices.Contains(byText, r.Kind), r.Certainty == ByText, r.Kind)
	}
}

func TestRulebookDue(t *testing.T) {
	rb := Default()
	for _, c := range []struct {
		kind  string
		level int
		start string
		want  string
	}{
		{KindTriage, 0, "2026-03-02 10:00", "2026-03-12 00:00"},
		{KindTriage, 1, "2026-03-12 00:00", "2026-03-18 00:00"},
		{KindTriage, 2, "2026-03-18 00:00", "2026-03-21 00:00"},
		{KindTriage, 3, "2026-03-02 10:00", "2026-03-10 00:00"},
		{KindTriage, 400, "2026-03-02 10:00", "2026-03-10 00:00"},
		{KindTriageUrgent, 0, "2026-02-17 03:00", "2026-02-17 03:30"},
		{KindTriageUrgent, 2, "2026-02-17 03:00", "2026-02-17 04:00"},
		{KindInvestigation, 0, "2026-03-02 10:00", "2026-06-02 00:00"}, // the 90th day is a Sunday
	} {
		due, provisional, err := rb.Due(c.kind, c.level, shanghai(t, c.start))
		require.NoError(t, err)
		require.False(t, provisional)
		require.Equal(t, c.want, format(due), "%s %d", c.kind, c.level)
	}
	_, _, err := rb.Due("lunch", 0, time.Now())
	require.ErrorIs(t, err, ErrNoRule)
	_, _, err = rb.Due(KindTriage, 0, shanghai(t, "2021-10-31 23:59"))
	require.ErrorIs(t, err, ErrNoRule)
	_, _, err = rb.Due(KindTriage, -1, time.Now())
	require.ErrorIs(t, err, ErrLevel)
}

func TestDemoShortensEverything(t *testing.T) {
	law, demo := Default(), Default().Demo()
	require.Equal(t, law.Version+"+demo", demo.Version)
	require.False(t, law.Demonstrates)
	require.Same(t, demo, demo.Demo())
	start := shanghai(t, "2026-03-02 10:00")
	for _, r := range demo.Rules() {
		for level := range 4 {
			due, _, err := demo.Due(r.Kind, level, start)
			require.NoError(t, err)
			require.LessOrEqual(t, due.Sub(start), 10*time.Minute, "%s %d", r.Kind, level)
			lawful, _, err := law.Due(r.Kind, level, start)
			require.NoError(t, err)
			require.True(t, due.Before(lawful), "%s %d", r.Kind, level)
		}
	}
	due, _, err := demo.Due(KindTriage, 0, start)
	require.NoError(t, err)
	require.Equal(t, 90*time.Second, due.Sub(start))
	due, _, err = demo.Due(KindTriage, 1, start)
	require.NoError(t, err)
	require.Equal(t, 60*time.Second, due.Sub(start))
	for _, g := range demo.Grounds() {
		require.True(t, g.Longest.Exact(), g.ID)
	}
}

func TestCallersCannotChangeTheRules(t *testing.T) {
	rules := Default().Rules()
	rules[0].Ladder[0] = Limit{1, Minutes}
	r, _ := Default().Rule(KindTriage, shanghai(t, "2026-03-02 10:00"))
	require.Equal(t, Limit{3, WorkingDays}, r.At(1))
}

func TestANewCalendarReplacesTheProvisionalCount(t *testing.T) {
	start := shanghai(t, "2027-03-01 10:00")
	before, provisional, err := Default().Due(KindTriage, 0, start)
	require.NoError(t, err)
	require.True(t, provisional)
	// An invented holiday: the real ones of 2027 are not announced.
	c, err := LoadCalendar([]byte(strings.NewReplacer("id: xx", "id: cn", "2026:", "2027:").Replace(calendarHead)+"    holidays: [2027-03-02]\n"), "c.yaml")
	require.NoError(t, err)
	after, provisional, err := Default().WithCalendar(c).Due(KindTriage, 0, start)
	require.NoError(t, err)
	require.False(t, provisional)
	require.Equal(t, 24*time.Hour, after.Sub(before))
	_, provisional, _ = Default().Due(KindTriage, 0, start)
	require.True(t, provisional, "the first rulebook is unchanged")
}

// The printed table is what docs show; a change of a rule must be seen there.
// UPDATE_GOLDEN=1 writes it anew.
func TestMarkdown(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		file := filepath.Join("testdata", "rules."+lang+".md")
		got := Default().Markdown(lang)
		if os.Getenv("UPDATE_GOLDEN") != "" {
			require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), got)
	}
}

func TestLimitText(t *testing.T) {
	require.Equal(t, "1 working day", Limit{1, WorkingDays}.String())
	require.Equal(t, "7 working days", Limit{7, WorkingDays}.String())
	require.Equal(t, "7个工作日", Limit{7, WorkingDays}.In("zh"))
}
