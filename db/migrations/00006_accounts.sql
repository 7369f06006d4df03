-- Who may sign in, and who is signed in.
-- +goose Up

CREATE TABLE credential (
  person_id     uuid PRIMARY KEY REFERENCES person (id),
  email_hash    bytea NOT NULL CONSTRAINT credential_email UNIQUE, -- keyed hash
  email         bytea NOT NULL, -- sealed
  password_hash text NOT NULL,
  ver           bigint NOT NULL DEFAULT 1, -- rises with each change: tokens of an older one are void
  created_at    timestamptz NOT NULL,
  changed_at    timestamptz NOT NULL
);

CREATE TABLE session (
  id                    uuid PRIMARY KEY, -- also the family of its refresh tokens
  person_id             uuid NOT NULL,
  kind                  text NOT NULL CHECK (kind IN ('page', 'api')),
  ver                   bigint NOT NULL, -- of the credential when it began
  token_hash            bytea NOT NULL CONSTRAINT session_token UNIQUE,
  refresh_hash          bytea CONSTRAINT session_refresh UNIQUE,
  previous_refresh_hash bytea CONSTRAINT session_previous_refresh UNIQUE, -- its use betrays a stolen token
  created_at            timestamptz NOT NULL,
  seen_at               timestamptz NOT NULL,
  expires_at            timestamptz NOT NULL,
  revoked_at            timestamptz,
  revoked_for           text NOT NULL DEFAULT ''
);
CREATE INDEX session_of_person ON session (person_id) WHERE revoked_at IS NULL;
CREATE INDEX session_expiry ON session (expires_at);

-- Failed sign-ins by keyed hash of the account or of the address; no address is kept.
CREATE TABLE sign_in_throttle (
  key_hash      bytea PRIMARY KEY,
  failures      integer NOT NULL,
  window_start  timestamptz NOT NULL,
  blocked_until timestamptz
);
CREATE INDEX sign_in_throttle_age ON sign_in_throttle (window_start);

-- Keys lie outside the database; an instance with other keys refuses to start.
CREATE TABLE key_fingerprint (
  name        text PRIMARY KEY,
  fingerprint bytea NOT NULL,
  at          timestamptz NOT NULL
);

-- +goose Down
DROP TABLE key_fingerprint, sign_in_throttle, session, credential;
