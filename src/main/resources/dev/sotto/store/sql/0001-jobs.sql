-- Times are milliseconds since 1970 (UTC). Types and expressions are those that SQLite and PostgreSQL share; in SQLite
-- TEXT and BIGINT name an affinity only, so what must hold is said in CHECK.

CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    work TEXT NOT NULL CHECK (work IN ('fetch', 'transcribe')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'dead', 'cancelled')),
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 9),
    input TEXT NOT NULL,
    request TEXT NOT NULL,
    cost_seconds DOUBLE PRECISION NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    running_max INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    losses INTEGER NOT NULL,
    fence BIGINT NOT NULL,
    generation INTEGER NOT NULL,
    seconds_done DOUBLE PRECISION NOT NULL,
    seconds_total DOUBLE PRECISION NOT NULL,
    cancel_requested INTEGER NOT NULL CHECK (cancel_requested IN (0, 1)),
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    turn DOUBLE PRECISION NOT NULL,
    expires_at BIGINT,
    keep_result_ms BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT,
    started_at BIGINT,
    ended_at BIGINT,
    purge_at BIGINT,
    error_code TEXT,
    error_message TEXT,
    coalesce_key TEXT,
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((lease_until IS NULL) = (lease_owner IS NULL)),
    CHECK ((state IN ('queued', 'running')) = (ended_at IS NULL)),
    CHECK ((ended_at IS NULL) = (purge_at IS NULL)),
    CHECK ((error_code IS NULL) = (error_message IS NULL))
);

CREATE INDEX job_line ON job (work, priority, turn, created_at, id) WHERE state = 'queued';
CREATE INDEX job_running ON job (tenant, lease_until) WHERE state = 'running';
CREATE INDEX job_waiting ON job (tenant) WHERE state = 'queued';
CREATE INDEX job_expiry ON job (expires_at) WHERE state = 'queued' AND expires_at IS NOT NULL;
CREATE INDEX job_purge ON job (purge_at) WHERE purge_at IS NOT NULL;
CREATE INDEX job_list ON job (tenant, created_at, id);
CREATE INDEX job_coalesce ON job (tenant, coalesce_key) WHERE coalesce_key IS NOT NULL;
CREATE INDEX job_input ON job (input);

-- One row at most for each job: the one result.
CREATE TABLE job_result (
    job_id TEXT NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    content TEXT NOT NULL
);

CREATE TABLE job_checkpoint (
    job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    seconds_done DOUBLE PRECISION NOT NULL,
    seconds_total DOUBLE PRECISION NOT NULL,
    part TEXT NOT NULL,
    resume TEXT NOT NULL,
    PRIMARY KEY (job_id, sequence)
);

CREATE TABLE job_endpoint (
    job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    PRIMARY KEY (job_id, endpoint)
);

CREATE TABLE idempotency (
    tenant TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    job_id TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, idempotency_key)
);

CREATE INDEX idempotency_job ON idempotency (job_id);
CREATE INDEX idempotency_expiry ON idempotency (expires_at);

-- Fair queueing: how far each line (work and priority) has come, and where each tenant's next job starts.
CREATE TABLE fair_line (
    work TEXT NOT NULL,
    priority INTEGER NOT NULL,
    virtual_now DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (work, priority)
);

CREATE TABLE fair_tenant (
    work TEXT NOT NULL,
    priority INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    finish DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (work, priority, tenant)
);

-- Messages about ended jobs. Not tied to the job's row: a message outlives the job that it tells of.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    job_id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    event_type TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (job_id, endpoint, generation)
);
