package roles_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongzhi/roles"
)

// TestPolicyMatrix prints role × relation → permissions, and fields of a case, to a golden file that
// a lawyer can read. UPDATE_GOLDEN=1 rewrites it.
func TestPolicyMatrix(t *testing.T) {
	got := roles.Matrix() + "\n" + roles.FieldMatrix()
	path := filepath.Join("testdata", "policy.golden.md")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "the policy changed: read the difference, then UPDATE_GOLDEN=1")
}

func TestPolicyIsWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range roles.Policy {
		key := fmt.Sprint(g.Role, "/", g.Relation)
		require.False(t, seen[key], "%s stands twice", key)
		seen[key] = true
		require.Contains(t, roles.AllRoles, g.Role)
		require.Contains(t, roles.AllRelations, g.Relation)
		require.Equal(t, len(g.May), len(slices.Compact(slices.Sorted(slices.Values(g.May)))), "%s grants twice", key)
	}
}

// TestOutsidersNeverReadCases: whoever is outside the agencies has no
// permission on the inside of a case, whatever the relation.
func TestOutsidersNeverReadCases(t *testing.T) {
	inside := []roles.Permission{roles.ReadIncident, roles.ReadSealed, roles.Comment, roles.Triage, roles.Confirm, roles.Assign, roles.Urge, roles.PassTime}
	for _, role := range []roles.Role{roles.Citizen, roles.Organization, roles.Media, roles.Respondent, roles.Auditor, roles.Operator} {
		for _, p := range inside {
			require.False(t, roles.Granted(role, roles.AllRelations, p), "%s must not have %s", role, p)
		}
	}
}

func TestOnlyTheAnswerableOpenSealedFields(t *testing.T) {
	for _, g := range roles.Policy {
		if slices.Contains(g.May, roles.ReadSealed) {
			require.Equal(t, roles.Answerable, g.Relation)
		}
	}
	require.True(t, strings.Contains(roles.Matrix(), string(roles.ReadSealed)))
}
