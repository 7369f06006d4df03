-- The post that a task binds, a second oversight office, a cooling-off.
-- +goose Up
ALTER TABLE task ADD COLUMN post_id uuid; -- the post that took a case over or samples it

ALTER TABLE setting
  ADD COLUMN second_oversight_post uuid REFERENCES post (id) DEFERRABLE INITIALLY DEFERRED, -- for cases in which the oversight is accused too
  ADD COLUMN cooling_off_months integer NOT NULL DEFAULT 12 CHECK (cooling_off_months BETWEEN 0 AND 120);

-- +goose Down
ALTER TABLE setting DROP COLUMN second_oversight_post, DROP COLUMN cooling_off_months;
ALTER TABLE task DROP COLUMN post_id;
