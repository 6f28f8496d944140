-- What a list shows of a request has a column of its own, so that no list reads the requests, which may be large.
ALTER TABLE job ADD COLUMN summary TEXT NOT NULL DEFAULT '{}';
UPDATE job SET summary = json_object(
    'model', json_extract(request, '$.model'),
    'task', COALESCE(json_extract(request, '$.options.task'), 'transcribe'),
    'format', COALESCE(json_extract(request, '$.format'), 'json'))
    WHERE json_valid(request);

-- Jobs that are to run with nothing beside them are looked for at each claim.
CREATE INDEX job_suspect ON job (losses, due_at) WHERE state = 'queued' AND losses > 0;
