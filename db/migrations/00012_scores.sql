-- Ended duties as the public table counts them: no case, no person, no day.
-- +goose Up
CREATE TABLE closed_duty (
  agency_id uuid NOT NULL,
  class     text NOT NULL,
  kind      text NOT NULL,
  month     text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'), -- in Beijing
  outcome   text NOT NULL CHECK (outcome IN ('done', 'missed', 'ended', 'dismissed', 'flood', 'reopened', 'confirmed', 'disputed')),
  level     integer NOT NULL CHECK (level >= 0),
  minutes   bigint NOT NULL CHECK (minutes >= 0), -- of working days, rounded up to a step
  n         bigint NOT NULL,
  PRIMARY KEY (agency_id, class, kind, month, outcome, level, minutes)
) WITH (fillfactor = 80);

-- +goose Down
DROP TABLE closed_duty;
