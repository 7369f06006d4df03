-- Incidents, the duties that somebody answers for, and what refuses a wrong row.
-- +goose Up

-- raise_unless turns a guard that found fewer rows than it named into an error
-- that aborts the whole transaction. GZ001: the subject moved on; GZ002: this
-- idempotency key has its answer already.
-- +goose StatementBegin
CREATE FUNCTION raise_unless(seen bigint, wanted bigint, code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF seen <> wanted THEN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = 'guard failed';
  END IF;
END $$;
-- +goose StatementEnd

-- The hot, narrow row: texts lie in incident_text, the accused in incident_party.
-- Keysets use received_at, which never changes, so that most updates stay on
-- their page (HOT).
CREATE TABLE incident (
  id            uuid PRIMARY KEY,
  reference     text NOT NULL CONSTRAINT incident_reference UNIQUE,
  version       bigint NOT NULL CHECK (version > 0),
  matter        text NOT NULL CHECK (matter IN ('incident', 'opinion', 'inquiry', 'request', 'application')),
  about_id      uuid, -- the incident it is about
  urgent        boolean NOT NULL,
  state         text NOT NULL CHECK (state IN ('filed', 'accepted', 'investigating', 'decided', 'rectifying', 'in_review',
                                               'closed', 'rejected', 'merged')),
  open          boolean GENERATED ALWAYS AS (CASE WHEN state IN
                  ('filed', 'accepted', 'investigating', 'decided', 'rectifying', 'in_review') THEN true END) STORED,
  agency_id     uuid NOT NULL,
  lead_chain    uuid,
  lead_level    integer,
  origin        text NOT NULL,
  violation     text NOT NULL,
  region        text NOT NULL,
  sector        text NOT NULL,
  occurred_on   date,
  discovered_on date,
  persons       bigint CHECK (persons >= 0),
  pieces        jsonb,
  outcome       jsonb,
  credit        jsonb,
  external_id   text CONSTRAINT incident_external_id UNIQUE,
  received_at   timestamptz NOT NULL,
  changed_at    timestamptz NOT NULL,
  closed_at     timestamptz,
  CONSTRAINT incident_open_has_lead CHECK ((open IS TRUE) = (lead_chain IS NOT NULL AND lead_level IS NOT NULL)),
  CONSTRAINT incident_open_key UNIQUE (id, open)
) WITH (fillfactor = 80);

CREATE INDEX incident_by_agency ON incident (agency_id, state, received_at DESC, id DESC);

-- A duty names a post, never a copied person. Generated columns exist to be
-- referenced: live_lead ties a duty and its incident to each other, prev_level
-- and prev_missed tie a level to the missed one below it. They are NULL where
-- nothing may refer to the row: PostgreSQL then asks nothing when it changes.
CREATE TABLE duty (
  chain        uuid NOT NULL,
  level        integer NOT NULL CHECK (level >= 0),
  incident_id  uuid NOT NULL,
  kind         text NOT NULL,
  lead         boolean NOT NULL,
  post_id      uuid NOT NULL,
  state        text NOT NULL CHECK (state IN ('armed', 'paused', 'discharged', 'missed', 'cancelled')),
  rule         text NOT NULL,
  rule_version text NOT NULL,
  provisional  boolean NOT NULL,
  opened_at    timestamptz NOT NULL,
  due_at       timestamptz NOT NULL,
  first_due_at timestamptz NOT NULL, -- of level 0 of the chain
  base_due_at  timestamptz NOT NULL, -- before any pause was given back
  risen_post   uuid NOT NULL,        -- the highest post the chain has reached: the ladder goes on from there
  paused_for   bigint NOT NULL DEFAULT 0 CHECK (paused_for >= 0), -- seconds of earlier pauses of this level
  pause_until  timestamptz,
  paused_at    timestamptz,
  ground       text NOT NULL DEFAULT '',
  ended_at     timestamptz,
  ended_by     uuid,
  ended_via    text NOT NULL DEFAULT '',
  live_lead    boolean GENERATED ALWAYS AS (CASE WHEN lead AND state IN ('armed', 'paused') THEN true END) STORED,
  start_level  integer NOT NULL DEFAULT 0 CHECK (start_level BETWEEN 0 AND level), -- of the chain: above 0 only after a merge
  prev_level   integer GENERATED ALWAYS AS (CASE WHEN level > start_level THEN level - 1 END) STORED,
  missed       boolean GENERATED ALWAYS AS (CASE WHEN state = 'missed' THEN true END) STORED,
  prev_missed  boolean GENERATED ALWAYS AS (CASE WHEN level > start_level THEN true END) STORED,
  PRIMARY KEY (chain, level),
  CONSTRAINT duty_missed_key UNIQUE (chain, level, missed),
  CONSTRAINT duty_lead_key UNIQUE (incident_id, chain, level, live_lead),
  CONSTRAINT duty_ended_when_over CHECK ((ended_at IS NULL) = (state IN ('armed', 'paused'))),
  CONSTRAINT duty_never_missed_early CHECK (state <> 'missed' OR ended_at >= due_at),
  CONSTRAINT duty_missed_by_somebody CHECK (state <> 'missed' OR ended_by IS NOT NULL),
  CONSTRAINT duty_paused_since CHECK (state <> 'paused' OR (paused_at IS NOT NULL AND pause_until IS NOT NULL)),
  -- deferred, because an incident may exchange its lead within one statement batch; a unique index is checked too early
  CONSTRAINT duty_one_live_lead EXCLUDE USING btree (incident_id WITH =) WHERE (live_lead) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT duty_lead_of_open_incident FOREIGN KEY (incident_id, live_lead) REFERENCES incident (id, open)
    DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT duty_rises_from_missed FOREIGN KEY (chain, prev_level, prev_missed) REFERENCES duty (chain, level, missed)
    DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor = 80);

ALTER TABLE incident ADD CONSTRAINT incident_lead_is_live FOREIGN KEY (id, lead_chain, lead_level, open)
  REFERENCES duty (incident_id, chain, level, live_lead) DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX duty_due ON duty (due_at, chain) WHERE state = 'armed';
CREATE INDEX duty_queue ON duty (post_id, due_at, chain) WHERE ended_at IS NULL;

-- A miss is a fact: nobody takes it back, also not before the next level opens.
-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'GZ003', MESSAGE = 'row is final', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER duty_missed_is_final BEFORE UPDATE ON duty FOR EACH ROW
  WHEN (OLD.state = 'missed' AND (NEW.state, NEW.ended_at, NEW.ended_by, NEW.due_at, NEW.post_id)
        IS DISTINCT FROM (OLD.state, OLD.ended_at, OLD.ended_by, OLD.due_at, OLD.post_id))
  EXECUTE FUNCTION refuse_change();

-- Keys under which somebody is accused; ord keeps the order of the record.
CREATE TABLE incident_party (
  incident_id uuid NOT NULL REFERENCES incident (id),
  party       text NOT NULL,
  ord         integer NOT NULL,
  PRIMARY KEY (incident_id, party)
);
CREATE INDEX incident_party_by_party ON incident_party (party, incident_id);

-- Wording, erasable: its hash is in the event, its salt goes with it.
CREATE TABLE incident_text (
  incident_id uuid NOT NULL,
  field       text NOT NULL,
  body        text,
  salt        bytea,
  at          timestamptz NOT NULL,
  PRIMARY KEY (incident_id, field)
);

CREATE TABLE proposal (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  action      text NOT NULL,
  args        bytea NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'confirmed', 'declined', 'withdrawn')),
  chain       uuid,
  proposed_by uuid NOT NULL,
  decided_by  uuid,
  at          timestamptz NOT NULL,
  CONSTRAINT proposal_needs_second_person CHECK
    (state <> 'confirmed' OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
);
CREATE INDEX proposal_open ON proposal (incident_id) WHERE state = 'open';

CREATE TABLE transfer (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  from_agency uuid NOT NULL,
  to_agency   uuid NOT NULL,
  offered_by  uuid NOT NULL,
  state       text NOT NULL CHECK (state IN ('offered', 'disputed', 'accepted', 'returned')),
  chain       uuid,
  at          timestamptz NOT NULL
);
CREATE UNIQUE INDEX transfer_one_open ON transfer (incident_id) WHERE state IN ('offered', 'disputed');

-- Effects without blame.
CREATE TABLE timer (
  kind       text NOT NULL,
  subject_id uuid NOT NULL,
  fire_at    timestamptz NOT NULL,
  chain      uuid,
  PRIMARY KEY (kind, subject_id)
);
CREATE INDEX timer_due ON timer (fire_at);

-- +goose Down
DROP TABLE timer, transfer, proposal, incident_text, incident_party;
ALTER TABLE incident DROP CONSTRAINT incident_lead_is_live;
DROP TABLE duty, incident;
DROP FUNCTION refuse_change();
DROP FUNCTION raise_unless(bigint, bigint, text);
