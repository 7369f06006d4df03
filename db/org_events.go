package db

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/record"
	"gongzhi/roles"
)

// Kinds of events that an operator's set-up leaves. They are no acts of two
// people, so they commit to every row: whoever changes one later is found out.
const (
	orgLoaded         = "organisation.loaded"
	personAdded       = "organisation.person_added"
	organizationAdded = "organisation.organization_added"
)

// recordLoaded writes the event of a set-up. It commits to the whole
// organisation as it is now and replaces every older commitment to it.
func recordLoaded(ctx context.Context, tx pgx.Tx, at time.Time) error {
	rows, err := orgRowsNow(ctx, tx)
	if err != nil {
		return err
	}
	return recordSetup(ctx, tx, orgLoaded, at, record.OrgFacts{Act: "load"}, rows)
}

// recordPerson writes the event of a new or changed person, unless it is a
// citizen: citizens hold no office, and their accounts are their own matter.
func recordPerson(ctx context.Context, tx pgx.Tx, p roles.Person, at time.Time) error {
	if p.Role == roles.Citizen {
		return nil
	}
	rows := []record.Row{record.PersonRow(p)}
	if p.Organization != uuid.Nil {
		all, err := organizationRows(ctx, tx)
		if err != nil {
			return err
		}
		rows = append(rows, all...)
	}
	return recordSetup(ctx, tx, personAdded, at, record.OrgFacts{Act: "person", Person: p.ID}, rows)
}

// recordOrganization writes the event of a new or renamed social organization
// or medium.
func recordOrganization(ctx context.Context, tx pgx.Tx) error {
	var at time.Time
	if err := tx.QueryRow(ctx, `SELECT now()`).Scan(&at); err != nil {
		return err
	}
	return recordAssociations(ctx, tx, at)
}

// recordAssociations commits the organisation's stream to every social organization
// and medium as it is now; the case that admitted one is another stream.
func recordAssociations(ctx context.Context, tx pgx.Tx, at time.Time) error {
	rows, err := organizationRows(ctx, tx)
	if err != nil {
		return err
	}
	return recordSetup(ctx, tx, organizationAdded, at, record.OrgFacts{Act: "organization"}, rows)
}

// nextOfOrganisation takes the next number of the organisation's stream.
const nextOfOrganisation = `INSERT INTO stream (kind, id, version) VALUES ('organisation', '00000000-0000-0000-0000-000000000000', 1)
ON CONFLICT (kind, id) DO UPDATE SET version = stream.version + 1 RETURNING version`

func recordSetup(ctx context.Context, tx pgx.Tx, kind string, at time.Time, facts record.OrgFacts, rows []record.Row) error {
	e := record.Event{
		Subject: record.Subject{Kind: record.SubjectOrganisation}, Kind: kind, At: at.UTC().Truncate(time.Microsecond),
		Actor: roles.Actor{Role: roles.System}, Facts: record.Facts{Org: &facts}, Salt: make([]byte, 32),
	}
	_, err := rand.Read(e.Salt)
	if err == nil {
		e.ID, err = uuid.NewV7()
	}
	if err != nil {
		return err
	}
	if err := tx.QueryRow(ctx, nextOfOrganisation).Scan(&e.Seq); err != nil {
		return err
	}
	if err := record.BindRows(&e, rows); err != nil {
		return err
	}
	w := &writes{Change: record.Change{Events: []record.Event{e}}}
	b := &pgx.Batch{}
	w.queueEvents(b)
	return tx.SendBatch(ctx, b).Close()
}

const officials = `SELECT id, name, role, organization_id, ended_at, name_key FROM person WHERE role <> 'citizen' ORDER BY id`

// orgRowsNow are all rows of the organisation, as events commit to them.
func orgRowsNow(ctx context.Context, tx pgx.Tx) ([]record.Row, error) {
	var p roles.Parts
	b := &pgx.Batch{}
	part(b, sqlgen.OrgAgencies, &p.Agencies, orgAgency)
	part(b, sqlgen.OrgPosts, &p.Posts, orgPost)
	part(b, officials, &p.People, orgPerson)
	part(b, sqlgen.OrgHoldings, &p.Holdings, orgHolding)
	part(b, sqlgen.OrgLeaves, &p.Leaves, orgLeave)
	part(b, sqlgen.OrgTies, &p.Ties, orgTie)
	part(b, sqlgen.OrgRoutes, &p.Routes, orgRoute)
	part(b, sqlgen.OrgBodies, &p.Bodies, orgBody)
	var settings []sqlgen.OrgSettingRow
	part(b, sqlgen.OrgSetting, &settings, func(s sqlgen.OrgSettingRow) sqlgen.OrgSettingRow { return s })
	var proposals []record.OrgProposal
	part(b, `SELECT id, act, args, state, proposed_by, decided_by, at FROM org_proposal ORDER BY id`, &proposals,
		func(p record.OrgProposal) record.OrgProposal { return p })
	var draws []record.Draw
	part(b, allDraws, &draws, func(d record.Draw) record.Draw { return d })
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return nil, err
	}
	for _, s := range settings {
		p.Default, p.Oversight, p.Second, p.CoolingOff = s.DefaultAgency, s.OversightPost, s.SecondOversightPost, int(s.CoolingOffMonths)
	}
	rows := record.OrgRows(p)
	for _, x := range proposals {
		rows = append(rows, record.OrgProposalRow(x))
	}
	for _, d := range draws {
		rows = append(rows, record.DrawRow(d))
	}
	organizations, err := organizationRows(ctx, tx)
	return append(rows, organizations...), err
}

func organizationRows(ctx context.Context, tx pgx.Tx) ([]record.Row, error) {
	var all []roles.Association
	b := &pgx.Batch{}
	part(b, sqlgen.OrgAssociations, &all, orgAssociation)
	err := tx.SendBatch(ctx, b).Close()
	rows := make([]record.Row, len(all))
	for i, o := range all {
		rows[i] = record.AssociationRow(o)
	}
	return rows, err
}
