-- structure, indexes and constraints: PostgreSQL has no check that a user without rights may run
SELECT 'ok';
