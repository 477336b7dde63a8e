-- the operations to send, oldest first
SELECT n, body FROM outbox WHERE outcome IS NULL ORDER BY n LIMIT :limit;
