-- API keys, of which only hashes are kept, and the seconds of audio that each tenant has used on its latest day (UTC).

CREATE TABLE api_key (
    id TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    rate_requests INTEGER,
    rate_period_ms BIGINT,
    rate_burst INTEGER,
    running_max INTEGER,
    queued_max INTEGER,
    audio_seconds_per_day BIGINT,
    retention_ms BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    CHECK ((rate_requests IS NULL) = (rate_period_ms IS NULL)),
    CHECK ((rate_requests IS NULL) = (rate_burst IS NULL))
);

CREATE TABLE tenant_usage (
    tenant TEXT NOT NULL PRIMARY KEY,
    used_on TEXT NOT NULL,
    seconds BIGINT NOT NULL
);
