-- every operation without a receipt, for a new counter
SELECT n, op, body FROM outbox WHERE outcome IS NULL ORDER BY n;
