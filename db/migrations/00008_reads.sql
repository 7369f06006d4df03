-- What readers need: who sees what, keysets, the fold of the counters, drafts.
-- +goose Up

-- Whose cases a person sees now, kept in the transaction that changes posts:
-- those an agency leads, those whose live lead duty lies at a post, those with
-- another live duty at a post, those their agency handles
-- jointly, and ended ones of the agencies below a post.
CREATE TABLE person_sees (
  person_id uuid NOT NULL,
  relation  text NOT NULL CHECK (relation IN ('agency', 'lead', 'called', 'joint', 'over')),
  target_id uuid NOT NULL,
  PRIMARY KEY (person_id, relation, target_id)
);

CREATE INDEX incident_newest ON incident (received_at DESC, id DESC);
CREATE INDEX incident_open_by_agency ON incident (agency_id, received_at) WHERE open;
CREATE INDEX duty_live ON duty (due_at, chain, level) WHERE ended_at IS NULL;
CREATE INDEX duty_risen ON duty (due_at, chain) WHERE state = 'armed' AND level > 0;

-- Where each incident stands at the position of the counters: an event says
-- what changed, not always from what.
CREATE TABLE counted (
  incident_id uuid PRIMARY KEY,
  agency_id   uuid NOT NULL,
  state       text NOT NULL,
  origin      text NOT NULL
) WITH (fillfactor = 80);

-- How often somebody answering for a post missed or discharged a duty.
CREATE TABLE answered (
  post_id    uuid NOT NULL,
  person_id  uuid NOT NULL,
  missed     bigint NOT NULL,
  discharged bigint NOT NULL,
  PRIMARY KEY (post_id, person_id)
) WITH (fillfactor = 50);

-- Unfinished reports under the hash of a random code; files lie in the
-- evidence store and are named, so that they go when the draft expires.
CREATE TABLE draft (
  code_hash  bytea PRIMARY KEY,
  sealed     bytea NOT NULL,
  files      text[] NOT NULL DEFAULT '{}',
  expires_at timestamptz NOT NULL
);
CREATE INDEX draft_expiry ON draft (expires_at);

-- +goose Down
DROP TABLE draft, answered, counted;
DROP INDEX duty_live, duty_risen, incident_open_by_agency, incident_newest;
DROP TABLE person_sees;
