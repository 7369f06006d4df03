-- What was cleared for everybody.
-- +goose Up

CREATE TABLE publication (
  incident_id  uuid PRIMARY KEY,
  version      bigint NOT NULL CHECK (version > 0),
  state        text NOT NULL CHECK (state IN ('unpublished', 'proposed', 'cleared', 'published', 'corrected', 'withdrawn')),
  number       integer NOT NULL CHECK (number >= 0),  -- of the version that is public
  pending      integer NOT NULL CHECK (pending >= 0), -- of the version that waits for its second person
  published_at timestamptz,
  changed_at   timestamptz NOT NULL,
  CONSTRAINT publication_public_since CHECK (state NOT IN ('published', 'corrected') OR published_at IS NOT NULL)
);
CREATE INDEX publication_list ON publication (published_at DESC, incident_id DESC) WHERE state IN ('published', 'corrected');
CREATE INDEX publication_waiting ON publication (changed_at, incident_id) WHERE state IN ('proposed', 'cleared');

CREATE TABLE publication_version (
  incident_id  uuid NOT NULL,
  number       integer NOT NULL CHECK (number > 0),
  title        text NOT NULL,
  summary      text NOT NULL,
  html         text NOT NULL DEFAULT '',
  verification text NOT NULL,
  kept         text NOT NULL DEFAULT '',
  proposer     uuid NOT NULL,
  clearer      uuid,
  note         text NOT NULL DEFAULT '',
  proposed_at  timestamptz NOT NULL,
  cleared_at   timestamptz,
  parties      jsonb, -- the accused as the page shows them
  outcome      jsonb, -- as it stood when the version was proposed
  PRIMARY KEY (incident_id, number),
  CONSTRAINT publication_needs_second_person CHECK (clearer <> proposer),
  CONSTRAINT publication_cleared_by_somebody CHECK ((clearer IS NULL) = (cleared_at IS NULL))
);
-- A wording that was cleared is never changed.
CREATE TRIGGER publication_cleared_is_final BEFORE UPDATE ON publication_version FOR EACH ROW
  WHEN (OLD.cleared_at IS NOT NULL AND NEW IS DISTINCT FROM OLD) EXECUTE FUNCTION refuse_change();

CREATE TABLE public_notice (
  id          uuid PRIMARY KEY,
  reference   text NOT NULL CONSTRAINT public_notice_reference UNIQUE,
  incident_id uuid NOT NULL, -- internal, never shown
  agency_id   uuid NOT NULL,
  stage       text NOT NULL,
  level       integer NOT NULL,
  days_late   integer NOT NULL,
  at          timestamptz NOT NULL
);
CREATE INDEX public_notice_list ON public_notice (at DESC, id DESC);

-- Rises whenever anything public changed: rendered bytes of an older one are stale.
CREATE TABLE public_revision (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL
);
INSERT INTO public_revision VALUES (true, 0);

-- +goose Down
DROP TABLE public_revision, public_notice, publication_version, publication;
