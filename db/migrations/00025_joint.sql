-- Cases that an agency handles jointly, found from the agency.
-- +goose Up
CREATE INDEX task_joint_of ON task (to_id, incident_id) WHERE kind = 'joint' AND state = 'open';

-- +goose Down
DROP INDEX task_joint_of;
