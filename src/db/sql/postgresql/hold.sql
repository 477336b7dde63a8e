-- until the end of the transaction; numbers in pairs are other locks than the one of begin
SELECT pg_advisory_xact_lock (7295011, CAST (:number AS INTEGER));
