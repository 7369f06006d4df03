-- name: AccountByEmail :one
SELECT p.id, p.name, p.role, p.organization_id, c.password_hash, c.ver, p.ended_at
FROM credential c JOIN person p ON p.id = c.person_id WHERE c.email_hash = $1;

-- name: SessionByToken :one
SELECT sqlc.embed(s), p.name, p.role, p.organization_id, c.password_hash, c.ver, p.ended_at
FROM session s JOIN person p ON p.id = s.person_id JOIN credential c ON c.person_id = s.person_id
WHERE s.token_hash = sqlc.arg(token_hash)::bytea;

-- name: SessionByRefresh :one
SELECT sqlc.embed(s), p.name, p.role, p.organization_id, c.password_hash, c.ver, p.ended_at
FROM session s JOIN person p ON p.id = s.person_id JOIN credential c ON c.person_id = s.person_id
WHERE s.refresh_hash = sqlc.arg(refresh_hash)::bytea;

-- name: SessionsByFamily :many
SELECT sqlc.embed(s), p.name, p.role, p.organization_id, c.password_hash, c.ver, p.ended_at
FROM session s JOIN person p ON p.id = s.person_id JOIN credential c ON c.person_id = s.person_id
WHERE s.family = ANY (@families::uuid[]) AND s.replaced_at IS NULL;

-- A change of the credential waits for the sign-ins and rotations that began
-- under the old one, and so ends their sessions too.
-- name: HoldCredential :one
SELECT ver FROM credential WHERE person_id = $1 FOR SHARE;

-- name: CreateSession :exec
INSERT INTO session (id, family, person_id, kind, token_hash, refresh_hash, created_at, expires_at, replaced_at, revoked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: ReplaceSession :execrows
UPDATE session SET replaced_at = sqlc.arg(at)::timestamptz
WHERE id = sqlc.arg(id) AND replaced_at IS NULL AND revoked_at IS NULL;

-- name: TouchSession :exec
UPDATE session SET expires_at = sqlc.arg(expires_at) WHERE id = sqlc.arg(id) AND revoked_at IS NULL;

-- name: RevokeFamily :exec
UPDATE session SET revoked_at = sqlc.arg(at)::timestamptz WHERE family = sqlc.arg(family) AND revoked_at IS NULL;

-- name: Spent :one
SELECT spent FROM sign_in_throttle WHERE key_hash = $1;

-- name: Spend :execrows
INSERT INTO sign_in_throttle (key_hash, spent) VALUES (sqlc.arg(key_hash), sqlc.arg(next))
ON CONFLICT (key_hash) DO UPDATE SET spent = excluded.spent WHERE sign_in_throttle.spent = sqlc.arg(old)::timestamptz;

-- name: SaveCredential :exec
INSERT INTO credential (person_id, email_hash, email, password_hash, ver, created_at, changed_at)
VALUES (sqlc.arg(person_id), sqlc.arg(email_hash), sqlc.arg(email), sqlc.arg(password_hash), 1, sqlc.arg(at), sqlc.arg(at))
ON CONFLICT (person_id) DO UPDATE SET email_hash = excluded.email_hash, email = excluded.email,
  password_hash = excluded.password_hash, ver = credential.ver + 1, changed_at = excluded.changed_at;

-- name: AddCredential :exec
INSERT INTO credential (person_id, email_hash, email, password_hash, ver, created_at, changed_at)
VALUES (sqlc.arg(person_id), sqlc.arg(email_hash), sqlc.arg(email), sqlc.arg(password_hash), 1, sqlc.arg(at), sqlc.arg(at));

-- name: RevokePerson :exec
UPDATE session SET revoked_at = sqlc.arg(at)::timestamptz WHERE person_id = sqlc.arg(person_id) AND revoked_at IS NULL;

-- name: Fingerprint :one
INSERT INTO key_fingerprint (name, fingerprint, at) VALUES (sqlc.arg(name), sqlc.arg(fingerprint), sqlc.arg(at))
ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING fingerprint;
