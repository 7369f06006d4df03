-- name: LogAfter :many
SELECT l.pos, e.id, e.canonical, e.salt
FROM log l JOIN event e ON e.id = l.event_id
WHERE l.pos > sqlc.arg(after)::bigint ORDER BY l.pos LIMIT sqlc.arg(most)::int;

-- name: LogHead :one
SELECT pos FROM cursor WHERE name = 'log';

-- name: CursorPosition :one
SELECT pos FROM cursor WHERE name = $1;

-- name: EventsOf :many
SELECT canonical, salt FROM event WHERE subject_kind = $1 AND subject_id = $2 ORDER BY seq;
