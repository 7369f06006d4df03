-- name: OrgSetting :one
SELECT revision, default_agency, oversight_post, second_oversight_post, cooling_off_months FROM setting;

-- name: OrgAgencies :many
SELECT id, name_zh, name_en, parent_id, region, credit_code, head_post, intake_post FROM agency ORDER BY id;

-- name: OrgPosts :many
SELECT id, agency_id, title_zh, title_en, class, superior_id FROM post ORDER BY id;

-- Citizens stay out of the snapshot unless the organisation names them.
-- name: OrgAssociations :many
SELECT id, name_zh, name_en, kind, suspended_at, ended_at FROM organization ORDER BY id;

-- name: OrgPeople :many
SELECT id, name, role, organization_id, ended_at, name_key FROM person
WHERE role <> 'citizen' OR id IN (SELECT person_id FROM holding UNION SELECT person_id FROM tie)
ORDER BY id;

-- name: OrgHoldings :many
SELECT id, post_id, person_id, deputy, from_at, to_at FROM holding ORDER BY from_at, id;

-- name: OrgLeaves :many
SELECT id, person_id, from_at, to_at FROM leave ORDER BY from_at, id;

-- name: OrgTies :many
SELECT id, person_id, party, kind, from_at, to_at FROM tie ORDER BY from_at, id;

-- name: OrgBodies :many
SELECT id, kind, name_zh, name_en, region, ended_at FROM outside_body ORDER BY kind, id;

-- name: OrgRoutes :many
SELECT region, sector, violation, agency_id FROM route ORDER BY ord;

-- name: OrgVersion :one
SELECT version FROM stream WHERE kind = 'organisation' AND id = '00000000-0000-0000-0000-000000000000';

-- name: OrgOpenProposals :many
SELECT id, act, args, state, proposed_by, decided_by, at FROM org_proposal WHERE state = 'open' ORDER BY at, id;
