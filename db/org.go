package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"gongzhi/db/internal/sqlgen"
	"gongzhi/roles"
)

// ErrNoOrganisation says that nobody has set up agencies and posts yet.
var ErrNoOrganisation = errors.New("db: no organisation is set up")

// ErrOrganisation says that a report could find no receiver or a duty no named
// person; the reason, which names ids only, follows it.
var ErrOrganisation = errors.New("db: this organisation cannot work")

// LoadOrg reads the organisation as an immutable snapshot, or fails with
// ErrNoOrganisation.
func (db *DB) LoadOrg(ctx context.Context) (*roles.Org, error) {
	var org *roles.Org
	err := pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var err error
		org, err = loadOrg(ctx, tx)
		return err
	})
	return org, wrap("load organisation", err)
}

// OrgRevision rises with each change of the organisation; 0 before set-up.
func (db *DB) OrgRevision(ctx context.Context) (int64, error) {
	s, err := sqlgen.New(db.pool).OrgSetting(ctx)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return s.Revision, wrap("organisation revision", err)
}

// loadOrg must see one snapshot: a transaction that repeats its reads or that
// holds the setting row.
func loadOrg(ctx context.Context, tx pgx.Tx) (*roles.Org, error) {
	setting, err := sqlgen.New(tx).OrgSetting(ctx)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrNoOrganisation
	}
	if err != nil {
		return nil, err
	}
	p := roles.Parts{Revision: setting.Revision, Default: setting.DefaultAgency, Oversight: setting.OversightPost,
		Second: setting.SecondOversightPost, CoolingOff: int(setting.CoolingOffMonths)}
	b := &pgx.Batch{}
	part(b, sqlgen.OrgAgencies, &p.Agencies, orgAgency)
	part(b, sqlgen.OrgPosts, &p.Posts, orgPost)
	part(b, sqlgen.OrgAssociations, &p.Associations, orgAssociation)
	part(b, sqlgen.OrgPeople, &p.People, orgPerson)
	part(b, sqlgen.OrgHoldings, &p.Holdings, orgHolding)
	part(b, sqlgen.OrgLeaves, &p.Leaves, orgLeave)
	part(b, sqlgen.OrgTies, &p.Ties, orgTie)
	part(b, sqlgen.OrgRoutes, &p.Routes, orgRoute)
	part(b, sqlgen.OrgBodies, &p.Bodies, orgBody)
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return nil, err
	}
	org, err := roles.New(p)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOrganisation, err)
	}
	return org, nil
}

// part queues a query whose rows become one part of the organisation.
func part[R, T any](b *pgx.Batch, sql string, into *[]T, of func(R) T) {
	b.Queue(sql).Query(func(rows pgx.Rows) error {
		all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[R])
		for _, r := range all {
			*into = append(*into, of(r))
		}
		return err
	})
}

func orgAgency(r sqlgen.Agency) roles.Agency {
	return roles.Agency{
		ID: r.ID, Name: roles.Text{Zh: r.NameZh, En: r.NameEn}, Parent: r.ParentID, Region: r.Region,
		CreditCode: r.CreditCode, Head: r.HeadPost, Intake: r.IntakePost,
	}
}

func orgPost(r sqlgen.Post) roles.Post {
	return roles.Post{
		ID: r.ID, Agency: r.AgencyID, Title: roles.Text{Zh: r.TitleZh, En: r.TitleEn}, Class: roles.Role(r.Class), Superior: r.SuperiorID,
	}
}

func orgAssociation(r sqlgen.Organization) roles.Association {
	return roles.Association{
		ID: r.ID, Name: roles.Text{Zh: r.NameZh, En: r.NameEn}, Kind: roles.Role(r.Kind), Suspended: r.SuspendedAt, Ended: r.EndedAt,
	}
}

func orgPerson(r sqlgen.Person) roles.Person {
	return roles.Person{ID: r.ID, Name: r.Name, Role: roles.Role(r.Role), Organization: r.OrganizationID, Ended: r.EndedAt, Key: roles.Party(r.NameKey)}
}

func orgHolding(r sqlgen.Holding) roles.Holding {
	return roles.Holding{ID: r.ID, Post: r.PostID, Person: r.PersonID, Deputy: r.Deputy, From: r.FromAt, To: r.ToAt}
}

func orgLeave(r sqlgen.Leave) roles.Leave {
	return roles.Leave{ID: r.ID, Person: r.PersonID, From: r.FromAt, To: r.ToAt}
}

func orgTie(r sqlgen.Tie) roles.Tie {
	return roles.Tie{ID: r.ID, Person: r.PersonID, Party: roles.Party(r.Party), Kind: r.Kind, From: r.FromAt, To: r.ToAt}
}

func orgRoute(r sqlgen.OrgRoutesRow) roles.Route {
	return roles.Route{Region: r.Region, Sector: r.Sector, Violation: r.Violation, Agency: r.AgencyID}
}
