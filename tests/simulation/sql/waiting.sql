-- what has not been sent, or has not come back
SELECT count(*) FROM outbox;
