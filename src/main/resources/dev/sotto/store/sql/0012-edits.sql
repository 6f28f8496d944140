-- A job's transcript as it was when its first edit came: edits are about this one, whatever becomes of the result. It goes with the job.
CREATE TABLE edited_transcript (
    job_id TEXT NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    content TEXT NOT NULL
);

-- Edits in the order in which they were taken, from version 1. They go with the job.
CREATE TABLE transcript_edit (
    job_id TEXT NOT NULL REFERENCES edited_transcript (job_id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    operation TEXT NOT NULL,
    content TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (job_id, version),
    UNIQUE (job_id, operation)
);
