-- an operation leaves the outbox
DELETE FROM outbox WHERE n = :n;
