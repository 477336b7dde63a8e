-- the operations to send, oldest first
SELECT n, body, proof FROM outbox WHERE outcome IS NULL ORDER BY n LIMIT :limit;
