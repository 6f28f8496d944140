-- What owners call their jobs, and tags by which they find them. Both go with the job.
CREATE TABLE job_title (
    job_id TEXT NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    folded TEXT NOT NULL
);

CREATE TABLE job_tag (
    job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (job_id, tag)
);

-- Which version of a job's document the index of words has. The index is SQLite's own: another database has its own words for it.
CREATE TABLE transcript_text (
    id INTEGER NOT NULL PRIMARY KEY,
    job_id TEXT NOT NULL UNIQUE REFERENCES job (id) ON DELETE CASCADE,
    version BIGINT NOT NULL
);

CREATE VIRTUAL TABLE transcript_words USING fts5(content, tokenize = 'unicode61 remove_diacritics 2');

-- What is deleted leaves the index at once, not with its next merge.
INSERT INTO transcript_words (transcript_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER transcript_words_go AFTER DELETE ON transcript_text BEGIN DELETE FROM transcript_words WHERE rowid = old.id; END;
