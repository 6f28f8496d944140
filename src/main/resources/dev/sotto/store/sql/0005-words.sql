-- Columns and codes take the words of the rest of the program.

ALTER TABLE job RENAME COLUMN keep_result_ms TO retention_ms;
UPDATE job SET error_code = 'time_limit_exceeded' WHERE error_code = 'timed_out';

ALTER TABLE fair_line RENAME TO fair_queue;

ALTER TABLE webhook_endpoint RENAME COLUMN lane TO destination;
ALTER TABLE webhook_endpoint RENAME COLUMN form TO signature;
ALTER TABLE webhook_endpoint RENAME COLUMN sealed TO encrypted;
ALTER TABLE webhook_delivery RENAME COLUMN lane TO destination;
ALTER TABLE webhook_attempt RENAME COLUMN took_ms TO duration_ms;
ALTER TABLE webhook_attempt RENAME COLUMN answer_head TO response_head;

ALTER TABLE webhook_seal RENAME TO webhook_key_proof;
ALTER TABLE webhook_key_proof RENAME COLUMN sealed TO encrypted;
