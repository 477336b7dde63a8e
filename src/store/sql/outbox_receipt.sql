-- the server's answer to an operation
UPDATE outbox SET outcome = :outcome, scope = :scope, seq = :seq WHERE op = :op AND outcome IS NULL;
