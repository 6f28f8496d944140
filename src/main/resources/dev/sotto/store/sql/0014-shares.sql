-- Links with which anybody reads a job's transcript. Of a link's token only the hash is kept. Rows go with the job.
CREATE TABLE transcript_share (
    id TEXT NOT NULL PRIMARY KEY,
    job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE INDEX transcript_share_job ON transcript_share (job_id, created_at);
