-- beside others of its sort, which hold what they change; not beside one that has the database for itself
BEGIN;
SELECT pg_advisory_xact_lock_shared (7295011);
