-- What is folded from the log: notices, counters, search.
-- +goose Up

CREATE TABLE inbox (
  id          uuid PRIMARY KEY,
  person_id   uuid NOT NULL,
  event_id    uuid NOT NULL,
  kind        text NOT NULL,
  incident_id uuid,
  level       integer NOT NULL DEFAULT 0,
  at          timestamptz NOT NULL,
  read_at     timestamptz,
  CONSTRAINT inbox_once UNIQUE (person_id, event_id, kind)
);
CREATE INDEX inbox_of_person ON inbox (person_id, at DESC, id DESC);

-- At-least-once I/O with its own next try and lease.
CREATE TABLE delivery (
  id              uuid PRIMARY KEY,
  inbox_id        uuid NOT NULL,
  channel         text NOT NULL,
  person_id       uuid NOT NULL,
  state           text NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'dead', 'not_configured')),
  attempts        integer NOT NULL DEFAULT 0,
  next_try_at     timestamptz,
  lease_until     timestamptz,
  last_error_kind text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL,
  ended_at        timestamptz,
  CONSTRAINT delivery_once UNIQUE (inbox_id, channel),
  CONSTRAINT delivery_tried_again CHECK (state NOT IN ('pending', 'failed') OR next_try_at IS NOT NULL)
);
CREATE INDEX delivery_due ON delivery (next_try_at) WHERE state IN ('pending', 'failed');

CREATE TABLE counter (
  cell text PRIMARY KEY,
  n    bigint NOT NULL
) WITH (fillfactor = 50);

-- Bigram tokens made in Go; body_lower is for the recheck.
CREATE TABLE search_doc (
  incident_id uuid NOT NULL,
  audience    text NOT NULL CHECK (audience IN ('public', 'agency')),
  tokens      tsvector NOT NULL,
  body_lower  text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (incident_id, audience)
);
CREATE INDEX search_doc_tokens ON search_doc USING gin (tokens);
CREATE INDEX search_doc_newest ON search_doc (audience, at DESC, incident_id DESC);

-- +goose Down
DROP TABLE search_doc, counter, delivery, inbox;
