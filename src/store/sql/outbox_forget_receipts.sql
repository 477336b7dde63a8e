-- the server that gave them has lost its history
UPDATE outbox SET outcome = NULL, scope = NULL, seq = NULL, witness = NULL;
