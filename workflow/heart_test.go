package workflow_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongzhi/roles"
	"gongzhi/roles/rolestest"
)

// TestHeartHoldsItsInvariants: over random command sequences and organisation
// changes, after every commit an open incident has exactly one live lead duty
// and its post a named person; due times move only by lawful acts; levels
// strictly rise; replay gives the tables; deciding twice gives the same bytes.
func TestHeartHoldsItsInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rolestest.Random(t)
		accused := rapid.SampledFrom([][]roles.Party{nil, {roles.NameParty("x ltd")}, {roles.AgencyParty(rolestest.ID("a0"))}}).Draw(t, "accused")
		m := newMachine(t, parts, accused)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 15).Draw(t, "kind") {
			case 0, 1:
				m.passTime()
			case 2:
				m.changeOrg()
			case 13:
				m.handOver()
			case 3: // the sweep is late: whoever acts next comes upon what is due
				m.now = m.now.Add(time.Duration(rapid.IntRange(1, 400).Draw(t, "hours without a sweep")) * time.Hour)
			case 4:
				m.filerActs()
			case 12:
				m.drawn()
			case 14:
				m.rejectFlood()
			case 15:
				m.breached()
			default:
				_, err := m.do(m.randomCommand())
				m.requireRefusal(err)
			}
			m.checkExcluded()
		}
	})
}
