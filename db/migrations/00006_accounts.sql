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

-- A cookie session is one row; an API session is a family of rows, one for each
-- refresh token handed out. Old rows stay: the use of a replaced token betrays
-- a stolen one.
CREATE TABLE session (
  id           uuid PRIMARY KEY,
  family       uuid NOT NULL,
  person_id    uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('cookie', 'api')),
  token_hash   bytea CONSTRAINT session_token UNIQUE,
  refresh_hash bytea CONSTRAINT session_refresh UNIQUE,
  created_at   timestamptz NOT NULL, -- of the sign-in
  expires_at   timestamptz NOT NULL,
  replaced_at  timestamptz,
  revoked_at   timestamptz,
  CONSTRAINT session_one_secret CHECK ((kind = 'cookie') = (token_hash IS NOT NULL) AND (kind = 'api') = (refresh_hash IS NOT NULL))
);
CREATE UNIQUE INDEX session_one_of_family ON session (family) WHERE replaced_at IS NULL;
CREATE INDEX session_of_person ON session (person_id) WHERE revoked_at IS NULL;
CREATE INDEX session_expiry ON session (expires_at);

-- Failed sign-ins by keyed hash of the account; no address is kept. The state
-- of the generic cell rate algorithm is one point in time.
CREATE TABLE sign_in_throttle (
  key_hash bytea PRIMARY KEY,
  spent    timestamptz NOT NULL
);
CREATE INDEX sign_in_throttle_age ON sign_in_throttle (spent);

-- Keys lie outside the database; an instance with other keys refuses to start.
CREATE TABLE key_fingerprint (
  name        text PRIMARY KEY,
  fingerprint bytea NOT NULL,
  at          timestamptz NOT NULL
);

-- +goose Down
DROP TABLE key_fingerprint, sign_in_throttle, session, credential;
