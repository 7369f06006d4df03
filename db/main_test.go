package db_test

import (
	"testing"

	"gongzhi/db/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }
