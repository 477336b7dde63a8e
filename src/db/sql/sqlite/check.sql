-- structure, indexes and constraints
PRAGMA integrity_check (1);
