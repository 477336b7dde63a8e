-- the database for itself, as on SQLite: the order of commits is the order of the clocks
BEGIN;
SELECT pg_advisory_xact_lock (7295011);
