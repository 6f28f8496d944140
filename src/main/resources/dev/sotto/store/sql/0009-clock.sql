-- The last time that a server on this store has seen, by the clock that its other times are of: what the wall clock says at
-- the next start is judged by it.
CREATE TABLE store_clock (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seen_at BIGINT NOT NULL
);
INSERT INTO store_clock (id, seen_at)
    SELECT 1, COALESCE(MAX(MAX(created_at, COALESCE(started_at, 0), COALESCE(ended_at, 0))), 0) FROM job;
