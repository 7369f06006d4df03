-- Events, their gapless order, and who has read how far.
-- +goose Up

CREATE TABLE event (
  id                 uuid PRIMARY KEY,
  subject_kind       text NOT NULL,
  subject_id         uuid NOT NULL,
  seq                bigint NOT NULL CHECK (seq > 0),
  kind               text NOT NULL,
  at                 timestamptz NOT NULL,
  actor_person       uuid,
  actor_role         text NOT NULL,
  actor_organization uuid,
  canonical          bytea NOT NULL,
  salt               bytea, -- destroyed on erasure
  CONSTRAINT event_subject_seq UNIQUE (subject_kind, subject_id, seq)
);
-- Only the salt may go; everything else stays as it was written.
CREATE TRIGGER event_is_final BEFORE DELETE OR UPDATE OF id, subject_kind, subject_id, seq, kind, at, actor_person,
  actor_role, actor_organization, canonical ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Versions of the streams that are not incidents.
CREATE TABLE stream (
  kind    text NOT NULL,
  id      uuid NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (kind, id)
);

-- Events that the sequencer has not placed yet. n rises within a stream,
-- because whoever writes an event holds its guard's row first.
CREATE TABLE pending (
  n        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);

-- The order that everybody reads: 1, 2, 3 … without a gap. Label and commitment
-- are the event's leaf in the public log, computed when it is placed: erasing
-- its salt later changes nothing of it.
CREATE TABLE log (
  pos        bigint PRIMARY KEY CHECK (pos > 0),
  event_id   uuid NOT NULL CONSTRAINT log_event UNIQUE,
  label      bytea NOT NULL CHECK (length(label) = 32),
  commitment bytea NOT NULL CHECK (length(commitment) = 32)
);

-- How far each reader of the log is; "log" is the head that the sequencer moves.
CREATE TABLE cursor (
  name text PRIMARY KEY,
  pos  bigint NOT NULL CHECK (pos >= 0)
);
INSERT INTO cursor VALUES ('log', 0);

-- +goose Down
DROP TABLE cursor, log, pending, stream, event;
