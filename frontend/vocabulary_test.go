package frontend

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/locale"
	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/workflow"
	"gongzhi/workflow/clock"
)

// domainCodes are the codes that the domain knows, by the list under which the catalogues have words for them.
func domainCodes() map[string][]string {
	codes := map[string][]string{
		"violation": workflow.Violations, "sector": workflow.Sectors, "kind": workflow.PartyKinds, "role": workflow.PartyRoles,
		"filer": append([]string{"organization"}, workflow.FilerKinds...), "piece": workflow.PieceCategories,
		"verification": publication.Verifications,
		"stage": {workflow.DutyTriage, workflow.DutyInvestigation, workflow.DutyConclusion, workflow.DutyRectification,
			workflow.DutyTransfer, workflow.DutyDispute, workflow.DutyProposal},
		"finding": {publication.TypeCNID, publication.TypeCNMobile, publication.TypePhone, publication.TypeEmail,
			publication.TypeBankCard, publication.TypePassport, publication.TypePermit, publication.TypePlate,
			publication.TypeWeChat, publication.TypeQQ, publication.TypeAddress, publication.TypeName, publication.TypeIPv4},
		"publication": texts(record.Unpublished, record.Proposed, record.Cleared, record.Published, record.Corrected, record.Withdrawn),
		"duty":        texts(record.Armed, record.Paused, record.Discharged, record.Missed, record.Cancelled),
		"certainty":   texts(clock.ByText, clock.ByCase, clock.Arguable, clock.Inferred, clock.Proposed),
		"path":        {"none", "civil", "administrative", "criminal_referral"},
		"status":      texts(record.AllStates...),
		"event":       {eventCode(workflow.ProposedEvent), eventCode(workflow.BreachEvent)},
	}
	for _, rule := range clock.Default().Rules() {
		codes["stage"] = append(codes["stage"], rule.Kind)
	}
	for _, ground := range clock.Default().Grounds() {
		codes["ground"] = append(codes["ground"], ground.ID)
	}
	codes["channel"] = workflow.Channels
	codes["ground"] = append(codes["ground"], workflow.GroundWithdrawn)
	codes["ground"] = append(codes["ground"], workflow.RejectGrounds...)
	codes["ground"] = append(codes["ground"], workflow.AppealGrounds...)
	for _, t := range workflow.Transitions {
		codes["event"] = append(codes["event"], eventCode(t.Event))
	}
	for _, t := range publication.Transitions {
		codes["event"] = append(codes["event"], eventCode(t.Event))
	}
	return codes
}

func TestEveryDomainCodeHasWords(t *testing.T) {
	for list, codes := range domainCodes() {
		require.NotEmpty(t, codes, list)
		for _, code := range codes {
			for _, lang := range locale.All() {
				require.True(t, locale.For(lang).Has("words."+list+"_"+code), "words.%s_%s in %s", list, code, lang)
			}
		}
	}
	for _, code := range provinces {
		require.True(t, locale.For(locale.En).Has("words.province_"+code), code)
	}
}

func TestFormsOfferWhatTheDomainTakes(t *testing.T) {
	require.ElementsMatch(t, workflow.Violations, violations)
	require.ElementsMatch(t, workflow.Sectors, sectors)
	require.ElementsMatch(t, workflow.PartyKinds, respondentKinds)
	require.ElementsMatch(t, workflow.PartyRoles, respondentRoles)
	require.ElementsMatch(t, workflow.PieceCategories, pieceCategories)
	require.False(t, strings.Contains(eventCode("a.b"), "."))
}
