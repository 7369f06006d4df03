-- Bodies outside, to whom cases are referred.
-- +goose Up
CREATE TABLE outside_body (
  id       uuid PRIMARY KEY,
  kind     text NOT NULL CHECK (kind IN ('police', 'procuratorate', 'consumer_organization')),
  name_zh  text NOT NULL,
  name_en  text NOT NULL DEFAULT '',
  region   text NOT NULL DEFAULT '',
  ended_at timestamptz
);

-- +goose Down
DROP TABLE outside_body;
