-- What somebody else does for a case while its lead stays answerable.
-- +goose Up
CREATE TABLE task (
  id          uuid PRIMARY KEY,
  incident_id uuid NOT NULL,
  kind        text NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'done', 'refused', 'withdrawn')),
  chain       uuid, -- the duty to do it
  to_id       uuid, -- the agency, outside body or respondent that it is for
  of_chain    uuid, -- the duty that it is about
  of_level    integer NOT NULL,
  of_person   uuid, -- whom it is about
  given_by    uuid, -- NULL for the system
  ended_by    uuid,
  result      text NOT NULL,
  at          timestamptz NOT NULL,
  ended_at    timestamptz,
  ground      text NOT NULL DEFAULT '', -- the legal ground of a referral
  until_at    timestamptz, -- the end of a right
  CONSTRAINT task_ended_when_over CHECK ((ended_at IS NULL) = (state = 'open'))
);
CREATE INDEX task_of_incident ON task (incident_id, at, id);
CREATE UNIQUE INDEX task_of_duty ON task (chain) WHERE chain IS NOT NULL;

-- +goose Down
DROP TABLE task;
