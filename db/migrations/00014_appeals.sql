-- What filers do after filing: appeals, withdrawals, how the outcome was.
-- +goose Up

CREATE TABLE appeal (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  report_id   uuid NOT NULL,
  ground      text NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'upheld', 'overturned', 'outdated')),
  from_state  text NOT NULL,
  agency_id   uuid NOT NULL, -- whose decision it is
  chain       uuid NOT NULL,
  -- the step that the appeal interrupted, where the case was not over
  kind        text NOT NULL DEFAULT '',
  post_id     uuid,
  risen_post  uuid,
  remaining   bigint NOT NULL DEFAULT 0 CHECK (remaining >= 0), -- seconds of its time
  at          timestamptz NOT NULL,
  ended_at    timestamptz,
  CONSTRAINT appeal_ended_when_answered CHECK ((ended_at IS NULL) = (state = 'open'))
);
CREATE INDEX appeal_of_incident ON appeal (incident_id);
CREATE UNIQUE INDEX appeal_one_open ON appeal (incident_id) WHERE state = 'open';
-- once per ground and decision
CREATE UNIQUE INDEX appeal_once ON appeal (report_id, ground) WHERE state <> 'outdated';

-- A report stays as it was told; that it was taken back stands beside it.
CREATE TABLE report_withdrawal (
  report_id uuid PRIMARY KEY,
  at        timestamptz NOT NULL
);

-- How filers say the outcome was, without a word of theirs: those are sealed
-- messages. Scorecards count these rows.
CREATE TABLE satisfaction (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  report_id   uuid NOT NULL,
  closed_at   timestamptz NOT NULL,
  confirmed   text NOT NULL CHECK (confirmed IN ('yes', 'partly', 'no')),
  rating      smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
  at          timestamptz NOT NULL,
  CONSTRAINT satisfaction_once UNIQUE (report_id, closed_at)
);
CREATE INDEX satisfaction_of_incident ON satisfaction (incident_id, at);

-- Cases that became part of another one. doc keeps what each of the two had to
-- do, so that taking them apart gives each its own clock back.
CREATE TABLE merge (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL, -- which goes on
  gone_id     uuid NOT NULL,
  state       text NOT NULL CHECK (state IN ('merged', 'undone')),
  doc         jsonb NOT NULL,
  at          timestamptz NOT NULL,
  ended_at    timestamptz,
  CONSTRAINT merge_of_two CHECK (incident_id <> gone_id),
  CONSTRAINT merge_ended_when_undone CHECK ((ended_at IS NULL) = (state = 'merged'))
);
CREATE UNIQUE INDEX merge_once ON merge (gone_id) WHERE state = 'merged';
CREATE INDEX merge_into ON merge (incident_id) WHERE state = 'merged';

-- +goose Down
DROP TABLE merge, satisfaction, report_withdrawal, appeal;
