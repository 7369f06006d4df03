package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/publication"
	"gongzhi/record"
	"gongzhi/roles"
	"gongzhi/workflow"
)

// TestVocabulariesAreThoseOfTheDomain compares the enumerations of
// openapi.yaml with the lists the domain checks against.
func TestVocabulariesAreThoseOfTheDomain(t *testing.T) {
	schemas := documentation(t).doc.Components.Schemas
	member := func(schema, name string) []any {
		return schemas[schema].Value.Properties[name].Value.Enum
	}
	for name, pair := range map[string][2]any{
		"violations":    {words(workflow.Violations), words(schemas["Violation"].Value.Enum)},
		"sectors":       {words(workflow.Sectors), words(schemas["Sector"].Value.Enum)},
		"states":        {words(record.AllStates), words(schemas["State"].Value.Enum)},
		"party kinds":   {words(workflow.PartyKinds), words(member("SubmittedParty", "kind"))},
		"party roles":   {words(workflow.PartyRoles), words(member("SubmittedParty", "role"))},
		"filer kinds":   {words(workflow.FilerKinds), words(member("SubmittedFiler", "kind"))},
		"paths":         {words(workflow.Paths), words(member("Act", "path"))},
		"sealed fields": {words(workflow.SealedFields), words(member("ReadingInput", "field"))},
		"verifications": {words(publication.Verifications), words(schemas["Verification"].Value.Enum)},
		"org act kinds": {append(words(workflow.TieKinds), words(roles.BodyKinds)...), words(member("OrgAct", "kind"))},
		"org acts":      {words(workflow.OrgActs), words(schemas["OrgActName"].Value.Enum)},
		"post classes":  {words([]roles.Role{roles.Officer, roles.Supervisor, roles.Leader}), words(member("Post", "class"))},
	} {
		require.ElementsMatch(t, pair[0], pair[1], name)
	}
}

func words[T any](list []T) []string {
	return each(list, func(w T) string { return fmt.Sprint(w) })
}

// TestLimitsAreThoseOfTheDomain compares the lengths that openapi.yaml
// promises.
func TestLimitsAreThoseOfTheDomain(t *testing.T) {
	s := documentation(t).doc.Components.Schemas["Submission"].Value.Properties
	require.EqualValues(t, workflow.MaxTitle, *s["title"].Value.MaxLength)
	require.EqualValues(t, workflow.MaxNarrative, *s["narrative"].Value.MaxLength)
	require.EqualValues(t, workflow.MaxParties, *s["respondents"].Value.MaxItems)
	f := documentation(t).doc.Components.Schemas["SubmittedFiler"].Value.Properties
	require.EqualValues(t, workflow.MaxContact, *f["contact"].Value.MaxLength)
}
