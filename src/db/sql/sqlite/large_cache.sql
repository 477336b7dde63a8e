-- 64 MiB, for a bulk load
PRAGMA cache_size = -65536;
