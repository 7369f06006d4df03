-- Which cases tell nearly the same, for suggestions; folded from the log.
-- +goose Up

-- Eight pieces of the SimHash of title and narrative of each report; the hash
-- stands in every row, so that candidates are weighed in the index alone.
CREATE TABLE similar_band (
  incident_id uuid NOT NULL,
  band        integer NOT NULL,
  hash        bigint NOT NULL,
  PRIMARY KEY (incident_id, band)
);
CREATE INDEX similar_band_newest ON similar_band (band, incident_id DESC) INCLUDE (hash);

-- +goose Down
DROP TABLE similar_band;
