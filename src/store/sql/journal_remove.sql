-- an operation that the server had accepted is no longer for here
DELETE FROM journal WHERE n = :n;
