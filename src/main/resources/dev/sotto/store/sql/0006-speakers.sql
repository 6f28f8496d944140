-- What the speakers of a job's recording can be told apart from again, without the recording. It goes with the job.

CREATE TABLE job_speakers (
    job_id TEXT NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    analysis BLOB NOT NULL,
    content TEXT NOT NULL
);
