-- 8 MiB, for a connection that reads single records and pages
PRAGMA cache_size = -8192;
