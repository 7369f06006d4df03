-- The random sample of a month's ended cases.
-- +goose Up

-- Every ending that the public table counts as ended or as a flood, with the
-- ticket that stands for it in a draw; folded from the log.
CREATE TABLE closing (
  pos         bigint PRIMARY KEY, -- of the event in the log
  month       text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'), -- in Beijing
  ticket      bytea NOT NULL CHECK (length(ticket) = 32),
  incident_id uuid NOT NULL
);
CREATE INDEX closing_month ON closing (month, pos);

-- What was drawn follows from the tickets of the month, the seed and the size.
CREATE TABLE sample_draw (
  month    text PRIMARY KEY CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'), -- drawn once
  entry    bigint NOT NULL CHECK (entry >= 0), -- of the public log
  seed     bytea NOT NULL CHECK (length(seed) = 32),
  closings integer NOT NULL CHECK (closings > 0),
  size     integer NOT NULL CHECK (size > 0),
  drawn_by uuid NOT NULL,
  at       timestamptz NOT NULL,
  CONSTRAINT sample_draw_of_them CHECK (size <= closings)
);
CREATE TRIGGER sample_draw_is_final BEFORE UPDATE OR DELETE ON sample_draw FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE sample_draw, closing;
