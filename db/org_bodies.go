package db

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/roles"
)

func orgBody(r sqlgen.OutsideBody) roles.Body {
	return roles.Body{ID: r.ID, Kind: r.Kind, Name: roles.Text{Zh: r.NameZh, En: r.NameEn}, Region: r.Region, Ended: r.EndedAt}
}

func queueBodies(b *pgx.Batch, bodies []roles.Body) {
	type o = *roles.Body
	queue(b, len(bodies), `INSERT INTO outside_body (id, kind, name_zh, name_en, region, ended_at)
		SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name_zh = excluded.name_zh, name_en = excluded.name_en,
		region = excluded.region, ended_at = excluded.ended_at`,
		ids(bodies, func(x o) uuid.UUID { return x.ID }),
		col(bodies, func(x o) string { return x.Kind }),
		col(bodies, func(x o) string { return x.Name.Zh }),
		col(bodies, func(x o) string { return x.Name.En }),
		col(bodies, func(x o) string { return x.Region }),
		times(bodies, func(x o) timeOf { return maybe(x.Ended) }))
}
