-- operations on their way
SELECT count(*) FROM outbox;
