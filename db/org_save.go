package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/record"
	"gongzhi/roles"
)

// SaveOrg writes a whole organisation, for set-up and demo: rows replace rows
// with the same id, routes are replaced whole, nothing else is removed. An
// organisation that could leave a report or a duty without somebody is refused.
// at is the time for which the answers are worked out.
func (db *DB) SaveOrg(ctx context.Context, parts roles.Parts, at time.Time) error {
	if _, err := roles.New(parts); err != nil {
		return fmt.Errorf("%w: %w", ErrOrganisation, err)
	}
	return db.inTx(ctx, "save organisation", func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		b.Queue(`SET CONSTRAINTS ALL DEFERRED`)
		queueParts(b, parts)
		if err := tx.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		if err := recordLoaded(ctx, tx, at); err != nil {
			return err
		}
		return refreshIn(ctx, tx, at)
	})
}

func queueParts(b *pgx.Batch, parts roles.Parts) {
	queueAgencies(b, parts)
	queuePeople(b, parts.People)
	queueHoldings(b, parts.Holdings, parts.Leaves, parts.Ties)
	queueRoutes(b, parts.Routes)
	queueBodies(b, parts.Bodies)
	queueAssociations(b, parts.Associations, nil)
	b.Queue(`INSERT INTO setting (revision, default_agency, oversight_post, second_oversight_post, cooling_off_months)
		VALUES ($1, $2, $3, nullif($4, '00000000-0000-0000-0000-000000000000'::uuid), $5)
		ON CONFLICT (one) DO UPDATE SET revision = excluded.revision, default_agency = excluded.default_agency,
		oversight_post = excluded.oversight_post, second_oversight_post = excluded.second_oversight_post,
		cooling_off_months = excluded.cooling_off_months`, max(parts.Revision, 1), parts.Default, parts.Oversight, parts.Second, parts.CoolingOff)
}

// AddPerson adds or changes somebody with a name, such as a citizen who opens
// an account.
func (db *DB) AddPerson(ctx context.Context, p roles.Person) error {
	return db.inTx(ctx, "add person", func(tx pgx.Tx) error { return addPerson(ctx, tx, p) })
}

// addPerson raises the organisation's revision, by which running servers know
// to load it again, and works out anew what hangs on a person's name.
func addPerson(ctx context.Context, tx pgx.Tx, p roles.Person) error {
	b := &pgx.Batch{}
	queuePeople(b, []roles.Person{p})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	var at time.Time
	if err := tx.QueryRow(ctx, `SELECT now()`).Scan(&at); err != nil {
		return err
	}
	if err := recordPerson(ctx, tx, p, at); err != nil {
		return err
	}
	err := tx.QueryRow(ctx, `UPDATE setting SET revision = revision + 1 RETURNING now()`).Scan(&at)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // no organisation is set up yet
	}
	if err != nil {
		return err
	}
	return refreshIn(ctx, tx, at)
}

func queueAgencies(b *pgx.Batch, parts roles.Parts) {
	type a = *roles.Agency
	queue(b, len(parts.Agencies), `INSERT INTO agency (id, name_zh, name_en, parent_id, region, credit_code, head_post, intake_post)
		SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::uuid[])
		ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, parent_id = excluded.parent_id,
		region = excluded.region, credit_code = excluded.credit_code, head_post = excluded.head_post, intake_post = excluded.intake_post`,
		ids(parts.Agencies, func(x a) uuid.UUID { return x.ID }),
		col(parts.Agencies, func(x a) string { return x.Name.Zh }),
		col(parts.Agencies, func(x a) string { return x.Name.En }),
		ids(parts.Agencies, func(x a) uuid.UUID { return x.Parent }),
		col(parts.Agencies, func(x a) string { return x.Region }),
		col(parts.Agencies, func(x a) string { return x.CreditCode }),
		ids(parts.Agencies, func(x a) uuid.UUID { return x.Head }),
		ids(parts.Agencies, func(x a) uuid.UUID { return x.Intake }))
	type p = *roles.Post
	queue(b, len(parts.Posts), `INSERT INTO post (id, agency_id, title_zh, title_en, class, superior_id)
		SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[])
		ON CONFLICT (id) DO UPDATE SET agency_id = excluded.agency_id, title_zh = excluded.title_zh, title_en = excluded.title_en,
		class = excluded.class, superior_id = excluded.superior_id`,
		ids(parts.Posts, func(x p) uuid.UUID { return x.ID }),
		ids(parts.Posts, func(x p) uuid.UUID { return x.Agency }),
		col(parts.Posts, func(x p) string { return x.Title.Zh }),
		col(parts.Posts, func(x p) string { return x.Title.En }),
		col(parts.Posts, func(x p) string { return string(x.Class) }),
		ids(parts.Posts, func(x p) uuid.UUID { return x.Superior }))
}

func queuePeople(b *pgx.Batch, people []roles.Person) {
	type p = *roles.Person
	queue(b, len(people), `INSERT INTO person (id, name, role, organization_id, ended_at, name_key)
		SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::timestamptz[], $6::text[])
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, organization_id = excluded.organization_id,
		ended_at = excluded.ended_at, name_key = excluded.name_key`,
		ids(people, func(x p) uuid.UUID { return x.ID }),
		col(people, func(x p) string { return x.Name }),
		col(people, func(x p) string { return string(x.Role) }),
		ids(people, func(x p) uuid.UUID { return x.Organization }),
		times(people, func(x p) timeOf { return maybe(x.Ended) }),
		col(people, func(x p) string { return string(x.Key) }))
}

