-- One queue for each kind and class of work, whatever the priorities: a priority orders the jobs of one owner, and turns
-- order owners. Turns given before keep their distance from where their queue stood.
UPDATE job SET turn = MAX(0, turn - COALESCE((SELECT virtual_now FROM fair_queue
        WHERE fair_queue.work = job.work AND fair_queue.work_class = job.work_class
        AND fair_queue.priority = job.priority), 0))
    WHERE ended_at IS NULL;

CREATE TABLE fair_tenant_of_all (
    work TEXT NOT NULL,
    work_class TEXT NOT NULL,
    tenant TEXT NOT NULL,
    finish DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (work, work_class, tenant)
);

INSERT INTO fair_tenant_of_all (work, work_class, tenant, finish)
    SELECT work, work_class, tenant, MAX(MAX(0, finish - COALESCE((SELECT virtual_now FROM fair_queue
        WHERE fair_queue.work = fair_tenant.work AND fair_queue.work_class = fair_tenant.work_class
        AND fair_queue.priority = fair_tenant.priority), 0)))
    FROM fair_tenant GROUP BY work, work_class, tenant;
DROP TABLE fair_tenant;
ALTER TABLE fair_tenant_of_all RENAME TO fair_tenant;

DROP TABLE fair_queue;
CREATE TABLE fair_queue (
    work TEXT NOT NULL,
    work_class TEXT NOT NULL,
    virtual_now DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (work, work_class)
);

DROP INDEX job_line;
CREATE INDEX job_turn ON job (work, work_class, turn, created_at, id) WHERE state = 'queued';
CREATE INDEX job_turn_of_tenant ON job (tenant, work, work_class, priority, created_at, turn, id) WHERE state = 'queued';

-- The quota of its owner when a job was submitted: seconds of audio in a day.
ALTER TABLE job ADD COLUMN audio_seconds_per_day BIGINT;
