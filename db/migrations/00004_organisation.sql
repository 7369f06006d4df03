-- Agencies, posts, people over time, and who answers for each post now.
-- +goose Up

CREATE TABLE agency (
  id          uuid PRIMARY KEY,
  name_zh     text NOT NULL,
  name_en     text NOT NULL,
  parent_id   uuid REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED,
  region      text NOT NULL,
  credit_code text NOT NULL DEFAULT '',
  head_post   uuid NOT NULL,
  intake_post uuid NOT NULL
);

CREATE TABLE post (
  id          uuid PRIMARY KEY,
  agency_id   uuid NOT NULL REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED,
  title_zh    text NOT NULL,
  title_en    text NOT NULL,
  class       text NOT NULL CHECK (class IN ('officer', 'supervisor', 'leader')),
  superior_id uuid REFERENCES post (id) DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE agency
  ADD FOREIGN KEY (head_post) REFERENCES post (id) DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (intake_post) REFERENCES post (id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE organization (
  id      uuid PRIMARY KEY,
  name_zh text NOT NULL,
  name_en text NOT NULL DEFAULT '',
  kind    text NOT NULL CHECK (kind IN ('organization', 'media'))
);

CREATE TABLE person (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  role            text NOT NULL,
  organization_id uuid,
  ended_at        timestamptz,
  name_key        text NOT NULL DEFAULT '' -- keyed hash of the name, so that a case about this very person is known
);
CREATE INDEX person_not_citizen ON person (id) WHERE role <> 'citizen';

CREATE TABLE holding (
  id        uuid PRIMARY KEY,
  post_id   uuid NOT NULL REFERENCES post (id) DEFERRABLE INITIALLY DEFERRED,
  person_id uuid NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  deputy    boolean NOT NULL,
  from_at   timestamptz NOT NULL,
  to_at     timestamptz,
  CHECK (to_at >= from_at)
);
CREATE INDEX holding_of_person ON holding (person_id);

CREATE TABLE leave (
  id        uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  from_at   timestamptz NOT NULL,
  to_at     timestamptz,
  CHECK (to_at >= from_at)
);

CREATE TABLE tie (
  id        uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  party     text NOT NULL,
  kind      text NOT NULL,
  from_at   timestamptz NOT NULL,
  to_at     timestamptz,
  CHECK (to_at >= from_at)
);
CREATE INDEX tie_of_person ON tie (person_id);

CREATE TABLE route (
  ord       integer PRIMARY KEY, -- first match wins
  region    text NOT NULL,
  sector    text NOT NULL,
  violation text NOT NULL,
  agency_id uuid NOT NULL REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE setting (
  one            boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision       bigint NOT NULL,
  default_agency uuid NOT NULL REFERENCES agency (id) DEFERRABLE INITIALLY DEFERRED,
  oversight_post uuid NOT NULL REFERENCES post (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE org_proposal (
  id          uuid PRIMARY KEY,
  act         text NOT NULL,
  args        bytea NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'confirmed', 'declined')),
  proposed_by uuid NOT NULL,
  decided_by  uuid,
  at          timestamptz NOT NULL,
  CONSTRAINT org_proposal_needs_second_person CHECK
    (state <> 'confirmed' OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
);
CREATE INDEX org_proposal_open ON org_proposal (at) WHERE state = 'open';

-- Kept in the transaction that changes posts; a vacancy is a few row updates.
CREATE TABLE post_answer (
  post_id   uuid PRIMARY KEY REFERENCES post (id),
  person_id uuid NOT NULL,
  via       text NOT NULL CHECK (via IN ('holder', 'deputy', 'superior', 'oversight'))
);
CREATE INDEX post_answer_of_person ON post_answer (person_id);

-- Parties whose cases a person may neither see nor handle now.
CREATE TABLE person_conflict (
  person_id uuid NOT NULL,
  party     text NOT NULL,
  PRIMARY KEY (person_id, party)
);

-- Parties whose cases a post must not handle now: by its agency or by the
-- person who answers for it.
CREATE TABLE post_conflict (
  post_id uuid NOT NULL,
  party   text NOT NULL,
  PRIMARY KEY (post_id, party)
);
CREATE INDEX post_conflict_by_party ON post_conflict (party);

-- +goose Down
DROP TABLE post_conflict, person_conflict, post_answer, org_proposal, setting, route, tie, leave, holding, person, organization;
DROP TABLE agency, post CASCADE;
