package db_test

import (
	"testing"

	"go.uber.org/goleak"

	"gongzhi/db/dbtest"
)

func TestMain(m *testing.M) {
	dbtest.Main(m, func() error { return goleak.Find() })
}
