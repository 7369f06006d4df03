package demo_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongzhi/demo"
	"gongzhi/roles"
)

func TestTheDemonstrationIsASoundOrganisation(t *testing.T) {
	org, err := roles.New(demo.Parts())
	require.NoError(t, err)
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for post, a := range org.Answers(now) {
		require.Equal(t, roles.ViaHolder, a.Via, post)
	}
	emails := map[string]bool{}
	for _, a := range demo.Accounts() {
		require.False(t, emails[a.Email], a.Email)
		emails[a.Email] = true
		_, known := org.Person(a.Person)
		require.True(t, known, a.Email)
	}
}
