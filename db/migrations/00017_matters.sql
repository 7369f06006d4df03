-- Matters that are no incidents: who else signed an opinion, how it was
-- answered, whom an admitted organization's first account is for.
-- +goose Up

ALTER TABLE incident ADD COLUMN detail jsonb; -- state facts of opinions, inquiries, requests and applications
ALTER TABLE publication_version ADD COLUMN answer text NOT NULL DEFAULT ''; -- to an opinion or an inquiry
ALTER TABLE counted ADD COLUMN matter text NOT NULL DEFAULT 'incident';
ALTER TABLE organization ADD COLUMN suspended_at timestamptz, ADD COLUMN ended_at timestamptz;

CREATE INDEX incident_by_matter ON incident (matter, received_at DESC, id DESC) WHERE matter <> 'incident';
CREATE INDEX incident_about ON incident (about_id) WHERE about_id IS NOT NULL;

-- An organization signs an opinion once, whoever acts for it.
CREATE TABLE cosignature (
  incident_id     uuid NOT NULL,
  organization_id uuid NOT NULL,
  person_id       uuid NOT NULL,
  at              timestamptz NOT NULL,
  CONSTRAINT cosignature_once PRIMARY KEY (incident_id, organization_id)
);

-- Whoever holds the receipt of an admitted application opens the first account, once.
CREATE TABLE invitation (
  incident_id     uuid NOT NULL,
  report_id       uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT invitation_once UNIQUE,
  expires_at      timestamptz NOT NULL,
  used_at         timestamptz,
  person_id       uuid,
  CONSTRAINT invitation_used_by_somebody CHECK ((used_at IS NULL) = (person_id IS NULL))
);

-- +goose Down
DROP TABLE invitation, cosignature;
DROP INDEX incident_about, incident_by_matter;
ALTER TABLE organization DROP COLUMN suspended_at, DROP COLUMN ended_at;
ALTER TABLE counted DROP COLUMN matter;
ALTER TABLE publication_version DROP COLUMN answer;
ALTER TABLE incident DROP COLUMN detail;
