-- a writer that does not wait for another
PRAGMA busy_timeout = 1;
