package ledgertest_test

import (
	"testing"

	"gongzhi/ledger/ledgertest"
)

func TestMemoryKeepsTheRules(t *testing.T) { ledgertest.CheckStorage(t, ledgertest.NewMemory()) }
