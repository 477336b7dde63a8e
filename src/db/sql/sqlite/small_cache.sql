-- 1 MiB, for single records and pages; what was held beyond it goes back
PRAGMA cache_size = -1024;
PRAGMA shrink_memory;
