-- what proves that the server had accepted an operation, and how far it had come then, should it lose its history
ALTER TABLE outbox ADD COLUMN proof TEXT;
ALTER TABLE outbox ADD COLUMN witness TEXT;
ALTER TABLE journal ADD COLUMN proof TEXT;
