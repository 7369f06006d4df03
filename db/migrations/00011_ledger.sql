-- The public log: a tree over the leaves of table log, in tiles, and the state
-- that was signed last. c2sp.org/tlog-tiles; RFC 6962 section 2.1.
-- +goose Up

-- Level -1 holds bundles of entries, level 0 leaf hashes, and so on; each row
-- is the widest form of its tile. What a tile began with stays.
CREATE TABLE log_tile (
  level smallint NOT NULL CHECK (level BETWEEN -1 AND 63),
  n     bigint NOT NULL CHECK (n >= 0),
  data  bytea NOT NULL,
  PRIMARY KEY (level, n)
);
ALTER TABLE log_tile ALTER COLUMN data SET STORAGE EXTERNAL; -- hashes do not compress
-- +goose StatementBegin
CREATE FUNCTION refuse_other_tile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.level = NEW.level AND OLD.n = NEW.n AND substring(NEW.data FOR length(OLD.data)) = OLD.data THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'GZ003', MESSAGE = 'row is final', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER log_tile_only_grows BEFORE UPDATE OR DELETE ON log_tile FOR EACH ROW EXECUTE FUNCTION refuse_other_tile();

-- Each growth of the log: the events first_pos, first_pos + 1, … are at the
-- indexes from first_index on, and padding lies behind them.
CREATE TABLE log_growth (
  first_index bigint PRIMARY KEY CHECK (first_index >= 0),
  first_pos   bigint NOT NULL CHECK (first_pos > 0), -- where the next event goes when there is none
  events      bigint NOT NULL CHECK (events >= 0),
  padding     bigint NOT NULL CHECK (padding >= 0),
  slot        timestamptz NOT NULL, -- of the schedule; times of events are finer and stay inside
  CONSTRAINT log_growth_grows CHECK (events + padding > 0)
);
CREATE INDEX log_growth_pos ON log_growth (first_pos, first_index) WHERE events > 0;
CREATE TRIGGER log_growth_is_final BEFORE UPDATE OR DELETE ON log_growth FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The newest signed state, and the one that is served: signed first.
CREATE TABLE log_head (
  one            boolean PRIMARY KEY DEFAULT true CHECK (one),
  size           bigint NOT NULL DEFAULT 0,
  origin         text,
  root           bytea CHECK (length(root) = 32),
  note           bytea,
  last           bigint NOT NULL DEFAULT 0, -- position of the newest event inside
  slot           timestamptz,
  published      bytea,
  published_size bigint NOT NULL DEFAULT 0,
  CONSTRAINT log_head_whole CHECK ((size = 0) = (note IS NULL) AND (note IS NULL) = (root IS NULL) AND (note IS NULL) = (origin IS NULL)),
  CONSTRAINT log_head_signed_first CHECK (published_size <= size)
);
INSERT INTO log_head DEFAULT VALUES;
CREATE TRIGGER log_head_only_grows BEFORE UPDATE ON log_head FOR EACH ROW
  WHEN (NEW.size < OLD.size OR NEW.published_size < OLD.published_size OR NEW.last < OLD.last
        OR (NEW.size = OLD.size AND NEW.root IS DISTINCT FROM OLD.root))
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_head_stays BEFORE DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A salt may only go, and not before the event's leaf was computed.
-- +goose StatementBegin
CREATE FUNCTION refuse_early_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.salt IS NULL AND EXISTS (SELECT FROM log WHERE event_id = NEW.id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'GZ003', MESSAGE = 'row is final', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER event_salt_outlives_its_leaf BEFORE UPDATE OF salt ON event FOR EACH ROW
  WHEN (NEW.salt IS DISTINCT FROM OLD.salt) EXECUTE FUNCTION refuse_early_erasure();

-- +goose Down
DROP TRIGGER event_salt_outlives_its_leaf ON event;
DROP TABLE log_head, log_growth, log_tile;
DROP FUNCTION refuse_early_erasure(), refuse_other_tile();
