-- Two classes of work: interactive goes before bulk, and each has a line of its own. Jobs of before are bulk unless they
-- are short, by the default of jobs.interactive-seconds. Another column counts the later submissions that a job stands for.

ALTER TABLE job ADD COLUMN work_class TEXT NOT NULL DEFAULT 'bulk' CHECK (work_class IN ('interactive', 'bulk'));
ALTER TABLE job ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;

UPDATE job SET work_class = 'interactive' WHERE work = 'transcribe' AND cost_seconds <= 60;

DROP INDEX job_line;
CREATE INDEX job_line ON job (work, work_class, priority, turn, created_at, id) WHERE state = 'queued';

-- Both lines go on where the one of before stood, so that turns given then keep their meaning.
CREATE TABLE fair_line_by_class (
    work TEXT NOT NULL,
    work_class TEXT NOT NULL,
    priority INTEGER NOT NULL,
    virtual_now DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (work, work_class, priority)
);

INSERT INTO fair_line_by_class (work, work_class, priority, virtual_now)
    SELECT work, 'interactive', priority, virtual_now FROM fair_line;
INSERT INTO fair_line_by_class (work, work_class, priority, virtual_now)
    SELECT work, 'bulk', priority, virtual_now FROM fair_line;
DROP TABLE fair_line;
ALTER TABLE fair_line_by_class RENAME TO fair_line;

CREATE TABLE fair_tenant_by_class (
    work TEXT NOT NULL,
    work_class TEXT NOT NULL,
    priority INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    finish DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (work, work_class, priority, tenant)
);

INSERT INTO fair_tenant_by_class (work, work_class, priority, tenant, finish)
    SELECT work, 'interactive', priority, tenant, finish FROM fair_tenant;
INSERT INTO fair_tenant_by_class (work, work_class, priority, tenant, finish)
    SELECT work, 'bulk', priority, tenant, finish FROM fair_tenant;
DROP TABLE fair_tenant;
ALTER TABLE fair_tenant_by_class RENAME TO fair_tenant;
