-- What was told, by whom (sealed), and what is said and handed in afterwards.
-- +goose Up

CREATE TABLE report (
  id              uuid PRIMARY KEY,
  incident_id     uuid NOT NULL,
  receipt         bytea CONSTRAINT report_receipt UNIQUE, -- keyed hash; none for imported records
  filer_kind      text NOT NULL,
  filer           uuid,
  organization_id uuid,
  identity        bytea,
  contact         bytea,
  on_behalf       text NOT NULL DEFAULT '',
  filed_on        date,
  at              timestamptz NOT NULL,
  lang            text NOT NULL DEFAULT '',
  CONSTRAINT report_anonymous_names_nobody CHECK (filer_kind <> 'anonymous' OR
    (filer IS NULL AND organization_id IS NULL AND identity IS NULL AND contact IS NULL))
);
CREATE INDEX report_of_incident ON report (incident_id);
CREATE INDEX report_of_filer ON report (filer, at DESC, id DESC) WHERE filer IS NOT NULL;
CREATE INDEX report_of_organization ON report (organization_id, at DESC, id DESC) WHERE organization_id IS NOT NULL;

CREATE TABLE respondent (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  kind        text NOT NULL,
  role        text NOT NULL,
  name        text NOT NULL DEFAULT '',
  sealed_name bytea,
  credit_code text NOT NULL DEFAULT '',
  agency_id   uuid,
  CONSTRAINT respondent_individual_is_sealed CHECK (kind <> 'individual' OR name = '')
);
CREATE INDEX respondent_of_incident ON respondent (incident_id);

CREATE TABLE message (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  report_id   uuid,
  kind        text NOT NULL,
  author      uuid,
  sealed      bytea,
  at          timestamptz NOT NULL
);
CREATE INDEX message_of_incident ON message (incident_id, at);

CREATE TABLE evidence (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  report_id   uuid,
  name        bytea,
  media_type  text NOT NULL,
  size        bigint NOT NULL CHECK (size >= 0), -- bytes as stored
  hash        bytea NOT NULL,
  at          timestamptz NOT NULL
);
CREATE INDEX evidence_of_incident ON evidence (incident_id, at);

CREATE TABLE reading (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  report_id   uuid,
  field       text NOT NULL,
  reader      uuid NOT NULL,
  purpose     text NOT NULL,
  at          timestamptz NOT NULL
);
CREATE INDEX reading_of_incident ON reading (incident_id, at);

-- The same request gets the same answer until it expires.
CREATE TABLE once (
  scope      text NOT NULL,
  key_hash   bytea NOT NULL,
  body_hash  bytea NOT NULL,
  sealed     bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key_hash)
);
CREATE INDEX once_expiry ON once (expires_at);

-- +goose Down
DROP TABLE once, reading, evidence, message, respondent, report;
