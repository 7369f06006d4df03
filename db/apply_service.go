package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
)

const insertServices = `INSERT INTO service (id, incident_id, respondent_id, code, at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::timestamptz[])`

func (w *writes) queueServices(b *pgx.Batch) {
	type s = *record.Service
	queue(b, len(w.Services), insertServices,
		ids(w.Services, func(x s) uuid.UUID { return x.ID }),
		ids(w.Services, func(x s) uuid.UUID { return x.Incident }),
		ids(w.Services, func(x s) uuid.UUID { return x.Respondent }),
		col(w.Services, func(x s) []byte { return x.Code }),
		times(w.Services, func(x s) timeOf { return at(x.At) }))
}
