-- The level that a duty had reached when an appeal interrupted it: it goes on from there.
-- +goose Up
ALTER TABLE appeal ADD COLUMN level integer NOT NULL DEFAULT 0 CHECK (level >= 0);

-- +goose Down
ALTER TABLE appeal DROP COLUMN level;
