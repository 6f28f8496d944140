-- Clips of known voices that came with a job's request. They go with the job.
CREATE TABLE job_clip (
    job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (job_id, digest)
);

-- Voices that their owners enrolled: how they sound, and nothing of what was said.
CREATE TABLE voice (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    vector BLOB NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX voice_of_tenant ON voice (tenant, created_at, id);
