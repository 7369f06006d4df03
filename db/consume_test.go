package db_test

import (
	"context"

	"gongzhi/db"
)

var folds = map[string]func(context.Context, db.Tx, []db.LogEntry) error{
	db.CountersCursor: db.FoldCounters, db.SearchCursor: db.FoldSearch, db.PublicCursor: db.FoldPublic,
	db.SimilarCursor: db.FoldSimilar,
}
