-- What rule packs said about recorded facts, judgments put beside it, and the packs that were adopted.
-- +goose Up

CREATE TABLE finding (
  id           uuid PRIMARY KEY,
  incident_id  uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('seriousness', 'disclosure', 'circulation', 'breach_duties')),
  pack         text NOT NULL,
  version      text NOT NULL,
  jurisdiction text NOT NULL,
  day          date NOT NULL,  -- whose rules apply
  answer       text NOT NULL,
  facts        bytea NOT NULL, -- one line of facts, canonical
  body         bytea NOT NULL, -- the finding's bytes; the event commits to both by hash
  salt         bytea NOT NULL,
  made_by      uuid NOT NULL,
  at           timestamptz NOT NULL
);
CREATE INDEX finding_of_incident ON finding (incident_id, at);
CREATE INDEX finding_by_pack ON finding (kind, jurisdiction, id);
CREATE TRIGGER finding_is_final BEFORE UPDATE OR DELETE ON finding FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- An override stands beside its finding; its reason is a text of the case.
CREATE TABLE finding_override (
  id          uuid PRIMARY KEY,
  finding_id  uuid NOT NULL REFERENCES finding (id),
  incident_id uuid NOT NULL,
  answer      text NOT NULL,
  made_by     uuid NOT NULL,
  at          timestamptz NOT NULL
);
CREATE INDEX finding_override_of_incident ON finding_override (incident_id, at);
CREATE TRIGGER finding_override_is_final BEFORE UPDATE OR DELETE ON finding_override FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Texts of rule packs by their SHA-256, as they were offered. Which of them count is in the confirmed proposals that name them.
CREATE TABLE rule_pack (
  hash       bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
  body       bytea NOT NULL,
  offered_at timestamptz NOT NULL
);
CREATE TRIGGER rule_pack_is_final BEFORE UPDATE OR DELETE ON rule_pack FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE rule_pack, finding_override, finding;
