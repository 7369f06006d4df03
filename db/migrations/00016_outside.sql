-- Bodies outside, to whom cases are referred, and the doors of respondents.
-- +goose Up
CREATE TABLE outside_body (
  id       uuid PRIMARY KEY,
  kind     text NOT NULL CHECK (kind IN ('police', 'procuratorate', 'consumer_organization')),
  name_zh  text NOT NULL,
  name_en  text NOT NULL DEFAULT '',
  region   text NOT NULL DEFAULT '',
  ended_at timestamptz
);

-- A respondent's own door: the code is kept as a keyed hash alone.
CREATE TABLE service (
  id            uuid PRIMARY KEY,
  incident_id   uuid NOT NULL,
  respondent_id uuid NOT NULL,
  code          bytea NOT NULL CONSTRAINT service_code UNIQUE,
  at            timestamptz NOT NULL
);
CREATE INDEX service_of_incident ON service (incident_id, at);
CREATE TRIGGER service_is_final BEFORE UPDATE OR DELETE ON service FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE service;
DROP TABLE outside_body;
