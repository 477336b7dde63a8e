-- the records an operation touches
SELECT id, kind FROM outbox_record WHERE n = :n;
