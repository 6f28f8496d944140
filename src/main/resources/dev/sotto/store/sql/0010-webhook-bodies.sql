-- The shape in which an endpoint wants to be told: 'standard', or the surface whose clients read it.
ALTER TABLE webhook_endpoint ADD COLUMN body TEXT NOT NULL DEFAULT 'standard';
