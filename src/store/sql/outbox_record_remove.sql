-- an operation no longer touches its records
DELETE FROM outbox_record WHERE n = :n;
