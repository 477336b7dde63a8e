-- 1 MiB, for single records and pages; what is held beyond it goes back
PRAGMA cache_size = -1024;