func queueHoldings(b *pgx.Batch, holdings []roles.Holding, leaves []roles.Leave, ties []roles.Tie) {
	type h = *roles.Holding
	queue(b, len(holdings), `INSERT INTO holding (id, post_id, person_id, deputy, from_at, to_at)
		SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bool[], $5::timestamptz[], $6::timestamptz[])
		ON CONFLICT (id) DO UPDATE SET post_id = excluded.post_id, person_id = excluded.person_id, deputy = excluded.deputy,
		from_at = excluded.from_at, to_at = excluded.to_at`,
		ids(holdings, func(x h) uuid.UUID { return x.ID }),
		ids(holdings, func(x h) uuid.UUID { return x.Post }),
		ids(holdings, func(x h) uuid.UUID { return x.Person }),
		col(holdings, func(x h) bool { return x.Deputy }),
		times(holdings, func(x h) timeOf { return at(x.From) }),
		times(holdings, func(x h) timeOf { return maybe(x.To) }))
	type l = *roles.Leave
	queue(b, len(leaves), `INSERT INTO leave (id, person_id, from_at, to_at)
		SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[])
		ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, from_at = excluded.from_at, to_at = excluded.to_at`,
		ids(leaves, func(x l) uuid.UUID { return x.ID }),
		ids(leaves, func(x l) uuid.UUID { return x.Person }),
		times(leaves, func(x l) timeOf { return at(x.From) }),
		times(leaves, func(x l) timeOf { return maybe(x.To) }))
	type t = *roles.Tie
	queue(b, len(ties), `INSERT INTO tie (id, person_id, party, kind, from_at, to_at)
		SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
		ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, party = excluded.party, kind = excluded.kind,
		from_at = excluded.from_at, to_at = excluded.to_at`,
		ids(ties, func(x t) uuid.UUID { return x.ID }),
		ids(ties, func(x t) uuid.UUID { return x.Person }),
		col(ties, func(x t) string { return string(x.Party) }),
		col(ties, func(x t) string { return x.Kind }),
		times(ties, func(x t) timeOf { return at(x.From) }),
		times(ties, func(x t) timeOf { return maybe(x.To) }))
}

func queueRoutes(b *pgx.Batch, routes []roles.Route) {
	type r = *roles.Route
	b.Queue(`DELETE FROM route`)
	queue(b, len(routes), `INSERT INTO route (ord, region, sector, violation, agency_id)
		SELECT n, region, sector, violation, agency_id FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[])
		WITH ORDINALITY AS t (region, sector, violation, agency_id, n)`,
		col(routes, func(x r) string { return x.Region }),
		col(routes, func(x r) string { return x.Sector }),
		col(routes, func(x r) string { return x.Violation }),
		ids(routes, func(x r) uuid.UUID { return x.Agency }))
}

// queueOrg writes what decisions change in the organisation. Rows must have
// been decided on the newest revision; a proposal alone changes nothing yet.
func (w *writes) queueOrg(b *pgx.Batch) {
	for _, c := range w.Org {
		queueHoldings(b, c.Holdings, c.Leaves, c.Ties)
		queueBodies(b, c.Bodies)
		queueAssociations(b, c.Organizations, c.Invitations)
		queueOrgProposals(b, c.Proposals)
		if revises(c) {
			b.Queue(`WITH moved AS (UPDATE setting SET revision = $1 WHERE revision = $1 - 1 RETURNING 1)
				SELECT raise_unless((SELECT count(*) FROM moved), 1, 'GZ001')`, c.Revision)
		}
	}
}

func revises(c record.OrgChange) bool {
	return len(c.Holdings)+len(c.Leaves)+len(c.Ties)+len(c.Bodies)+len(c.Organizations) > 0
}

// admits reports whether a case admitted an organization.
func (w *writes) admits() bool {
	return slices.ContainsFunc(w.Org, func(c record.OrgChange) bool { return len(c.Invitations) > 0 })
}

func (w *writes) revisesOrg() bool { return slices.ContainsFunc(w.Org, revises) }

func queueOrgProposals(b *pgx.Batch, rows []record.OrgProposal) {
	type p = *record.OrgProposal
	queue(b, len(rows), `INSERT INTO org_proposal (id, act, args, state, proposed_by, decided_by, at)
		SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[], $5::uuid[], $6::uuid[], $7::timestamptz[])
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by`,
		ids(rows, func(x p) uuid.UUID { return x.ID }),
		col(rows, func(x p) string { return x.Act }),
		col(rows, func(x p) []byte { return x.Args }),
		col(rows, func(x p) string { return x.State }),
		ids(rows, func(x p) uuid.UUID { return x.ProposedBy }),
		ids(rows, func(x p) uuid.UUID { return x.DecidedBy }),
		times(rows, func(x p) timeOf { return at(x.At) }))
}

// Organization is a social organization or a medium that people act for.
type Organization struct {
	ID   uuid.UUID
	Name roles.Text
	Kind roles.Role // Organization or Media
}

// AddOrganization adds or renames one.
func (db *DB) AddOrganization(ctx context.Context, o Organization) error {
	return wrap("add organization", pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		if err := addOrganization(ctx, tx, o); err != nil {
			return err
		}
		return recordOrganization(ctx, tx)
	}))
}

func addOrganization(ctx context.Context, tx pgx.Tx, o Organization) error {
	_, err := tx.Exec(ctx, `INSERT INTO organization (id, name_zh, name_en, kind) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, kind = excluded.kind`,
		o.ID, o.Name.Zh, o.Name.En, string(o.Kind))
	return err
}
