-- Endpoints, and the messages to them on their way. A message is written by the transaction that ends its job
-- (subject: the job's id), or by the one that asks for a test (subject: the endpoint's id, no generation).

CREATE TABLE webhook_endpoint (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    lane TEXT NOT NULL,
    form TEXT NOT NULL,
    -- URL, secrets and headers: each may hold a credential.
    sealed TEXT NOT NULL,
    events TEXT NOT NULL,
    with_result INTEGER NOT NULL CHECK (with_result IN (0, 1)),
    failing_since BIGINT,
    disabled TEXT,
    created_at BIGINT NOT NULL
);

CREATE INDEX webhook_endpoint_age ON webhook_endpoint (created_at);
CREATE INDEX webhook_endpoint_list ON webhook_endpoint (tenant, created_at, id);
CREATE INDEX job_endpoint_use ON job_endpoint (endpoint);

CREATE TABLE webhook_delivery (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    event_type TEXT NOT NULL,
    subject TEXT NOT NULL,
    generation INTEGER,
    tenant TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    lane TEXT,
    payload TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'exhausted', 'gone')),
    attempts INTEGER NOT NULL,
    step INTEGER NOT NULL,
    due_at BIGINT NOT NULL,
    -- 0: not claimed.
    leased_until BIGINT NOT NULL,
    token BIGINT NOT NULL,
    UNIQUE (subject, endpoint, generation)
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (lane, due_at) WHERE state = 'pending';
CREATE INDEX webhook_delivery_endpoint ON webhook_delivery (endpoint);
CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);
CREATE INDEX webhook_delivery_list ON webhook_delivery (tenant, created_at, id);

-- Messages of before had nowhere to go: no endpoint could be registered.
INSERT INTO webhook_delivery (id, event_id, event_type, subject, generation, tenant, endpoint, lane, payload,
    occurred_at, created_at, state, attempts, step, due_at, leased_until, token)
    SELECT 'dlv_' || substr(id, 5), id, event_type, job_id, generation, tenant, endpoint, NULL, payload,
    created_at, created_at, 'gone', 0, 0, created_at, 0, 0 FROM outbox;

DROP TABLE outbox;

CREATE TABLE webhook_attempt (
    delivery_id TEXT NOT NULL REFERENCES webhook_delivery (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    answer_head TEXT NOT NULL,
    PRIMARY KEY (delivery_id, number)
);

-- One row: sealed with the server's key, so that a start with another key is told before anything is sent.
CREATE TABLE webhook_seal (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed TEXT NOT NULL
);
